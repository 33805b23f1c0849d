"""Obvious manipulations (Troyan and Morrill 2020, Journal of Economic Theory 185).

A lie that sometimes pays is obvious if it is better than the truth in the worst case of each, or in the best
case of each, over all that the others may say. Not obviously manipulable: there is none. Where chance
decides, a case is an expected payoff; with interdependent payoffs the others' types belong to the case.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from gametheory.games.exact import IntegerArray
from mechanisms.general.game_form import GameForm
from mechanisms.general.violation import Violation
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding
from proofs.properties.dominance import NOBODY_CAN_LIE, comparisons, one_by_one, scope
from proofs.properties.settled import settled
from proofs.properties.truth import true_of_type, type_of


@dataclass(frozen=True, slots=True)
class ObviousManipulation(Violation):
    """Evidence that a lie of a type is better than the truth in the worst case, or in the best."""

    i: int
    t: int
    lie: int
    in_the_best_case: bool

    def payoffs(self, form: GameForm) -> tuple[Fraction, Fraction]:
        """The truth's payoff in its own worst, or best, case, and the lie's."""
        pick = max if self.in_the_best_case else min
        true = true_of_type(form, self.i, self.t)
        return pick(_cases(form, self.i, self.t, true)), pick(_cases(form, self.i, self.t, self.lie))

    def shows(self, form: GameForm) -> bool:
        """By all that the others may say."""
        before, after = self.payoffs(form)
        return before < after

    def words(self, form: GameForm) -> str:
        """Which lie of whom, and both cases."""
        i, (before, after) = self.i, self.payoffs(form)
        case = "best" if self.in_the_best_case else "worst"
        true = form.message_name(i, true_of_type(form, i, self.t))
        return (
            f"{type_of(form, i, self.t)} says {form.message_name(i, self.lie)} instead of {true}: in the "
            f"{case} case she gets {after}, in the {case} case of the truth {before}, "
            f"and gains {after - before}"
        )


def _cases(form: GameForm, i: int, t: int, message: int) -> list[Fraction]:
    return [
        form.expected_payoff(i, context, messages)
        for context in form.contexts(i)
        if form.own_type(i, context) == t
        for messages in form.message_profiles()
        if messages[i] == message
    ]


def obvious_manipulations(form: GameForm) -> Iterator[ObviousManipulation]:
    """Every one, by the definition."""
    for i in range(form.count):
        for t in range(len(form.types[i])):
            for m in range(len(form.messages[i])):
                for best in False, True:
                    found = ObviousManipulation(i, t, m, best)
                    if found.shows(form):
                        yield found


def find_obvious_manipulation(form: GameForm) -> ObviousManipulation | None:
    """The first by type, player and message, or None."""
    worst: dict[tuple[int, int], IntegerArray] = {}
    best: dict[tuple[int, int], IntegerArray] = {}
    for one in one_by_one(form):
        key = form.own_type(one.i, one.context), one.i
        low, high = one.payoffs.min(axis=1), one.payoffs.max(axis=1)
        worst[key] = np.minimum(worst[key], low) if key in worst else low
        best[key] = np.maximum(best[key], high) if key in best else high
    for t, i in sorted(worst):
        true = true_of_type(form, i, t)
        better = np.stack([each > each[true] for each in (worst[t, i], best[t, i])], axis=1)
        if better.any():
            m, case = np.argwhere(better)[0].tolist()
            return ObviousManipulation(i, t, m, bool(case))
    return None


def check_not_obviously_manipulable(form: GameForm, watch: Watch) -> Finding:
    """That no lie is better than the truth in the worst case, nor in the best."""
    if max(form.listing.shape) == 1:
        return NOBODY_CAN_LIE
    evidence = "no lie is better than the truth in the worst case, nor in the best"
    return settled(form, scope(form), find_obvious_manipulation(form), comparisons(form), evidence)
