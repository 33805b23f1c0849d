"""Individual rationality: does everybody get at least what she has if she stays away?

Ex post    Whatever the types, and whatever chance decides, when all tell the truth.
Interim    Each type expects it, by the prior, when all tell the truth.
Ex ante    Each player expects it before she knows her type.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from gametheory.games.exact import IntegerArray, integer_dtype, largest_magnitude
from mechanisms.general.game_form import GameForm, Places
from mechanisms.general.violation import Violation
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding
from proofs.properties.bayesian import interim_payoff, interim_scope, possible_types
from proofs.properties.ex_post import among_truthful, type_scope
from proofs.properties.settled import settled
from proofs.properties.supports import find_in_support, paid_in_support
from proofs.properties.truth import true_of_type, type_of


@dataclass(frozen=True, slots=True)
class Loss(Violation):
    """Evidence that player i may lose at a type profile: in the outcome at this place of the lottery."""

    i: int
    types: Places
    place: int

    def payoffs(self, form: GameForm) -> tuple[Fraction, Fraction]:
        """What she has if she stays away, and what she gets."""
        outcome, _ = form.lottery(form.truthful(self.types))[self.place]
        context = form.context(self.i, self.types)
        return form.outside(self.i, self.types[self.i]), form.payoff(self.i, context, outcome)

    def shows(self, form: GameForm) -> bool:
        """By her payoff from the outcome."""
        away, paid = self.payoffs(form)
        return paid < away

    def words(self, form: GameForm) -> str:
        """Who loses, when, and how much."""
        away, paid = self.payoffs(form)
        return (
            f"at the types {form.types_name(self.types)} {form.players[self.i]} gets {paid} from "
            f"{form.outcome_name(self.types, self.place)}, and {away} if she stays away: "
            f"she loses {away - paid}"
        )


@dataclass(frozen=True, slots=True)
class InterimLoss(Violation):
    """Evidence that a type of player i expects to lose."""

    i: int
    t: int

    def payoffs(self, form: GameForm) -> tuple[Fraction, Fraction]:
        """What she has if she stays away, and what she expects."""
        true = true_of_type(form, self.i, self.t)
        return form.outside(self.i, self.t), interim_payoff(form, self.i, self.t, true)

    def shows(self, form: GameForm) -> bool:
        """By her expected payoff."""
        if form.type_probability(self.i, self.t) == 0:
            return False
        away, paid = self.payoffs(form)
        return paid < away

    def words(self, form: GameForm) -> str:
        """Who expects to lose, and how much."""
        away, paid = self.payoffs(form)
        return (
            f"{type_of(form, self.i, self.t)} expects {paid}, and {away} if she stays away: "
            f"she loses {away - paid}"
        )


@dataclass(frozen=True, slots=True)
class ExAnteLoss(Violation):
    """Evidence that player i expects to lose before she knows her type."""

    i: int

    def payoffs(self, form: GameForm) -> tuple[Fraction, Fraction]:
        """What she expects if she stays away, and what she expects from the mechanism."""
        i = self.i
        known = [(types, form.prior(types)) for types in form.type_profiles() if form.prior(types)]
        return (
            sum((p * form.outside(i, types[i]) for types, p in known), Fraction(0)),
            sum(
                (
                    p * form.expected_payoff(i, form.context(i, types), form.truthful(types))
                    for types, p in known
                ),
                Fraction(0),
            ),
        )

    def shows(self, form: GameForm) -> bool:
        """By her expected payoff."""
        away, paid = self.payoffs(form)
        return paid < away

    def words(self, form: GameForm) -> str:
        """Who expects to lose, and how much."""
        away, paid = self.payoffs(form)
        return f"{form.players[self.i]} expects {paid}, and {away} if she stays away: she loses {away - paid}"


def losses(form: GameForm) -> Iterator[Loss]:
    """Every loss ex post, by the definition."""
    for i in range(form.count):
        for types in form.type_profiles():
            for place in range(len(form.lottery(form.truthful(types)))):
                loss = Loss(i, types, place)
                if loss.shows(form):
                    yield loss


def find_loss(form: GameForm) -> Loss | None:
    """The loss at the smallest types, or None if the mechanism is individually rational ex post."""
    best: tuple[int, Loss] | None = None
    for i in range(form.count):
        paid, denominator = paid_in_support(form, i)
        away = [form.outside(i, t) for t in range(len(form.types[i]))]
        floor = _over(away, denominator).reshape([-1 if j == i else 1 for j in range(form.count)])
        found = find_in_support(form, paid < floor[..., np.newaxis])
        if found is not None and (best is None or sum(found[0]) < best[0]):
            best = sum(found[0]), Loss(i, *found)
    return None if best is None else best[1]


def _over(numbers: list[Fraction], denominator: int) -> IntegerArray:
    """The least integers that a payoff over this denominator must reach not to be below each number."""
    ceilings = [-((-number * denominator).__floor__()) for number in numbers]
    return np.array(ceilings, dtype=integer_dtype(max(map(abs, ceilings))))


def interim_payoffs(form: GameForm) -> Iterator[tuple[int, int, Fraction, Fraction]]:
    """By player and type of positive probability: its probability, and what it expects from the truth."""
    for one in among_truthful(form):
        weights = one.weights(form)
        total = int(weights.sum(dtype=object))
        if total:
            own = one.payoffs[one.true]
            dtype = integer_dtype(max(1, largest_magnitude(own)) * total)
            sum_ = int((own.astype(dtype) * weights.astype(dtype)).sum(dtype=dtype))
            probability = Fraction(total, form.prior_scale)
            yield one.i, one.t, probability, Fraction(sum_, total * one.denominator)


def find_interim_loss(form: GameForm) -> InterimLoss | None:
    """The first type that expects to lose, or None."""
    losing = ((t, i) for i, t, _, paid in interim_payoffs(form) if paid < form.outside(i, t))
    t, i = min(losing, default=(-1, -1))
    return None if i < 0 else InterimLoss(i, t)


def find_ex_ante_loss(form: GameForm) -> ExAnteLoss | None:
    """The first player who expects to lose, or None."""
    gains = [Fraction(0)] * form.count
    for i, t, probability, paid in interim_payoffs(form):
        gains[i] += probability * (paid - form.outside(i, t))
    return next((ExAnteLoss(i) for i, gain in enumerate(gains) if gain < 0), None)


def check_ex_post_rational(form: GameForm, watch: Watch) -> Finding:
    """That nobody ever gets less than if she stayed away."""
    cases = form.type_profile_count() * form.count
    evidence = "nobody ever gets less than if she stayed away"
    return settled(form, type_scope(form), find_loss(form), cases, evidence)


def check_interim_rational(form: GameForm, watch: Watch) -> Finding:
    """That no type expects less than if she stayed away."""
    evidence = "no type expects less than if she stayed away"
    return settled(form, interim_scope(form), find_interim_loss(form), len(possible_types(form)), evidence)


def check_ex_ante_rational(form: GameForm, watch: Watch) -> Finding:
    """That no player expects less than if she stayed away."""
    evidence = "no player expects less than if she stayed away"
    return settled(form, type_scope(form), find_ex_ante_loss(form), form.count, evidence)
