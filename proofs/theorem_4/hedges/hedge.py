"""Hedges: how a first message that is not price-taking survives pure dominance, with two buyers in a group.

In branch 2 a buyer's second message is asked at the pair of her own and her mate's first message, in an order
that is random. After two different messages the pair tells her place, so that she may demand one thing at
(d, m) and another at (m, d): half of each, on average. After a mate who sends her own message she cannot. So
a first message d can hedge where a price-taking one d* cannot: after a mate's d*. What this is worth to her
may exceed what d loses in branch 1. A mixture of two plans hedges everywhere: no such message survives it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import lcm, prod

import numpy as np
import numpy.typing as npt

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray, common_denominator, integer_dtype, largest_magnitude
from mechanisms.g_double_star.groups.second_message_payoffs import Agent, BuyerBranches, DemandPair, Sent
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message
from proofs.theorem_4.hedges.recheck import keeps_first_message

MOST_REPLIES = 20_000  # first messages with second demands, listed
MOST_SENT = 4  # a hedge against more than so many kinds of others is not looked for


@dataclass(frozen=True)
class Hedge:
    """A first message and second demands after it that no other first message can make up for.

    Let z be a plan with them, and with third demands as `common_third` has them. Against others who send e in
    `sent`, *whatever else they do*, no third message earns more than z's. And every plan with another first
    message earns less than z in branches 1 and 2 for some e. So a plan that is never worse than z against a
    set of profiles that has one with the first messages e, for each e, has the same first message as z.
    Following dominators upwards: if S^(r-1) of the others has such profiles, S^r has a plan with this first
    message.
    """

    agent: Agent
    first: Message
    second: tuple[tuple[Message, DemandPair], ...]  # m, and the demands at (d, m) and (m, d)
    sent: tuple[Sent, ...]

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck against every first message and second demand, by runs of G** (see `recheck`)."""
        return keeps_first_message(instance, self.agent, self.first, dict(self.second), self.sent)


def all_sent(allowed: Mapping[str, Collection[Message]]) -> list[Sent]:
    """Every e with e(t) among the messages allowed to signal t."""
    return [
        tuple(zip(allowed, messages, strict=True))
        for messages in product(*(sorted(own) for own in allowed.values()))
    ]


@dataclass(frozen=True, eq=False)
class Replies:
    """First messages of a buyer with the second demands that matter after them, and what they earn.

    Others with signal t send one of some messages allowed to t; `messages` lists all of them. ByCount by row:
    `firsts` has the place in D, `answers[row, m]` which of the branches' answers to the m-th message is
    given, and `earned` what both earn, one column for each e of `every`, in integers over one denominator.
    """

    branches: BuyerBranches
    messages: list[Message]
    every: list[Sent]
    firsts: IntegerArray
    answers: IntegerArray
    earned: IntegerArray

    def has(self, first: Message) -> IntegerArray:
        """Which rows have this first message."""
        rows: IntegerArray = self.firsts == self.branches.demands.index(first)
        return rows

    def second(self, row: int, messages: Collection[Message]) -> tuple[tuple[Message, DemandPair], ...]:
        """The second demands of a row after some messages of the mate."""
        first = self.branches.demands[self.firsts[row]]
        return tuple(
            (m, self.branches.answers(first, m)[answer].demands)
            for m, answer in zip(self.messages, self.answers[row].tolist(), strict=True)
            if m in messages
        )


def replies(
    instance: InterdependentInstance, agent: Agent, allowed: Mapping[str, Collection[Message]]
) -> Replies:
    """All of them, when others send what is allowed to their signals.

    Raises `TooLargeError` when there are too many to list.
    """
    branches = BuyerBranches(instance, agent)
    messages = sorted(set().union(*allowed.values()))
    _require_few(branches, messages)
    every = all_sent(allowed)
    scale = common_denominator(
        number for answer in (*branches.same, *branches.different) for number in answer.worth
    )
    scale = lcm(scale, common_denominator(branches.first.values()))
    firsts, answers, earned = [], [], []
    for place, d in enumerate(branches.demands):
        worth = {
            m: np.array(
                [[int(v * scale) for v in answer.worth] for answer in branches.answers(d, m)], dtype=object
            )
            for m in messages
        }
        picks = np.indices([len(worth[m]) for m in messages]).reshape(len(messages), -1)
        answers.append(picks.T)
        firsts.append(np.full(picks.shape[1], place))
        pick = dict(zip(messages, picks, strict=True))
        base = int(branches.first[d] * scale)
        earned.append(
            np.stack([base + sum(worth[m][pick[m], t] for t, (_, m) in enumerate(e)) for e in every], axis=1)
        )
    table = np.concatenate(earned)
    return Replies(
        branches,
        messages,
        every,
        np.concatenate(firsts),
        np.concatenate(answers),
        table.astype(integer_dtype(largest_magnitude(table))),
    )


