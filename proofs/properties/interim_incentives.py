"""Bayesian incentives, from arrays; and where messages are too many to list, by best replies to the truth.

`best_reply(i, type)` describes by integers the message by which a type gains most when all others tell the
truth, or is None if truth is best; `unlisted(i, type, reply)` is that message. That no unlisted message is
better is what the author must establish; what a reply gains, and that no listed one gains more, is found by
runs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from gametheory.games.errors import TooLargeError
from mechanisms.general.calls import call, called, error, show
from mechanisms.general.game_form import GameForm
from mechanisms.general.listing import so_many
from mechanisms.general.violation import Violation
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding
from proofs.properties.bayesian import (
    InterimLie,
    interim_gains,
    interim_payoff,
    interim_scope,
    possible_types,
    with_type,
)
from proofs.properties.dominance import NOBODY_CAN_LIE
from proofs.properties.epsilon import told
from proofs.properties.settled import settled
from proofs.properties.truth import true_of_type, type_of


@dataclass(frozen=True, slots=True)
class InterimReply(Violation):
    """Evidence that a type of player i expects to gain by an unlisted message among truthful others."""

    i: int
    t: int
    reply: tuple[Any, ...]

    def said(self, form: GameForm) -> Any:
        """The message."""
        return call(form.mechanism, "unlisted", self.i, form.types[self.i][self.t], self.reply)

    def payoffs(self, form: GameForm) -> tuple[Fraction, Fraction]:
        """What she expects from the truth, and from the reply."""
        i, t, said = self.i, self.t, self.said(form)
        after = sum(
            (
                form.prior(types)
                * form.payoff_of_saying(i, form.context(i, types), form.truthful(types), said)
                for types in with_type(form, i, t)
                if form.prior(types)
            ),
            Fraction(0),
        )
        return interim_payoff(form, i, t, true_of_type(form, i, t)), after / form.type_probability(i, t)

    def shows(self, form: GameForm) -> bool:
        """By running the mechanism at every type profile."""
        if form.type_probability(self.i, self.t) == 0:
            return False
        before, after = self.payoffs(form)
        return before < after

    def words(self, form: GameForm) -> str:
        """Who says what, and the exact gain."""
        before, after = self.payoffs(form)
        return (
            f"{type_of(form, self.i, self.t)} says {show(self.said(form))} when the others tell the truth: "
            f"she expects {after} instead of {before}, and gains {after - before}"
        )


@lru_cache(maxsize=16)
def gains(form: GameForm) -> tuple[tuple[InterimLie | InterimReply, Fraction], ...]:
    """What types of positive probability gain most by, and how much; not of all that gain nothing."""
    return (*interim_gains(form), *_gains_by_replies(form))


def _gains_by_replies(form: GameForm) -> Iterator[tuple[InterimLie | InterimReply, Fraction]]:
    for i, types in enumerate(form.types):
        if form.counts[i] > len(form.messages[i]):
            if form.mechanism.best_reply is None:
                raise TooLargeError(
                    f"{form.players[i]} has {so_many(form.counts[i])} messages, not all listed"
                )
            yield from (_gain_by_reply(form, i, t) for t in range(len(types)) if form.type_probability(i, t))


def _gain_by_reply(form: GameForm, i: int, t: int) -> tuple[InterimLie | InterimReply, Fraction]:
    """By the reply, or 0 by the truth; refused where it loses, or a message that is listed gains more."""
    label, true = form.types[i][t], true_of_type(form, i, t)
    before = interim_payoff(form, i, t, true)
    record: InterimLie | InterimReply = InterimLie(i, t, true)
    after = before
    reply = call(form.mechanism, "best_reply", i, label)
    if reply is not None:
        if not _are_places(reply):
            raise error(form.mechanism, called("best_reply", (i, label)), "integers, in tuples", reply)
        record = InterimReply(i, t, reply)
        before, after = record.payoffs(form)
    for m in range(len(form.messages[i])):
        expected = interim_payoff(form, i, t, m)
        if expected > after:
            rule = f"what gains most among truthful others; {form.message_name(i, m)} gives {expected}"
            got = show(record.said(form)) if isinstance(record, InterimReply) else "None, the truth"
            raise error(form.mechanism, called("best_reply", (i, label)), rule, f"{got}, gives {after}")
    return record, after - before


def check_bayesian(form: GameForm, watch: Watch) -> Finding:
    """That no type expects to gain by a lie."""
    if max(form.counts) == 1:
        return NOBODY_CAN_LIE
    gaining = (record for record, gain in gains(form) if gain > 0)
    found = min(gaining, key=lambda record: (record.t, record.i), default=None)
    return settled(form, _scope(form), found, _cases(form), "no type expects to gain by a lie")


def check_interim_epsilon(form: GameForm, watch: Watch) -> Finding:
    """The least ε such that truth is a Bayesian equilibrium up to ε."""
    if max(form.counts) == 1:
        return NOBODY_CAN_LIE
    return told(form, _scope(form), _cases(form), *largest_interim_gain(form))


def largest_interim_gain(form: GameForm) -> tuple[Fraction, InterimLie | InterimReply | None]:
    """What a type expects to gain at most among truthful others, and by what; or 0 and None."""
    best: tuple[Fraction, InterimLie | InterimReply | None] = (Fraction(0), None)
    for record, gain in gains(form):
        if gain > best[0]:
            best = gain, record
    return best


def _scope(form: GameForm) -> str:
    """What was looked at."""
    return f"{interim_scope(form)}{'' if form.lists_all else '; unlisted messages by best_reply'}"


def _cases(form: GameForm) -> int:
    """How many lies possible types have together; where they are not listed, how many types."""
    each = [
        count - 1 if count == len(own) else 1 for count, own in zip(form.counts, form.messages, strict=True)
    ]
    return sum(each[i] for i, _ in possible_types(form))


def _are_places(value: object) -> bool:
    return isinstance(value, int) or (isinstance(value, tuple) and all(map(_are_places, value)))
