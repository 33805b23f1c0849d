"""Ex post: what a lie brings player i at a type profile at which all others tell the truth.

Ex post incentive compatible (Bergemann and Morris 2005)   No lie pays, whatever the types. With private
values and everything sayable true for some type, that is the same as truth being dominant.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gametheory.games.exact import IntegerArray
from mechanisms.general.game_form import GameForm, Places
from mechanisms.general.smallest import smallest, sums
from mechanisms.general.violation import Violation
from proofs.claims.claim import Watch
from proofs.claims.scopes import all_of
from proofs.claims.verdict import Finding
from proofs.properties.dominance import NOBODY_CAN_LIE
from proofs.properties.settled import settled
from proofs.properties.truth import Lie, replaced, true_of_type


@dataclass(frozen=True, slots=True)
class ExPostLie(Violation):
    """Evidence that player i gains by a lie at a type profile at which all others tell the truth."""

    i: int
    types: Places
    lie: int

    def among_messages(self, form: GameForm) -> Lie:
        """The same with what the others say."""
        messages = replaced(form.truthful(self.types), self.i, self.lie)
        return Lie(self.i, form.context(self.i, self.types), messages)

    def shows(self, form: GameForm) -> bool:
        """By running the mechanism: the lie pays more."""
        return self.among_messages(form).shows(form)

    def words(self, form: GameForm) -> str:
        """Who lies, when, and the exact gain."""
        return f"{self.among_messages(form).words(form)}; the others tell the truth"


def lies_ex_post(form: GameForm) -> Iterator[ExPostLie]:
    """Every lie that pays when the others tell the truth, by the definition."""
    for i in range(form.count):
        for types in form.type_profiles():
            for m in range(len(form.messages[i])):
                lie = ExPostLie(i, types, m)
                if lie.shows(form):
                    yield lie


@dataclass(frozen=True)
class AmongTruthful:
    """A type of player i when all others tell the truth: her payoff numerators, and the prior's weights."""

    i: int
    t: int
    true: int
    payoffs: IntegerArray  # own messages down, the others' type profiles across, in lexicographic order
    denominator: int
    others: tuple[int, ...]  # how many types each of the others has

    def types(self, column: int) -> Places:
        """The type profile of a column."""
        places = [int(t) for t in np.unravel_index(column, self.others or (1,))][: len(self.others)]
        return (*places[: self.i], self.t, *places[self.i :])

    def weights(self, form: GameForm) -> IntegerArray:
        """The prior of her type with each profile of the others, as integers."""
        found: IntegerArray = form.prior_weights.take([self.t], axis=self.i).reshape(-1)
        return found


def among_truthful(form: GameForm, players: Sequence[int] | None = None) -> Iterator[AmongTruthful]:
    """All players, or these, and types."""
    for i in range(form.count) if players is None else players:
        yield from of_player(form if form.is_listable else form.among_truthful(i), i)


def of_player(form: GameForm, i: int) -> Iterator[AmongTruthful]:
    """All types of a player; of the others' messages nothing but their truths is looked at."""
    assert form.truth is not None
    listing = form.listing
    shape = tuple(map(len, form.types))
    contexts = np.arange(form.type_profile_count()).reshape(shape)
    said = [range(len(form.messages[i])) if j == i else own for j, own in enumerate(form.truth)]
    results = np.moveaxis(listing.result[np.ix_(*said)], i, 0).reshape(listing.shape[i], -1)
    table, denominator = listing.table(i)
    for t in range(shape[i]):
        at = contexts.take(t, axis=i).reshape(-1) if form.mechanism.interdependent else t
        true = true_of_type(form, i, t)
        yield AmongTruthful(i, t, true, table[at, results], denominator, shape[:i] + shape[i + 1 :])


def find_lie_ex_post(form: GameForm) -> ExPostLie | None:
    """The lie that pays at the smallest types, or None if truth is an ex post equilibrium."""
    best: tuple[int, ExPostLie] | None = None
    for one in among_truthful(form):
        gains = one.payoffs > one.payoffs[one.true]
        costs = sums([range(size) for size in one.others]).reshape(-1)
        case = smallest(gains, costs) if gains.any() else None
        if case is not None and (best is None or case.cost + one.t < best[0]):
            lie, column = case.place
            best = case.cost + one.t, ExPostLie(one.i, one.types(column), lie)
    return None if best is None else best[1]


def type_scope(form: GameForm) -> str:
    """What was looked at."""
    return all_of(form.type_profile_count(), "type profile")


def check_ex_post(form: GameForm, watch: Watch) -> Finding:
    """That no lie pays when the others tell the truth, whatever the types."""
    if max(form.counts) == 1:
        return NOBODY_CAN_LIE
    cases = form.type_profile_count() * sum(count - 1 for count in form.counts)
    evidence = "no lie pays when the others tell the truth"
    return settled(form, type_scope(form), find_lie_ex_post(form), cases, evidence)
