"""A mechanism as integer arrays: which result follows each message profile, and what it pays.

A *result* is a lottery over outcomes, most often a sure one. `outcome` is called once for each message
profile, `payoff` once for each player, context and outcome; after that everything is integers.
"""

from collections.abc import Hashable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray, common_denominator, integer_dtype, largest_magnitude
from gametheory.games.normal_form import MOST_PLAYERS
from mechanisms.general import interrupts
from mechanisms.general.calls import call, called, declared, error, failure, number, refuse_changes
from mechanisms.general.lotteries import Lottery, are_equal, lottery
from mechanisms.general.one_answer import ONE_ANSWER, asked_again, require_one_kind
from mechanisms.general.vectorised import outcomes_everywhere

if TYPE_CHECKING:
    from mechanisms.general.game_form import GameForm

MOST_PROFILES = 5_000_000  # message profiles that are listed
MOST_PAYOFFS = 50_000_000  # of a player: contexts times results
_CHANCE = object()  # no outcome of a user is this


def so_many(count: int) -> str:
    """A number, or its power of ten if it is long.

    >>> so_many(4096), so_many(4**100)
    ('4,096', 'more than 10^60')
    """
    return f"{count:,}" if count < 10**15 else f"more than 10^{len(str(count)) - 1}"


class Listing:
    """The game form with everything listed; raises `TooLargeError`, or `MechanismError` from user code."""

    def __init__(self, form: "GameForm") -> None:
        self.form = form
        self.shape = tuple(map(len, form.messages))
        if form.count > MOST_PLAYERS:
            raise TooLargeError(f"{form.count:,} players, at most {MOST_PLAYERS} in a game that is listed")
        if not form.lists_all:
            raise TooLargeError(f"{so_many(form.message_profile_count())} message profiles, not all listed")
        if (count := form.message_profile_count()) > MOST_PROFILES:
            raise TooLargeError(f"{so_many(count)} message profiles, at most {MOST_PROFILES:,} are listed")
        self.results: list[Lottery] = []
        self.result = self._list().reshape(self.shape)  # the place of a result at every message profile
        self._require_repeatable()
        self.is_symmetric = False  # until verified
        self._sure: dict[int, tuple[IntegerArray, int]] = {}
        self._tables: dict[int, tuple[IntegerArray, int]] = {}

    def _list(self) -> IntegerArray:
        form, mechanism = self.form, self.form.mechanism
        if mechanism.outcomes is not None:
            outcomes, places = outcomes_everywhere(mechanism, form.messages)
            self.results = [((outcome, Fraction(1)),) for outcome in outcomes]
            return places
        known: dict[Hashable, int] = {}
        places = np.empty(form.message_profile_count(), dtype=np.int32)
        labels: tuple[Hashable, ...] = ()
        outcome, before, interrupted = mechanism.outcome, declared(mechanism), interrupts.count
        for place, labels in enumerate(product(*form.messages)):
            try:
                made = outcome(labels)
            except (Exception, SystemExit) as wrong:
                raise failure(mechanism, called("outcome", (labels,)), wrong) from wrong
            if interrupts.count != interrupted:  # her code has caught it, and went on
                raise KeyboardInterrupt
            try:
                places[place] = k = known[made]
            except (KeyError, TypeError):
                places[place] = k = self._number(known, labels, made)
            first = self.results[k][0][0]
            if first is not made and not isinstance(made, Mapping):
                require_one_kind(mechanism, first, made)
        refuse_changes(mechanism, "outcome", (labels,), before)
        return places

    def _require_repeatable(self) -> None:
        """Ask `outcome` once more; `outcomes` too, for one profile at a time."""
        form, places = self.form, self.result.reshape(-1)
        for place in asked_again(len(places)):
            at = tuple(map(int, np.unravel_index(place, self.shape)))
            if not are_equal(form.lottery(at), self.results[places[place]]):
                labels = tuple(own[m] for own, m in zip(form.messages, at, strict=True))
                raise error(form.mechanism, called("outcome", (labels,)), ONE_ANSWER)

    def brought_again(self) -> Iterator[Hashable]:
        """Some of the outcomes, each when it has just been brought about: methods may look at what that left.

        Of each result the first and the last message profile are asked for, since others are in between.
        """
        flat = self.result.reshape(-1)
        firsts, lasts = (np.unique(each, return_index=True)[1] for each in (flat, flat[::-1]))
        for k in asked_again(len(self.results)):
            for place in sorted({int(firsts[k]), len(flat) - 1 - int(lasts[k])}):
                at = tuple(map(int, np.unravel_index(place, self.shape)))
                self.form.bring_about(at)
                yield from (outcome for outcome, _ in self.results[k])

    def _number(self, known: dict[Hashable, int], labels: tuple[Hashable, ...], made: Any) -> int:
        """The place of a result that may be new: a sure one goes by its outcome, a lottery by its pairs."""
        found = lottery(self.form.mechanism, labels, made)
        key: Hashable = found[0][0] if len(found) == 1 else (_CHANCE, frozenset(found))
        if key not in known:
            known[key] = len(self.results)
            self.results.append(found)
        else:
            first = {outcome: outcome for outcome, _ in self.results[known[key]]}
            for outcome, _ in found:
                require_one_kind(self.form.mechanism, first[outcome], outcome)
        return known[key]

    @cached_property
    def outcomes(self) -> list[Hashable]:
        """The distinct outcomes of all results."""
        found: dict[Hashable, Hashable] = {}
        for result in self.results:
            for outcome, _ in result:
                require_one_kind(self.form.mechanism, found.setdefault(outcome, outcome), outcome)
        return list(found)

    def outcome_payoffs(self, i: int) -> tuple[IntegerArray, int]:
        """Player i's payoffs from sure outcomes: contexts down, `outcomes` across; and their denominator."""
        if i not in self._sure:
            self._sure[i] = self._outcome_payoffs(i)
        return self._sure[i]

    def _outcome_payoffs(self, i: int) -> tuple[IntegerArray, int]:
        form, mechanism = self.form, self.form.mechanism
        contexts = form.contexts(i)
        if (size := len(contexts) * len(self.results)) > MOST_PAYOFFS:
            raise TooLargeError(
                f"{form.players[i]}: {size:,} payoffs by type and result, at most {MOST_PAYOFFS:,} are listed"
            )
        rows, outcomes = [], self.outcomes
        payoff, before, interrupted = mechanism.payoff, declared(mechanism), interrupts.count
        for context in contexts:
            label, outcome = form.label(i, context), None
            row = []
            try:
                for outcome in outcomes:
                    row.append(payoff(i, label, outcome))
                    if interrupts.count != interrupted:
                        raise KeyboardInterrupt
            except (Exception, SystemExit) as wrong:
                raise failure(mechanism, called("payoff", (i, label, outcome)), wrong) from wrong
            if not set(map(type, row)) <= {int, Fraction}:
                row = [
                    number(mechanism, called("payoff", (i, label, o)), value)
                    for o, value in zip(self.outcomes, row, strict=True)
                ]
            rows.append(row)
            refuse_changes(mechanism, "payoff", (i, label, outcome), before)
        known = {outcome: place for place, outcome in enumerate(outcomes)}
        for outcome in self.brought_again():
            arguments = i, form.label(i, contexts[0]), outcome
            name = called("payoff", arguments)
            if number(mechanism, name, call(mechanism, "payoff", *arguments)) != rows[0][known[outcome]]:
                raise error(mechanism, name, ONE_ANSWER)
        denominator = common_denominator(value for row in rows for value in set(row))
        bound = max(abs(value) for row in rows for value in row) * denominator
        table = np.array(
            [[int(value * denominator) for value in row] for row in rows],
            dtype=integer_dtype(int(bound)),
        )
        return table, denominator

    def table(self, i: int) -> tuple[IntegerArray, int]:
        """Player i's expected payoffs: contexts down, results across; and their common denominator."""
        if i not in self._tables:
            self._tables[i] = self._table(i)
        return self._tables[i]

    def _table(self, i: int) -> tuple[IntegerArray, int]:
        sure, denominator = self.outcome_payoffs(i)
        place = {outcome: k for k, outcome in enumerate(self.outcomes)}
        if all(len(result) == 1 for result in self.results):
            order = [place[result[0][0]] for result in self.results]
            return sure[:, order], denominator
        scale = common_denominator(p for result in self.results for _, p in result)
        dtype = integer_dtype(max(1, largest_magnitude(sure)) * scale)  # shares sum to `scale`
        table = np.zeros((len(sure), len(self.results)), dtype=dtype)
        for k, result in enumerate(self.results):
            for outcome, p in result:
                table[:, k] += int(p * scale) * sure[:, place[outcome]].astype(dtype)
        return table, denominator * scale

    def rows(self, i: int) -> IntegerArray:
        """The result at every message profile: player i's messages down, those of the others across."""
        return np.moveaxis(self.result, i, 0).reshape(self.shape[i], -1)

    def payoffs(self, i: int, context: int) -> IntegerArray:
        """Player i's payoff numerators in a context, by place: own messages down, the others' across."""
        table, _ = self.table(i)
        found: IntegerArray = table[context][self.rows(i)]
        return found

    @cached_property
    def truthful(self) -> IntegerArray:
        """The result at every type profile when everybody tells the truth."""
        assert self.form.truth is not None
        found: IntegerArray = self.result[np.ix_(*self.form.truth)]
        return found
