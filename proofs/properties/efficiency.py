"""Efficiency of what truth brings, against all outcomes that `feasible` lists.

Pareto efficient     No feasible outcome is worse for nobody and better for somebody.
Surplus-maximising   No feasible outcome gives all together more, payments added: payoffs are then values.

Both are ex post: every outcome is judged that chance may bring, at every type profile.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray, common_denominator, integer_dtype, largest_magnitude
from mechanisms.general.calls import show
from mechanisms.general.game_form import GameForm, Places
from mechanisms.general.one_answer import require_one_kind
from mechanisms.general.smallest import Mask
from mechanisms.general.violation import Violation
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding
from proofs.properties.ex_post import type_scope
from proofs.properties.settled import settled
from proofs.properties.supports import contexts_of, find_in_support, truthful_outcomes

MOST_COMPARISONS = 1_000_000_000  # of an outcome with a feasible one, for one player


@dataclass(frozen=True, slots=True)
class Improvement(Violation):
    """Evidence that an outcome which truth may bring is not Pareto efficient: a feasible one is better."""

    types: Places
    place: int  # of the outcome in the lottery
    better: int  # its place among the feasible outcomes

    def gains(self, form: GameForm) -> list[Fraction]:
        """What each player gains."""
        outcome, _ = form.lottery(form.truthful(self.types))[self.place]
        better = form.feasible[self.better]
        at = [form.context(i, self.types) for i in range(form.count)]
        return [form.payoff(i, c, better) - form.payoff(i, c, outcome) for i, c in enumerate(at)]

    def shows(self, form: GameForm) -> bool:
        """By everybody's payoffs."""
        gains = self.gains(form)
        return min(gains) >= 0 and max(gains) > 0

    def words(self, form: GameForm) -> str:
        """When, what is better, and for whom by how much."""
        better = show(form.feasible[self.better])
        gaining = [
            f"{name} gains {gain}" for name, gain in zip(form.players, self.gains(form), strict=True) if gain
        ]
        return (
            f"at the types {form.types_name(self.types)} the outcome {better} would be better than "
            f"{form.outcome_name(self.types, self.place)}: {', '.join(gaining)}, and nobody loses"
        )


@dataclass(frozen=True, slots=True)
class HigherSurplus(Violation):
    """Evidence that an outcome which truth may bring does not maximise surplus: a feasible one gives more."""

    types: Places
    place: int
    better: int

    def surpluses(self, form: GameForm) -> tuple[Fraction, Fraction]:
        """Of the outcome, and of the better one."""
        outcome, _ = form.lottery(form.truthful(self.types))[self.place]
        return surplus(form, self.types, outcome), surplus(form, self.types, form.feasible[self.better])

    def shows(self, form: GameForm) -> bool:
        """By everybody's payoffs and payments."""
        before, after = self.surpluses(form)
        return before < after

    def words(self, form: GameForm) -> str:
        """When, what is better, and by how much."""
        before, after = self.surpluses(form)
        return (
            f"at the types {form.types_name(self.types)} the outcome "
            f"{form.outcome_name(self.types, self.place)} has a surplus of {before}, "
            f"{show(form.feasible[self.better])} one of {after}: {after - before} is lost"
        )


def surplus(form: GameForm, types: Places, outcome: Hashable) -> Fraction:
    """All payoffs and payments together, by the definition."""
    payoffs = (form.payoff(i, form.context(i, types), outcome) for i in range(form.count))
    return sum(payoffs, Fraction(0)) + sum(form.payments(outcome), Fraction(0))


def inefficiencies(
    form: GameForm, kind: type[Improvement] | type[HigherSurplus]
) -> Iterator[Improvement | HigherSurplus]:
    """Every one, by the definition."""
    for types in form.type_profiles():
        for place in range(len(form.lottery(form.truthful(types)))):
            for better in range(len(form.feasible)):
                found = kind(types, place, better)
                if found.shows(form):
                    yield found


def _payoffs(form: GameForm, i: int, outcomes: tuple[Hashable, ...]) -> list[list[Fraction]]:
    return [[form.payoff(i, context, o) for o in outcomes] for context in form.contexts(i)]


def _require_comparable(form: GameForm, feasible: int, supports: int) -> None:
    """Refuse too many comparisons, and outcomes that are equal and not the same: `payoff` is shown one."""
    known: dict[Hashable, Hashable] = {outcome: outcome for outcome in form.listing.outcomes}
    for each in form.feasible:
        require_one_kind(form.mechanism, known.setdefault(each, each), each, "feasible()")
    if (count := form.type_profile_count() * feasible * supports) > MOST_COMPARISONS:
        raise TooLargeError(
            f"{count:,} comparisons with feasible outcomes, at most {MOST_COMPARISONS:,} are made"
        )