def _require_few(branches: BuyerBranches, messages: Collection[Message]) -> None:
    count = sum(prod(len(branches.answers(d, m)) for m in messages) for d in branches.demands)
    if count > MOST_REPLIES:
        raise TooLargeError(f"second demands: at most {MOST_REPLIES:,} to list, got {count:,}")


def find_hedge(known: Replies, first: Message) -> Hedge | None:
    """A hedge with this first message, or None.

    None means that none was found with at most `MOST_SENT` kinds of others; `is_outdone` may rule it out.
    """
    own = known.has(first)
    others = known.earned[~own]
    rows = [
        row for row in np.flatnonzero(own).tolist() if not (others >= known.earned[row]).all(axis=1).any()
    ]
    sets = list(_with_common_third(known.branches, known.every)) if rows else []
    if not sets:
        return None
    member = np.array([[place in own for place in range(len(known.every))] for own in sets], dtype=int)
    for row in rows:
        less = np.unique(others < known.earned[row], axis=0)  # against which e each of the others earns less
        enough = (member @ less.T.astype(int) > 0).all(axis=1)
        if enough.any():
            sent = tuple(known.every[place] for place in sets[int(enough.argmax())])
            return Hedge(
                known.branches.agent, first, known.second(row, {m for e in sent for _, m in e}), sent
            )
    return None


def is_outdone(known: Replies, first: Message) -> bool:
    """Is every plan with this first message dominated by a copy of it that sends another one?

    That is: for all second demands after it some other first message, with second demands of its own, earns
    no less whatever e the others send, and more for some e. The third message is copied, and earns the same.
    With anonymous payoffs and symmetric f it is enough to look at others who all do alike: the worst that the
    three mates can do, one by one, is the same for each.
    """
    return not not_outdone(known, first)


def not_outdone(known: Replies, first: Message) -> list[int]:
    """The rows with this first message that no other one outdoes, whatever the others send."""
    own = known.has(first)
    others = known.earned[~own]
    return [row for row in np.flatnonzero(own).tolist() if not _outdo(others, known.earned[row]).any()]


def find_outdoing(known: Replies, first: Message, rows: Collection[int] | None = None) -> list[int] | None:
    """Rows with other first messages, so that each row with this one is outdone by one; None if some is not.

    Where `rows` are given, of these rows with this first message.
    """
    own = known.has(first)
    places, found = np.flatnonzero(~own), list[int]()
    for row in known.earned[own if rows is None else sorted(rows)]:
        if not _outdo(known.earned[found], row).any():
            better = np.flatnonzero(_outdo(known.earned[places], row))
            if not better.size:
                return None
            most = known.earned[places[better]].sum(axis=1, dtype=object)
            found.append(int(places[better[int(np.argmax(most))]]))
    return found


def _outdo(others: IntegerArray, row: IntegerArray) -> npt.NDArray[np.bool_]:
    """Which of these earn no less, whatever the others send, and once more?"""
    return np.asarray((others >= row).all(axis=1) & (others > row).any(axis=1))


def _with_common_third(branches: BuyerBranches, every: Sequence[Sent]) -> Iterator[tuple[int, ...]]:
    """The places of at most `MOST_SENT` e that leave a third demand that is always best, few ones first."""
    best = branches.best_thirds(every)

    def have_one(places: tuple[int, ...]) -> bool:
        return bool(np.logical_and.reduce(best[list(places)]).any(axis=1).all())

    apart = {pair for pair in combinations(range(len(every)), 2) if not have_one(pair)}
    for size in range(1, MOST_SENT + 1):
        for places in combinations(range(len(every)), size):
            if apart.isdisjoint(combinations(places, 2)) and (size == 2 or have_one(places)):
                yield places
