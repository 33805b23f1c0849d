"""Which messages are dominant at all, and for whom: a best reply to everything that the others can say."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mechanisms.general.game_form import GameForm, Places
from mechanisms.general.smallest import Mask
from mechanisms.general.violation import Violation
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding, Verdict, held, refuted
from proofs.properties.dominance import one_by_one, scope, uses_symmetry
from proofs.properties.settled import settled
from proofs.properties.truth import replaced, type_of

SHOWN = 3  # types whose dominant messages are told one by one


@dataclass(frozen=True, slots=True)
class NoDominantMessage(Violation):
    """Evidence that type t of player i has no dominant message: to each there is a better one somewhere."""

    i: int
    t: int

    def shows(self, form: GameForm) -> bool:
        """By comparing all pairs of messages."""
        return not any(is_dominant(form, self.i, self.t, m) for m in range(len(form.messages[self.i])))

    def words(self, form: GameForm) -> str:
        """For each message what is better, and when; of many the first ones."""
        i, count = self.i, len(form.messages[self.i])
        told = [self._against(form, m) for m in range(min(count, SHOWN))]
        more = f"; and so on for {count - SHOWN} more" if count > SHOWN else ""
        return f"{type_of(form, i, self.t)} has none: {'; '.join(told)}{more}"

    def _against(self, form: GameForm, m: int) -> str:
        better, messages = next(better_replies(form, self.i, self.t, m))
        name = form.message_name
        when = f" when {form.say(messages, without=self.i)}" if form.count > 1 else ""
        return f"{name(self.i, m)} is worse than {name(self.i, better)}{when}"


def better_replies(form: GameForm, i: int, t: int, m: int) -> Iterator[tuple[int, Places]]:
    """Messages that pay type t of player i more than m, with what the others say then, by the definition."""
    for context in form.contexts(i):
        if form.own_type(i, context) == t:
            for messages in form.message_profiles():
                if messages[i] == m:
                    for other in range(len(form.messages[i])):
                        payoffs = [
                            form.expected_payoff(i, context, replaced(messages, i, each))
                            for each in (m, other)
                        ]
                        if payoffs[0] < payoffs[1]:
                            yield other, messages


def is_dominant(form: GameForm, i: int, t: int, m: int) -> bool:
    """Does nothing ever pay type t of player i more than m? By the definition."""
    return next(better_replies(form, i, t, m), None) is None


def dominant_places(form: GameForm) -> dict[tuple[int, int], list[int]]:
    """By player and type, the places of the messages that are very weakly dominant."""
    found: dict[tuple[int, int], Mask] = {}
    for one in one_by_one(form):
        key = one.i, form.own_type(one.i, one.context)
        best: Mask = (one.payoffs == one.payoffs.max(axis=0)).all(axis=1)
        found[key] = found[key] & best if key in found else best
    if uses_symmetry(form):
        for i in range(1, form.count):
            found |= {(i, t): found[0, t] for t in range(len(form.types[0]))}
    return {key: np.flatnonzero(each).tolist() for key, each in sorted(found.items())}


def check_dominant_messages(form: GameForm, watch: Watch) -> Finding:
    """That every type of everybody has a dominant message; and which these are."""
    found = dominant_places(form)
    without = min(
        (key for key, own in found.items() if not own), key=lambda key: (key[1], key[0]), default=None
    )
    if without is not None:
        having = sum(map(bool, found.values()))
        finding = settled(form, scope(form), NoDominantMessage(*without), 1, "")
        if finding.verdict is Verdict.REFUTED:
            counted = f"{having} of {len(found)} types have one"
            return refuted(finding.scope, f"{finding.evidence} ({counted})", finding.witness)
        return finding
    told = [
        f"{type_of(form, i, t)}: {' or '.join(form.message_name(i, m) for m in own[:SHOWN])}"
        + (f" or {len(own) - SHOWN} more" if len(own) > SHOWN else "")
        for (i, t), own in list(found.items())[:SHOWN]
    ]
    more = f", and so on for {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return held(len(found), scope(form), f"{', '.join(told)}{more}")