def find_improvement(form: GameForm) -> Improvement | None:
    """At the smallest types the first outcome, and the first that is better, or None."""
    feasible, outcomes = form.feasible, truthful_outcomes(form)
    _require_comparable(form, len(feasible), outcomes.shape[-1])
    players = []
    for i in range(form.count):
        own, denominator = form.listing.outcome_payoffs(i)
        table, scale = integers(_payoffs(form, i, feasible))
        largest = largest_magnitude(own) * scale, largest_magnitude(table) * denominator
        dtype = integer_dtype(max(*largest, scale, denominator))
        contexts = contexts_of(form, i)
        before = (own.astype(dtype) * scale)[contexts[..., np.newaxis], outcomes]
        players.append((before, table.astype(dtype) * denominator, contexts))

    def better_than(b: int) -> Mask:
        never_worse = np.ones(outcomes.shape, dtype=bool)
        better = np.zeros(outcomes.shape, dtype=bool)
        for before, table, contexts in players:
            after = table[:, b][contexts][..., np.newaxis]
            never_worse &= after >= before
            better |= after > before
        found: Mask = never_worse & better
        return found

    wrong = np.zeros(outcomes.shape, dtype=bool)
    for b in range(len(feasible)):
        wrong |= better_than(b)
    found = find_in_support(form, wrong)
    if found is None:
        return None
    types, place = found
    listed, _ = form.lottery(form.truthful(types))[place]
    column = outcomes[types].tolist().index(form.listing.outcomes.index(listed))
    return next(
        Improvement(types, place, b) for b in range(len(feasible)) if better_than(b)[(*types, column)]
    )


def find_higher_surplus(form: GameForm) -> HigherSurplus | None:
    """At the smallest types the first outcome, and the best one, or None."""
    feasible, outcomes = form.feasible, truthful_outcomes(form)
    _require_comparable(form, len(feasible), outcomes.shape[-1])
    listed = tuple(form.listing.outcomes)
    every = [_payoffs(form, i, listed + feasible) for i in range(form.count)]
    paid = [sum(form.payments(o), Fraction(0)) for o in listed + feasible]
    scale = common_denominator([*(value for own in every for row in own for value in row), *paid])
    largest = sum(max(abs(v) for row in own for v in row) for own in every) + max(map(abs, paid))
    dtype = integer_dtype(int(largest * scale))
    tables = [np.array([[int(v * scale) for v in row] for row in own], dtype=dtype) for own in every]
    payments = np.array([int(v * scale) for v in paid], dtype=dtype)
    contexts = [contexts_of(form, i) for i in range(form.count)]
    before: IntegerArray = payments[outcomes]
    for table, at in zip(tables, contexts, strict=True):
        before = before + table[at[..., np.newaxis], outcomes]
    best = place = None
    for b in range(len(feasible)):
        k = len(listed) + b
        after = sum((table[:, k][at] for table, at in zip(tables, contexts, strict=True)), payments[k])
        if best is None or place is None:
            best, place = after, np.zeros(after.shape, dtype=np.int64)
        else:
            place = np.where(after > best, b, place)
            best = np.maximum(after, best)
    assert best is not None
    assert place is not None
    found = find_in_support(form, before < best[..., np.newaxis])
    return None if found is None else HigherSurplus(*found, int(place[found[0]]))


def integers(rows: list[list[Fraction]]) -> tuple[IntegerArray, int]:
    """A table over its common denominator."""
    scale = common_denominator(value for row in rows for value in row)
    largest = max(abs(value) for row in rows for value in row) * scale
    return np.array([[int(v * scale) for v in row] for row in rows], dtype=integer_dtype(int(largest))), scale


def check_pareto(form: GameForm, watch: Watch) -> Finding:
    """That no feasible outcome is better for somebody and worse for nobody."""
    cases = form.type_profile_count() * len(form.feasible)
    evidence = "no feasible outcome is better for somebody and worse for nobody"
    return settled(form, type_scope(form), find_improvement(form), cases, evidence)


def check_surplus(form: GameForm, watch: Watch) -> Finding:
    """That no feasible outcome has a higher surplus."""
    cases = form.type_profile_count() * len(form.feasible)
    evidence = "no feasible outcome has a higher surplus"
    return settled(form, type_scope(form), find_higher_surplus(form), cases, evidence)
