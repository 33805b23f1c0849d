"""Whether the order of elimination matters: by a condition on the game, or by where all orders end."""

from dataclasses import dataclass
from itertools import accumulate, pairwise

from gametheory.elimination.anew import is_end, is_step
from gametheory.elimination.ends import find_ends
from gametheory.elimination.isomorphism import are_same_but_for_names
from gametheory.elimination.reductions import Order
from gametheory.elimination.rounds import without
from gametheory.elimination.transference import compared, transfers_indifference
from gametheory.games.errors import TooLargeError
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import Survivors, all_strategies
from mechanisms.general.game_form import GameForm
from mechanisms.general.violation import Violation
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding, Verdict, held
from proofs.properties.eliminated import name_of
from proofs.properties.settled import settled
from proofs.properties.survival import Listed, eliminated_game, stage_of, survival

MOST_SETS = 2_000  # of survivors that are looked at
LARGE_GAME = 200_000  # profiles beyond which all orders are not tried


@dataclass(frozen=True, slots=True)
class TwoOrders(Violation):
    """Evidence that the order of elimination matters: two orders, by what is left after each step."""

    one: tuple[Survivors, ...]
    other: tuple[Survivors, ...]

    def shows(self, form: GameForm) -> bool:
        """By each step, by nobody being dominated at the ends, and by comparing these."""
        found = eliminated_game(form)
        if found is None or not self.one or not self.other:
            return False
        game, ends = found.game, (self.one[-1], self.other[-1])
        return all(
            is_step(game, left, rest, found.by)
            for order in (self.one, self.other)
            for left, rest in pairwise((all_strategies(game), *order))
        ) and (all(is_end(game, end, found.by) for end in ends) and not are_same_but_for_names(game, *ends))

    def words(self, form: GameForm) -> str:
        """Both ends."""
        found = eliminated_game(form)
        assert found is not None
        one, other = (_kept(form, found, order[-1]) for order in (self.one, self.other))
        return f"one order leaves {one}; another {other}"


def _kept(form: GameForm, found: Listed, survivors: Survivors) -> str:
    told = []
    for k, own in enumerate(survivors):
        names = found.game.strategies[k]
        told.append(f"{name_of(form, found, k)} {' or '.join(names[a] for a in own)}")
    return ", ".join(told)


def check_order_independent(form: GameForm, watch: Watch) -> Finding:
    """That all orders of elimination leave the same game, up to duplicates and names."""
    stage, _ = stage_of(form)
    if stage == "ex post":
        why = "there is no prior" if form.mechanism.prior is None else 'elimination is "ex post"'
        rule = "one order is known; all are tried in a listed game, interim or ex ante, by a prior(types)"
        return Finding(Verdict.OPEN, "ex post", f"{why}: {rule}")
    found = survival(form).listed
    if found is None or found.game.profile_count() > LARGE_GAME:
        raise TooLargeError(f"all orders are tried in listed games of at most {LARGE_GAME:,} profiles")
    where = f"{survival(form).kind}, all orders"
    if found.by is By.PURE and (cases := compared(found.game)) and transfers_indifference(found.game):
        why = "whenever a player is indifferent so is everybody, and then the order does not matter"
        return held(cases, where, f"{why} (Marx and Swinkels 1997)")
    watch("trying all orders")
    ends = find_ends(found.game, Relation.WEAK, found.by, sets=MOST_SETS, different=2)
    where += ", up to duplicates, names and exchanges of players"
    if found.by is By.PURE:
        where += "; where indifference is shared, one order"
    if ends.agree is None:
        return Finding(
            Verdict.OPEN, where, f"{ends.sets:,} sets of survivors, which end alike; there are more"
        )
    record = None if ends.agree else TwoOrders(*(_steps(order) for order in ends.orders[:2]))
    return settled(form, where, record, ends.sets, "all orders leave the same game")


def _steps(order: Order) -> tuple[Survivors, ...]:
    """What is left after each step."""
    return tuple(accumulate(order.steps, without, initial=order.start))[1:]
