"""Is truth dominant (DSIC), in three strengths, and how far from it is a mechanism.

Very weakly   No lie ever pays more, whatever the others say.  (the usual sense of strategy-proof)
Weakly        And each lie pays less at some messages of the others.
Strictly      Each lie pays less at all messages of the others.

`lies` is the definition; the checks look at a player's whole array of payoffs, context by context.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np

from gametheory.games.exact import IntegerArray
from mechanisms.general.game_form import Context, GameForm
from mechanisms.general.smallest import smallest
from mechanisms.general.symmetry import require_symmetry
from proofs.claims.claim import Watch
from proofs.claims.scopes import all_of
from proofs.claims.verdict import Finding, Verdict
from proofs.properties.settled import settled
from proofs.properties.truth import (
    EqualLie,
    HarmlessLie,
    Lie,
    message_costs,
    others_costs,
    true_message,
    true_of_type,
)

NO_TRUTH = 0  # for questions that are not about truth
NOBODY_CAN_LIE = Finding(Verdict.INAPPLICABLE, "", "nobody has two messages")


def lies(form: GameForm) -> Iterator[Lie]:
    """Every lie that pays, by the definition."""
    for i in range(form.count):
        for context in form.contexts(i):
            for messages in form.message_profiles():
                lie = Lie(i, context, messages)
                if lie.shows(form):
                    yield lie


def cost(form: GameForm, lie: Lie | EqualLie) -> int:
    """What makes a lie simpler than another: fewer players off truth, then types early in their lists."""
    return sum(lie.context) + sum(message_costs(form, j)[m] for j, m in enumerate(lie.messages) if j != lie.i)


@dataclass(frozen=True)
class OneType:
    """Player i in a context: her payoffs from each message, against everything that the others can say."""

    i: int
    context: Context
    true: int
    payoffs: IntegerArray  # own messages down, the others' across
    columns: IntegerArray  # which of the others' profiles, by place, stand across
    costs: IntegerArray  # theirs
    denominator: int

    def lie(self, form: GameForm, message: int, column: int) -> tuple[int, Context, tuple[int, ...]]:
        """What a record is made of: the others' profile spelled out, with the lie at place i."""
        shape = form.listing.shape
        others = np.unravel_index(int(self.columns[column]), shape[: self.i] + shape[self.i + 1 :] or (1,))
        profile = [int(m) for m in others][: form.count - 1]
        return self.i, self.context, (*profile[: self.i], message, *profile[self.i :])


def one_by_one(form: GameForm) -> Iterator[OneType]:
    """All players and contexts; if symmetric, the first player only, and the others in order.

    They are put in order by their messages, or by their types where these matter to her: whatever types and
    messages they have, an exchange that sorts the one takes the other along, and she is paid the same.
    """
    require_symmetry(form)
    listing = form.listing
    symmetric, interdependent = uses_symmetry(form), form.mechanism.interdependent
    for i in range(1 if symmetric else form.count):
        rows = listing.rows(i)
        by_messages = symmetric and not interdependent
        columns = _sorted_profiles(form) if by_messages else np.arange(rows.shape[1])
        rows, costs = rows[:, columns], others_costs(form, i)[columns]
        table, denominator = listing.table(i)
        for place, context in enumerate(form.contexts(i)):
            if symmetric and interdependent and list(context[1:]) != sorted(context[1:]):
                continue
            true = true_message(form, i, context) if form.truth is not None else NO_TRUTH
            yield OneType(i, context, true, table[place][rows], columns, costs, denominator)


def uses_symmetry(form: GameForm) -> bool:
    """Does the first player speak for all? Not where the truth differs."""
    alike = form.truth is None or len(set(form.truth)) == 1
    return form.listing.is_symmetric and alike


