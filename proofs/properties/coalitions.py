"""Strategy-proof for groups: can players who lie together gain, when all others tell the truth?

Weakly     No group can lie so that each of its members gains.
Strongly   No group can lie so that none of its members loses and somebody gains. That may be a member who
           tells the truth: a liar who is indifferent helps a friend.

Who lies is who does not send the message of her type; the group of a lie is who lies, with whoever gains.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import prod

import numpy as np

from gametheory.games.exact import IntegerArray
from mechanisms.general.game_form import GameForm, Places
from mechanisms.general.smallest import Mask, smallest
from mechanisms.general.violation import Violation
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding, sampled
from proofs.properties.dominance import NOBODY_CAN_LIE
from proofs.properties.ex_post import type_scope
from proofs.properties.settled import settled
from proofs.properties.supports import contexts_of

MOST_CASES = 20_000_000  # type profiles times lies of one group


@dataclass(frozen=True, slots=True)
class GroupLie(Violation):
    """Evidence that a group gains by lying; `strong` asks only that no liar loses and somebody gains."""

    types: Places
    messages: Places
    strong: bool

    def gains(self, form: GameForm) -> list[Fraction]:
        """What each player gains when all say `messages` instead of the truth."""
        truthful = form.truthful(self.types)
        contexts = [form.context(i, self.types) for i in range(form.count)]
        return [
            form.expected_payoff(i, c, self.messages) - form.expected_payoff(i, c, truthful)
            for i, c in enumerate(contexts)
        ]

    def liars(self, form: GameForm) -> list[int]:
        """Who does not tell the truth."""
        pairs = zip(self.messages, form.truthful(self.types), strict=True)
        return [i for i, (said, true) in enumerate(pairs) if said != true]

    def shows(self, form: GameForm) -> bool:
        """By everybody's payoffs."""
        gains, liars = self.gains(form), self.liars(form)
        if not liars:
            return False
        if self.strong:
            return min(gains[i] for i in liars) >= 0 and max(gains) > 0
        return min(gains[i] for i in liars) > 0

    def words(self, form: GameForm) -> str:
        """Who lies how, and what each of the group gains."""
        gains, liars = self.gains(form), self.liars(form)
        truthful = form.truthful(self.types)
        said = [
            f"{form.players[i]} says {form.message_name(i, self.messages[i])} instead of "
            f"{form.message_name(i, truthful[i])}"
            for i in liars
        ]
        group = [i for i in range(form.count) if i in liars or (self.strong and gains[i] > 0)]
        told = [
            f"{form.players[i]} gains {gains[i]}" if gains[i] else f"{form.players[i]} loses nothing"
            for i in group
        ]
        return f"at the types {form.types_name(self.types)} {' and '.join(said)}: {', '.join(told)}"


def group_lies(form: GameForm, strong: bool) -> Iterator[GroupLie]:
    """Every one, by the definition; the smallest group first, then the smallest types."""
    everything = [
        (len(lie.liars(form)), sum(types), lie.liars(form), lie)
        for types in form.type_profiles()
        for messages in form.message_profiles()
        for lie in [GroupLie(types, messages, strong)]
    ]
    for *_, lie in sorted(everything, key=lambda each: each[:3]):
        if lie.shows(form):
            yield lie


def find_group_lie(form: GameForm, strong: bool) -> tuple[GroupLie | None, int, int | None]:
    """The smallest one or None, how many cases were looked at, and the first size of group that has more.

    Of a group with more cases only the first types and messages are looked at, as many as fit.
    """
    cases, left = 0, None
    for size in range(1, form.count + 1):
        best: tuple[int, GroupLie] | None = None
        for group in combinations(range(form.count), size):
            cap = max(map(len, (*form.types, *form.messages)))
            if prod(_sizes(form, group, cap)) > MOST_CASES:
                left = size
                cap = next(c for c in range(cap, 0, -1) if prod(_sizes(form, group, c)) <= MOST_CASES)
            cases += prod(_sizes(form, group, cap))
            case = _of_group(form, group, strong, cap)
            if case is not None and (best is None or case[0] < best[0]):
                best = case
        if best is not None or left is not None:
            return (None if best is None else best[1]), cases, left
    return None, cases, None


def _case_count(form: GameForm) -> int:
    """All type profiles with all messages of all groups."""
    return form.type_profile_count() * (prod(1 + len(own) for own in form.messages) - 1)


def _sizes(form: GameForm, group: tuple[int, ...], cap: int) -> list[int]:
    """How many types everybody has, then how many messages the members have, `cap` at most."""
    own = [form.messages[i] for i in group]
    return [min(len(each), cap) for each in (*form.types, *own)]


def _of_group(form: GameForm, group: tuple[int, ...], strong: bool, cap: int) -> tuple[int, GroupLie] | None:
    """Its smallest lie, and the sum of the types: axes for all types, then for the members' messages."""
    assert form.truth is not None
    listing, n = form.listing, form.count
    sizes = _sizes(form, group, cap)
    low = (slice(cap),) * n

    def along(axis: int, values: object) -> IntegerArray:
        laid: IntegerArray = np.asarray(values).reshape([-1 if k == axis else 1 for k in range(len(sizes))])
        return laid

    true = [along(i, form.truth[i][:cap]) for i in range(n)]
    said = [
        along(n + group.index(i), range(sizes[n + group.index(i)])) if i in group else true[i]
        for i in range(n)
    ]
    results = listing.result[tuple(said)]
    truthful = listing.truthful[low].reshape([*sizes[:n], *[1] * len(group)])
    lying: Mask = np.ones([1] * len(sizes), dtype=bool)
    for i in group:
        lying = lying & (said[i] != true[i])
    gaining: Mask = np.zeros([1] * len(sizes), dtype=bool)
    for i in range(n) if strong else group:
        table, _ = listing.table(i)
        contexts = contexts_of(form, i)[low].reshape([*sizes[:n], *[1] * len(group)])
        before, after = table[contexts, truthful], table[contexts, results]
        if strong:
            gaining = gaining | (after > before)
        if i in group:
            lying = lying & ((after >= before) if strong else (after > before))
    mask = np.broadcast_to(lying & gaining if strong else lying, sizes)
    costs = sum((along(i, range(sizes[i])) for i in range(n)), np.zeros([1] * len(sizes), dtype=np.int64))
    case = smallest(mask, costs)
    if case is None:
        return None
    types, messages = case.place[:n], list(form.truthful(case.place[:n]))
    for i, m in zip(group, case.place[n:], strict=True):
        messages[i] = m
    return case.cost, GroupLie(types, tuple(messages), strong)


def _check(form: GameForm, strong: bool, evidence: str) -> Finding:
    if max(form.listing.shape) == 1:
        return NOBODY_CAN_LIE
    found, cases, left = find_group_lie(form, strong)
    if found is None and left is not None:
        total = _case_count(form)
        return sampled(cases, total, f"smaller groups, and of {left} the first types and messages")
    return settled(form, f"{type_scope(form)} and groups", found, cases, evidence)


def check_weakly(form: GameForm, watch: Watch) -> Finding:
    """That no group can lie so that each member gains."""
    return _check(form, False, "no group can lie so that each member gains")


def check_strongly(form: GameForm, watch: Watch) -> Finding:
    """That no group can lie so that no member loses and somebody gains."""
    return _check(form, True, "no group can lie so that no member loses and somebody gains")
