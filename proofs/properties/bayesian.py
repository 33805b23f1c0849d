"""Interim: what a lie brings a type of player i who believes the prior, when all others tell the truth.

Bayesian incentive compatible   No lie pays any type of positive probability: truth is a Bayesian equilibrium.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from gametheory.games.exact import matrix_product
from mechanisms.general.game_form import GameForm, Places
from mechanisms.general.violation import Violation
from proofs.claims.scopes import number_of
from proofs.properties.ex_post import among_truthful, type_scope
from proofs.properties.truth import replaced, true_of_type, type_of


@dataclass(frozen=True, slots=True)
class InterimLie(Violation):
    """Evidence that a type of player i expects to gain by a lie when all others tell the truth."""

    i: int
    t: int
    lie: int

    def payoffs(self, form: GameForm) -> tuple[Fraction, Fraction]:
        """What she expects from the truth, and from the lie."""
        true = true_of_type(form, self.i, self.t)
        return interim_payoff(form, self.i, self.t, true), interim_payoff(form, self.i, self.t, self.lie)

    def shows(self, form: GameForm) -> bool:
        """By the expected payoffs."""
        if form.type_probability(self.i, self.t) == 0:
            return False
        before, after = self.payoffs(form)
        return before < after

    def words(self, form: GameForm) -> str:
        """Who lies, and the exact gain."""
        i, (before, after) = self.i, self.payoffs(form)
        true = form.message_name(i, true_of_type(form, i, self.t))
        return (
            f"{type_of(form, i, self.t)} says {form.message_name(i, self.lie)} instead of {true} when the "
            f"others tell the truth: she expects {after} instead of {before}, "
            f"and gains {after - before}"
        )


def with_type(form: GameForm, i: int, t: int) -> Iterator[Places]:
    """The type profiles in which player i has type t."""
    return (types for types in form.type_profiles() if types[i] == t)


def interim_payoff(form: GameForm, i: int, t: int, message: int) -> Fraction:
    """What type t of player i expects from a message when all others tell the truth, by the definition."""
    return sum(
        (
            form.prior(types)
            * form.expected_payoff(i, form.context(i, types), replaced(form.truthful(types), i, message))
            for types in with_type(form, i, t)
            if form.prior(types)
        ),
        Fraction(0),
    ) / form.type_probability(i, t)


def interim_lies(form: GameForm) -> Iterator[InterimLie]:
    """Every lie that a type expects to gain by, by the definition."""
    for i in range(form.count):
        for t in range(len(form.types[i])):
            for m in range(len(form.messages[i])):
                lie = InterimLie(i, t, m)
                if lie.shows(form):
                    yield lie


def interim_gains(form: GameForm) -> Iterator[tuple[InterimLie, Fraction]]:
    """For each type of positive probability the lie, or truth, that is best, and what it gains.

    Of players whose messages are all listed.
    """
    listed = [i for i, own in enumerate(form.messages) if form.counts[i] == len(own)]
    for one in among_truthful(form, listed):
        weights = one.weights(form)
        total = int(weights.sum(dtype=object))
        if total:
            expected = matrix_product(one.payoffs, weights).tolist()
            gains = [Fraction(each - expected[one.true], total * one.denominator) for each in expected]
            best = max(range(len(gains)), key=gains.__getitem__)
            yield InterimLie(one.i, one.t, best), gains[best]


def find_interim_lie(form: GameForm) -> InterimLie | None:
    """The best lie of the first type that gains by one, or None if truth is a Bayesian equilibrium."""
    gaining = (lie for lie, gain in interim_gains(form) if gain > 0)
    return min(gaining, key=lambda lie: (lie.t, lie.i), default=None)


def possible_types(form: GameForm) -> tuple[tuple[int, int], ...]:
    """Every player and type; where there is a prior, those of positive probability."""
    pairs = ((i, t) for i, own in enumerate(form.types) for t in range(len(own)))
    if form.mechanism.prior is None:
        return tuple(pairs)
    return tuple((i, t) for i, t in pairs if form.type_probability(i, t))


def interim_scope(form: GameForm) -> str:
    """What was looked at, and what was left out."""
    return type_scope(form) + left_out(form)


def left_out(form: GameForm) -> str:
    """That nothing can be expected of types of probability zero, where there are such."""
    null = sum(map(len, form.types)) - len(possible_types(form))
    return f"; {number_of(null, 'type')} of probability zero left out" if null else ""
