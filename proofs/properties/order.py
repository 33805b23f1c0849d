"""Whether the order of elimination matters: all orders are tried, and their ends compared as games."""

from dataclasses import dataclass

from gametheory.elimination.order_independence import Same, find_order_dependence
from gametheory.elimination.reductions import Reductions, all_reductions
from gametheory.games.errors import TooLargeError
from gametheory.games.relation import Relation
from mechanisms.general.game_form import GameForm
from mechanisms.general.violation import Violation
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding, Verdict
from proofs.properties.eliminated import name_of
from proofs.properties.settled import settled
from proofs.properties.survival import Listed, survival

MOST_REDUCTIONS = 2_000  # of the graph of all orders
MOST_STEPS = 20_000
LARGE_GAME = 200_000  # profiles beyond which all orders are not tried


@dataclass(frozen=True, slots=True)
class TwoOrders(Violation):
    """Evidence that the order of elimination matters: two orders, by what is left in the end."""

    one: tuple[tuple[int, ...], ...]
    other: tuple[tuple[int, ...], ...]

    def shows(self, form: GameForm) -> bool:
        """By trying all orders anew; both are rechecked step by step."""
        found = survival(form).listed
        if found is None:
            return False
        dependence = find_order_dependence(_reductions(found), Same.OUTCOMES)
        return (
            dependence is not None
            and dependence.holds()
            and (dependence.one.survivors, dependence.other.survivors) == (self.one, self.other)
        )

    def words(self, form: GameForm) -> str:
        """Both ends."""
        found = survival(form).listed
        assert found is not None
        return f"one order leaves {_kept(form, found, self.one)}; another {_kept(form, found, self.other)}"


def _kept(form: GameForm, found: Listed, survivors: tuple[tuple[int, ...], ...]) -> str:
    told = []
    for k, own in enumerate(survivors):
        names = found.game.strategies[k]
        told.append(f"{name_of(form, found, k)} {' or '.join(names[a] for a in own)}")
    return ", ".join(told)


def check_order_independent(form: GameForm, watch: Watch) -> Finding:
    """That all orders of elimination leave the same game, up to duplicates and names."""
    found = survival(form).listed
    if found is None or found.game.profile_count() > LARGE_GAME:
        raise TooLargeError(f"all orders are tried in listed games of at most {LARGE_GAME:,} profiles")
    watch("trying all orders")
    reductions = _reductions(found)
    dependence = find_order_dependence(reductions, Same.OUTCOMES)
    nodes = reductions.graph.number_of_nodes()
    where = f"{survival(form).kind}, all orders"
    if dependence is None and not reductions.complete:
        return Finding(Verdict.OPEN, where, f"{nodes:,} reductions, which end alike; there are more")
    record = None
    if dependence is not None:
        record = TwoOrders(dependence.one.survivors, dependence.other.survivors)
    return settled(form, where, record, nodes, "all orders leave the same game, up to duplicates and names")


def _reductions(found: Listed) -> Reductions:
    return all_reductions(found.game, Relation.WEAK, found.by, nodes=MOST_REDUCTIONS, edges=MOST_STEPS)
