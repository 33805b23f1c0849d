"""Every outcome that chance may bring, not what is expected: arrays with an axis for places in a lottery."""

import numpy as np

from gametheory.games.exact import IntegerArray
from mechanisms.general.game_form import GameForm, Places
from mechanisms.general.smallest import Mask, smallest, sums


def truthful_outcomes(form: GameForm) -> IntegerArray:
    """The places of the outcomes that truth may bring: one axis a player for her type, the last for chance.

    A lottery with fewer outcomes than another repeats its last one.
    """
    listing = form.listing
    place = {outcome: k for k, outcome in enumerate(listing.outcomes)}
    most = max(map(len, listing.results))
    padded = [
        [place[outcome] for outcome, _ in result] + [place[result[-1][0]]] * (most - len(result))
        for result in listing.results
    ]
    found: IntegerArray = np.array(padded, dtype=np.int64)[listing.truthful]
    return found


def contexts_of(form: GameForm, i: int) -> IntegerArray:
    """Which of player i's contexts each type profile is."""
    shape = tuple(map(len, form.types))
    if form.mechanism.interdependent:
        return np.arange(form.type_profile_count()).reshape(shape)
    own = np.arange(shape[i]).reshape([-1 if j == i else 1 for j in range(form.count)])
    found: IntegerArray = np.broadcast_to(own, shape)
    return found


def paid_in_support(form: GameForm, i: int) -> tuple[IntegerArray, int]:
    """What player i gets from each outcome that truth may bring: numerators, and their denominator."""
    table, denominator = form.listing.outcome_payoffs(i)
    found: IntegerArray = table[contexts_of(form, i)[..., np.newaxis], truthful_outcomes(form)]
    return found, denominator


def find_in_support(form: GameForm, mask: Mask) -> tuple[Places, int] | None:
    """The smallest types, and the place in the lottery there, that are marked; None if nothing is."""
    sizes = [range(size) for size in map(len, form.types)]
    case = smallest(mask, sums(sizes)[..., np.newaxis])
    if case is None:
        return None
    types, result = case.place[:-1], form.listing.results[form.listing.truthful[case.place[:-1]]]
    # An equal lottery may be listed in another order, where outcomes print alike.
    outcome, _ = result[min(case.place[-1], len(result) - 1)]
    return types, [each for each, _ in form.lottery(form.truthful(types))].index(outcome)
