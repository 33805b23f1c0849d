"""The budget when all tell the truth: what the players pay, added up.

Balanced    They pay nothing in sum.
No deficit  They pay no less than nothing in sum: the mechanism need not be subsidised.
Ex post     In every outcome that truth may bring; ex ante, as expected by the prior.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from gametheory.games.exact import IntegerArray, common_denominator, integer_dtype
from mechanisms.general.game_form import GameForm, Places
from mechanisms.general.violation import Violation
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding
from proofs.properties.ex_post import type_scope
from proofs.properties.settled import settled
from proofs.properties.supports import find_in_support, truthful_outcomes


@dataclass(frozen=True, slots=True)
class Imbalance(Violation):
    """Evidence that payments may not sum to zero, or sum to less: in this outcome of the lottery."""

    types: Places
    place: int
    only_deficits: bool

    def total(self, form: GameForm) -> Fraction:
        """What all pay together."""
        outcome, _ = form.lottery(form.truthful(self.types))[self.place]
        return sum(form.payments(outcome), Fraction(0))

    def shows(self, form: GameForm) -> bool:
        """By the payments."""
        total = self.total(form)
        return total < 0 or (total > 0 and not self.only_deficits)

    def words(self, form: GameForm) -> str:
        """When, and how much."""
        total = self.total(form)
        what = "a deficit" if total < 0 else "a surplus"
        outcome = form.outcome_name(self.types, self.place)
        return (
            f"at the types {form.types_name(self.types)} the outcome {outcome} leaves {what} of {abs(total)}"
        )


@dataclass(frozen=True, slots=True)
class ExpectedImbalance(Violation):
    """Evidence that payments are not expected to sum to zero, or are expected to sum to less."""

    only_deficits: bool

    def total(self, form: GameForm) -> Fraction:
        """What all are expected to pay together."""
        return sum(
            (
                form.prior(types) * p * sum(form.payments(outcome), Fraction(0))
                for types in form.type_profiles()
                if form.prior(types)
                for outcome, p in form.lottery(form.truthful(types))
            ),
            Fraction(0),
        )

    def shows(self, form: GameForm) -> bool:
        """By the payments."""
        total = self.total(form)
        return total < 0 or (total > 0 and not self.only_deficits)

    def words(self, form: GameForm) -> str:
        """How much."""
        total = self.total(form)
        what = "a deficit" if total < 0 else "a surplus"
        return f"together they are expected to pay {total}, {what}"


def imbalances(form: GameForm, only_deficits: bool) -> Iterator[Imbalance]:
    """Every one, by the definition."""
    for types in form.type_profiles():
        for place in range(len(form.lottery(form.truthful(types)))):
            found = Imbalance(types, place, only_deficits)
            if found.shows(form):
                yield found


def totals(form: GameForm) -> tuple[IntegerArray, int]:
    """What all pay together at each of the listed outcomes: numerators, and their denominator."""
    paid = [sum(form.payments(outcome), Fraction(0)) for outcome in form.listing.outcomes]
    scale = common_denominator(paid)
    numerators = [int(total * scale) for total in paid]
    return np.array(numerators, dtype=integer_dtype(max(map(abs, numerators)))), scale


def find_imbalance(form: GameForm, only_deficits: bool) -> Imbalance | None:
    """The one at the smallest types, or None."""
    paid = totals(form)[0][truthful_outcomes(form)]
    found = find_in_support(form, paid < 0 if only_deficits else paid != 0)
    return None if found is None else Imbalance(*found, only_deficits)


def expected_total(form: GameForm) -> Fraction:
    """What all are expected to pay together, from arrays."""
    listing, (paid, scale) = form.listing, totals(form)
    place = {outcome: k for k, outcome in enumerate(listing.outcomes)}
    numbers, counts = np.unique(listing.truthful, return_inverse=True)
    weights = np.zeros(len(numbers), dtype=object)
    np.add.at(weights, counts.reshape(-1), form.prior_weights.reshape(-1).astype(object))
    return sum(
        (
            Fraction(int(weight), form.prior_scale) * p * Fraction(int(paid[place[outcome]]), scale)
            for k, weight in zip(numbers.tolist(), weights.tolist(), strict=True)
            for outcome, p in listing.results[k]
        ),
        Fraction(0),
    )


def _check(form: GameForm, only_deficits: bool, evidence: str) -> Finding:
    found = find_imbalance(form, only_deficits)
    return settled(form, type_scope(form), found, form.type_profile_count(), evidence)


def _check_expected(form: GameForm, only_deficits: bool) -> Finding:
    total = expected_total(form)
    wrong = total < 0 or (total > 0 and not only_deficits)
    found = ExpectedImbalance(only_deficits) if wrong else None
    evidence = f"together they are expected to pay {total}"
    return settled(form, type_scope(form), found, form.type_profile_count(), evidence)


def check_balanced(form: GameForm, watch: Watch) -> Finding:
    """That payments always sum to zero."""
    return _check(form, False, "payments always sum to zero")


def check_no_deficit(form: GameForm, watch: Watch) -> Finding:
    """That payments never sum to less than zero."""
    return _check(form, True, "payments never sum to less than zero")


def check_balanced_ex_ante(form: GameForm, watch: Watch) -> Finding:
    """That payments are expected to sum to zero."""
    return _check_expected(form, False)


def check_no_deficit_ex_ante(form: GameForm, watch: Watch) -> Finding:
    """That payments are not expected to sum to less than zero."""
    return _check_expected(form, True)