def _sorted_profiles(form: GameForm) -> IntegerArray:
    """The others' profiles that are in order, by place; each other one is a permutation of one of these."""
    size = len(form.messages[0])
    in_order = np.array(list(combinations_with_replacement(range(size), form.count - 1)), dtype=np.int64)
    weights = np.array([size**k for k in range(form.count - 1)][::-1], dtype=np.int64)
    found: IntegerArray = in_order.reshape(len(in_order), -1) @ weights
    return found


def find_lie(form: GameForm) -> Lie | None:
    """The simplest lie that pays, or None if truth is very weakly dominant."""
    best: tuple[int, Lie] | None = None
    for one in one_by_one(form):
        gains = one.payoffs > one.payoffs[one.true]
        case = smallest(gains, one.costs) if gains.any() else None
        if case is not None and (best is None or case.cost + sum(one.context) < best[0]):
            best = case.cost + sum(one.context), Lie(*one.lie(form, *case.place))
    return None if best is None else best[1]


def find_equal_lie(form: GameForm) -> EqualLie | None:
    """The simplest lie that pays as much as the truth, or more; None if truth is strictly dominant."""
    best: tuple[int, EqualLie] | None = None
    for one in one_by_one(form):
        equal = one.payoffs >= one.payoffs[one.true]
        equal[one.true] = False
        case = smallest(equal, one.costs) if equal.any() else None
        if case is not None and (best is None or case.cost + sum(one.context) < best[0]):
            best = case.cost + sum(one.context), EqualLie(*one.lie(form, *case.place))
    return None if best is None else best[1]


def find_harmless_lie(form: GameForm) -> HarmlessLie | None:
    """A lie that is never worse than the truth, the first by player, type and message, or None."""
    worse: dict[tuple[int, int], IntegerArray] = {}
    for one in one_by_one(form):
        key = one.i, form.own_type(one.i, one.context)
        somewhere = (one.payoffs < one.payoffs[one.true]).any(axis=1)
        worse[key] = worse[key] | somewhere if key in worse else somewhere
    for (i, t), somewhere in sorted(worse.items(), key=lambda each: each[0]):
        for m in np.flatnonzero(~somewhere).tolist():
            if m != true_of_type(form, i, t):
                return HarmlessLie(i, t, m)
    return None


def harmless_lies(form: GameForm) -> Iterator[HarmlessLie]:
    """Every one of them, by the definition."""
    for i in range(form.count):
        for t in range(len(form.types[i])):
            for m in range(len(form.messages[i])):
                record = HarmlessLie(i, t, m)
                if m != true_of_type(form, i, t) and record.shows(form):
                    yield record


def scope(form: GameForm) -> str:
    """What was looked at."""
    profiles = form.message_profile_count()
    exchanged = ", up to exchanging players" if uses_symmetry(form) else ""
    return all_of(profiles, "message profile") + exchanged


def comparisons(form: GameForm) -> int:
    """How many pairs of the truth and a lie are compared."""
    return sum((len(one.payoffs) - 1) * len(one.columns) for one in one_by_one(form))


def check_very_weakly(form: GameForm, watch: Watch) -> Finding:
    """That no lie ever pays."""
    return found_or_held(form, find_lie(form), "no lie pays, whatever the others say")


def check_weakly(form: GameForm, watch: Watch) -> Finding:
    """That no lie ever pays, and that each costs something at some messages of the others."""
    found = find_lie(form) or find_harmless_lie(form)
    return found_or_held(form, found, "no lie pays, and each costs something against some messages")


def check_strictly(form: GameForm, watch: Watch) -> Finding:
    """That each lie costs something, whatever the others say."""
    found = find_lie(form) or find_equal_lie(form)
    return found_or_held(form, found, "each lie costs something, whatever the others say")


def found_or_held(form: GameForm, found: Lie | EqualLie | HarmlessLie | None, evidence: str) -> Finding:
    """*Refuted* by what was found, or *held*; where nobody has two messages there is nothing to check."""
    if max(form.listing.shape) == 1:
        return NOBODY_CAN_LIE
    return settled(form, scope(form), found, comparisons(form), evidence)
