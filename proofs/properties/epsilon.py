"""How far a mechanism is from incentive compatible: the least ε such that no lie gains more than ε.

The numbers are in the units of the payoffs: comparisons between mechanisms are up to who reads them.
"""

from dataclasses import replace
from fractions import Fraction

from gametheory.games.exact import integer_dtype, largest_magnitude
from mechanisms.general.game_form import GameForm
from mechanisms.general.smallest import smallest
from mechanisms.general.violation import Violation
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding, Witnessed, held
from proofs.properties.dominance import NOBODY_CAN_LIE, comparisons, one_by_one, scope
from proofs.properties.truth import Lie


def largest_gain(form: GameForm) -> tuple[Fraction, Lie | None]:
    """What a lie gains at most, whatever the others say, and the simplest that gains so much; 0 and None."""
    best: tuple[Fraction, int, Lie | None] = (Fraction(0), 0, None)
    for one in one_by_one(form):
        wide = one.payoffs.astype(integer_dtype(2 * largest_magnitude(one.payoffs)))
        gains = wide - wide[one.true]
        most = int(gains.max())
        gain = Fraction(most, one.denominator)
        if gain > 0 and gain >= best[0]:
            case = smallest(gains == most, one.costs)
            assert case is not None
            cost = case.cost + sum(one.context)
            if gain > best[0] or cost < best[1]:
                best = gain, cost, Lie(*one.lie(form, *case.place))
    return best[0], best[2]


def check_epsilon(form: GameForm, watch: Watch) -> Finding:
    """The least ε such that truth is very weakly dominant up to ε."""
    if max(form.listing.shape) == 1:
        return NOBODY_CAN_LIE
    return told(form, scope(form), comparisons(form), *largest_gain(form))


def told(form: GameForm, scope: str, cases: int, epsilon: Fraction, lie: Violation | None) -> Finding:
    """The least ε, and a lie that gains it."""
    if lie is None:
        return held(cases, scope, "ε = 0")
    witness = Witnessed(lie, form.mechanism)
    return replace(held(cases, scope, f"ε = {epsilon}: {witness.describe()}"), witness=witness)
