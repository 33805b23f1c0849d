"""Anonymity: whoever says what, it pays those who say it the same.

Payoffs are compared, since outcomes are not ours to permute: with a permutation π of the players, player π(i)
has at the permuted types and messages what i has at the unpermuted ones. Exchanges of neighbours generate all
permutations, so these are enough.
"""

from dataclasses import dataclass

import numpy as np

from gametheory.games.exact import IntegerArray, integer_dtype, largest_magnitude
from mechanisms.general.calls import error
from mechanisms.general.game_form import Context, GameForm, Places
from mechanisms.general.listing import Listing
from mechanisms.general.smallest import smallest, sums
from mechanisms.general.violation import Violation


@dataclass(frozen=True, slots=True)
class Asymmetry(Violation):
    """Evidence against anonymity: when players i and i + 1 change places, player k is paid something else.

    `k` counts before the exchange. Without messages: the two do not have the same types and messages.
    """

    i: int
    k: int = 0
    context: Context = ()
    messages: Places = ()

    def _exchanged(self, places: Places) -> Places:
        i = self.i
        return (*places[:i], places[i + 1], places[i], *places[i + 2 :])

    def payoffs(self, form: GameForm) -> tuple[object, object]:
        """What k has before and after."""
        i, k, context = self.i, self.k, self.context
        partner = {i: i + 1, i + 1: i}.get(k, k)
        there = self._exchanged(context) if form.mechanism.interdependent else context
        return (
            form.expected_payoff(k, context, self.messages),
            form.expected_payoff(partner, there, self._exchanged(self.messages)),
        )

    def shows(self, form: GameForm) -> bool:
        """By running the mechanism."""
        if not self.messages:
            return _differ(form, self.i)
        before, after = self.payoffs(form)
        return before != after

    def words(self, form: GameForm) -> str:
        """Who, when, and both payoffs."""
        one, other = form.players[self.i : self.i + 2]
        if not self.messages:
            return f"{one} and {other} do not have the same types and messages"
        before, after = self.payoffs(form)
        return (
            f"when {form.say(self.messages)}, {form.who(self.k, self.context)} gets {before}; "
            f"if {one} and {other} change places, whoever stands for her gets {after}"
        )


def _differ(form: GameForm, i: int) -> bool:
    return form.types[i] != form.types[i + 1] or form.messages[i] != form.messages[i + 1]


def asymmetries(form: GameForm) -> list[Asymmetry]:
    """All of them, by the definition, the smallest messages first."""
    found = []
    for i in range(form.count - 1):
        if _differ(form, i):
            return [Asymmetry(i)]
        for k in range(form.count):
            for context in form.contexts(k):
                for messages in form.message_profiles():
                    each = Asymmetry(i, k, context, messages)
                    if each.shows(form):
                        found.append(each)
    return sorted(found, key=lambda each: (each.i, sum(each.messages)))


def find_asymmetry(form: GameForm) -> Asymmetry | None:
    """The smallest, or None if the mechanism is anonymous."""
    for i in range(form.count - 1):
        if _differ(form, i):
            return Asymmetry(i)
    for i in range(form.count - 1):
        found = _of_neighbours(form, i)
        if found is not None:
            return found
    return None


def _of_neighbours(form: GameForm, i: int) -> Asymmetry | None:
    """The distinct pairs of a result, and the result after the exchange, are compared instead of profiles."""
    listing = form.listing
    count = len(listing.results)
    pairs = listing.result.astype(np.int64) * count + listing.result.swapaxes(i, i + 1)
    distinct, place = np.unique(pairs, return_inverse=True)
    place = place.reshape(pairs.shape)
    before, after = np.divmod(distinct, count)
    costs = sums([range(size) for size in listing.shape])
    best: tuple[int, Asymmetry] | None = None
    for k in range(form.count):
        for context, wrong in zip(
            form.contexts(k), _compare(form, listing, i, k, before, after), strict=True
        ):
            case = smallest(wrong[place], costs) if wrong.any() else None
            if case is not None and (best is None or case.cost < best[0]):
                best = case.cost, Asymmetry(i, k, context, case.place)
    return None if best is None else best[1]


def _compare(
    form: GameForm, listing: Listing, i: int, k: int, before: IntegerArray, after: IntegerArray
) -> IntegerArray:
    """By context and pair of results: is player k paid something else after the exchange?"""
    partner = {i: i + 1, i + 1: i}.get(k, k)
    (one, p), (other, q) = listing.table(k), listing.table(partner)
    if form.mechanism.interdependent:
        shape = tuple(map(len, form.types))
        other = other.reshape(*shape, -1).swapaxes(i, i + 1).reshape(len(other), -1)
    dtype = integer_dtype(max(largest_magnitude(one) * q, largest_magnitude(other) * p, p, q))
    found: IntegerArray = one[:, before].astype(dtype) * q != other[:, after].astype(dtype) * p
    return found


def require_symmetry(form: GameForm) -> None:
    """Let the listing use the symmetry that was declared. Raises `MechanismError` where there is none."""
    if form.mechanism.symmetric and not form.listing.is_symmetric:
        found = find_asymmetry(form)
        if found is not None:
            raise error(form.mechanism, "symmetric", f"declared, but {found.words(form)}")
        form.listing.is_symmetric = True
