"""Survivors of ex post elimination, type profile by type profile: equilibria, and what they pay.

There is no game to list, since which messages the others may have left depends on their types.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np

from gametheory.games.errors import TooLargeError
from mechanisms.general.game_form import GameForm, Places
from mechanisms.general.violation import Violation
from proofs.properties.survival import Left, Survival, survival_anew
from proofs.properties.truth import replaced

MOST_PROFILES = 200_000


@dataclass(frozen=True, slots=True)
class Regret(Violation):
    """Evidence that survivors are no ex post equilibrium: at these types i would rather say `better`."""

    i: int
    types: Places
    messages: Places
    better: int

    def payoffs(self, form: GameForm) -> tuple[Fraction, Fraction]:
        """From what she says, and from what is better."""
        context = form.context(self.i, self.types)
        changed = replaced(self.messages, self.i, self.better)
        before, after = (form.expected_payoff(self.i, context, said) for said in (self.messages, changed))
        return before, after

    def shows(self, form: GameForm) -> bool:
        """By eliminating anew, and by both payoffs."""
        before, after = self.payoffs(form)
        left = left_ex_post(form)
        return left is not None and _survive(left, self.types, self.messages) and before < after

    def words(self, form: GameForm) -> str:
        """When, and what she gains."""
        before, after = self.payoffs(form)
        return (
            f"at the types {form.types_name(self.types)} it survives that {form.say(self.messages)}; "
            f"{form.players[self.i]} gets {after} instead of {before} by "
            f"{form.message_name(self.i, self.better)}, and gains {after - before}"
        )


@dataclass(frozen=True, slots=True)
class UnequalMessages(Violation):
    """Evidence that survivors pay player i differently at these types."""

    i: int
    types: Places
    one: Places
    other: Places

    def payoffs(self, form: GameForm) -> tuple[Fraction, Fraction]:
        """From the one, and from the other."""
        context = form.context(self.i, self.types)
        one, other = (form.expected_payoff(self.i, context, said) for said in (self.one, self.other))
        return one, other

    def shows(self, form: GameForm) -> bool:
        """By eliminating anew, and by both payoffs."""
        one, other = self.payoffs(form)
        left = left_ex_post(form)
        survive = left is not None and all(
            _survive(left, self.types, said) for said in (self.one, self.other)
        )
        return survive and one != other

    def words(self, form: GameForm) -> str:
        """Both profiles, and what they pay."""
        one, other = self.payoffs(form)
        return (
            f"at the types {form.types_name(self.types)} {form.players[self.i]} gets {one} when "
            f"{form.say(self.one)}, and {other} when {form.say(self.other)}"
        )


def left_ex_post(form: GameForm) -> Left | None:
    """What is left, by eliminating anew; None where types compare what they expect, and not what they get."""
    found = survival_anew(form)
    return found.left if found.stage in ("", "ex post") else None


def _survive(left: Left, types: Places, messages: Places) -> bool:
    return all(m in own[t] for m, own, t in zip(messages, left, types, strict=True))


def _require_few(form: GameForm, found: Survival) -> None:
    """Refuse more profiles of survivors, at all types, than can be run through."""
    profiles = prod(sum(map(len, sets)) for sets in found.left)
    if profiles > MOST_PROFILES:
        raise TooLargeError(f"{profiles:,} profiles of survivors at all types, at most {MOST_PROFILES:,}")


def find_regret(form: GameForm, found: Survival) -> Regret | None:
    """The first by types and player, or None if all survivors are ex post equilibria."""
    _require_few(form, found)
    contexts = [{context: c for c, context in enumerate(form.contexts(i))} for i in range(form.count)]
    for types in sorted(form.type_profiles(), key=lambda types: (sum(types), types)):
        sets = [own[t] for own, t in zip(found.left, types, strict=True)]
        for i in range(form.count):
            every = [range(len(form.messages[i])) if j == i else own for j, own in enumerate(sets)]
            table, _ = form.listing.table(i)
            row = table[contexts[i][form.context(i, types)]]
            payoffs = row[form.listing.result[np.ix_(*every)]]
            best = payoffs.max(axis=i, keepdims=True)
            short = np.argwhere(payoffs.take(sets[i], axis=i) < best)
            if len(short):
                said = tuple(own[int(p)] for own, p in zip(sets, short[0], strict=True))
                others = tuple(0 if j == i else int(p) for j, p in enumerate(short[0]))
                line = payoffs[tuple(slice(None) if j == i else p for j, p in enumerate(others))]
                return Regret(i, types, said, int(line.argmax()))
    return None


def find_unequal_messages(form: GameForm, found: Survival) -> UnequalMessages | None:
    """The first by types and player, or None if at all types survivors pay everybody the same."""
    _require_few(form, found)
    for types in sorted(form.type_profiles(), key=lambda types: (sum(types), types)):
        sets = [own[t] for own, t in zip(found.left, types, strict=True)]
        first, *others = product(*sets)
        for i in range(form.count):
            context = form.context(i, types)
            paid = form.expected_payoff(i, context, first)
            for other in others:
                if form.expected_payoff(i, context, other) != paid:
                    return UnequalMessages(i, types, first, other)
    return None
