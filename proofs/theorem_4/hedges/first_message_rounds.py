"""Which first messages survive elimination by pure strategies in G** with two buyers in a group.

Payoffs are anonymous and f is symmetric, so what survives is the same for every buyer. A first message with a
`Hedge` against others who send surviving first messages survives the next round too; one that `is_outdone`
does not. Where neither is found the round is undecided, and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from gametheory.games.errors import UndecidedError
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message
from proofs.conditions.anonymity import is_anonymous
from proofs.theorem_4.hedges.hedge import Hedge, find_hedge, is_outdone, replies

Hedges: TypeAlias = Mapping[str, Mapping[Message, Hedge]]  # by signal and first message


@dataclass(frozen=True)
class FirstMessageRounds:
    """`rounds[r-1]` has the first messages of S^r, each with the hedge that keeps it there.

    The last round is the first one that repeats itself: its first messages are those of S^∞.
    """

    rounds: tuple[Hedges, ...]

    @property
    def limit(self) -> dict[str, frozenset[Message]]:
        """The first messages in S^∞, by signal."""
        return {t: frozenset(own) for t, own in self.rounds[-1].items()}

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck every hedge, that it needs only what survives, and that all the rest is outdone."""
        i, every = instance.mechanism.market.buyers[0], list(instance.mechanism.market.messages())
        signals = instance.prior.spaces[i]
        if not is_anonymous(instance) or any(set(hedges) != set(signals) for hedges in self.rounds):
            return False
        settled, before = False, dict.fromkeys(signals, every)
        for hedges in self.rounds:
            for t, own in hedges.items():
                known = replies(instance, (i, t), before)
                if not all(is_outdone(known, d) for d in before[t] if d not in own) or not all(
                    hedge.agent == (i, t)
                    and hedge.first == d
                    and all(m in before[s] for e in hedge.sent for s, m in e)
                    and hedge.holds(instance)
                    for d, hedge in own.items()
                ):
                    return False
            after = {t: list(own) for t, own in hedges.items()}
            settled, before = (
                {t: set(own) for t, own in before.items()} == {t: set(own) for t, own in after.items()},
                after,
            )
        return settled


def first_message_rounds(instance: InterdependentInstance) -> FirstMessageRounds:
    """The first messages of S^1, S^2, ..., S^∞, by pure dominance.

    The instance must be anonymous. Raises `UndecidedError` where neither side is found.
    """
    market = instance.mechanism.market
    i = market.buyers[0]
    allowed: dict[str, list[Message]] = {t: list(market.messages()) for t in instance.prior.spaces[i]}
    rounds: list[Hedges] = []
    while True:
        hedges = {t: _survivors(instance, t, allowed) for t in allowed}
        rounds.append(hedges)
        after = {t: list(own) for t, own in hedges.items()}
        if after == allowed:
            return FirstMessageRounds(tuple(rounds))
        allowed = after


def _survivors(
    instance: InterdependentInstance, signal: str, allowed: Mapping[str, list[Message]]
) -> dict[Message, Hedge]:
    known = replies(instance, (instance.mechanism.market.buyers[0], signal), allowed)
    found = {}
    for d in allowed[signal]:
        if is_outdone(known, d):
            continue
        hedge = find_hedge(known, d)
        if hedge is None:
            raise UndecidedError(f"signal {signal}: neither a hedge for {d} nor a plan that outdoes it")
        found[d] = hedge
    return found
