"""Which first messages survive elimination by pure strategies in G** with two buyers in a group.

Payoffs are anonymous and f is symmetric, so what survives is the same for every buyer. A first message with a
`Hedge` against others who send surviving first messages survives the next round too; one that `is_outdone`
does not. Where neither is found, round 1 is decided on full plans (`find_survivor`). In a later round the
others keep to plans that survive, which no list has: what is `OnlyPriceTaking` survives, all else is
undecided, and says so.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from gametheory.games.errors import UndecidedError
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message
from proofs.conditions.anonymity import is_anonymous
from proofs.theorem_4.hedges.hedge import Hedge, Replies, find_hedge, is_outdone, replies
from proofs.theorem_4.hedges.only_price_taking import OnlyPriceTaking
from proofs.theorem_4.hedges.surviving_plan import SurvivingPlan, find_survivor

Keeper: TypeAlias = Hedge | SurvivingPlan | OnlyPriceTaking  # a plan only in round 1
Kept: TypeAlias = Mapping[str, Mapping[Message, Keeper]]  # by signal and first message


@dataclass(frozen=True)
class FirstMessageRounds:
    """`rounds[r-1]` has the first messages of S^r, each with what keeps it there.

    The last round is the first one that repeats itself: its first messages are those of S^∞. Or else it is
    the last one that is decided, and `undecided` says what is open in the next.
    """

    rounds: tuple[Kept, ...]
    undecided: str = ""

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck what keeps them, that it needs only what survives, and that the rest is dominated."""
        i, every = instance.mechanism.market.buyers[0], list(instance.mechanism.market.messages())
        signals = instance.prior.spaces[i]
        if not is_anonymous(instance) or any(set(kept) != set(signals) for kept in self.rounds):
            return False
        settled, before = False, dict.fromkeys(signals, every)
        for r, kept in enumerate(self.rounds, start=1):
            for t, own in kept.items():
                known = replies(instance, (i, t), before)
                if not all(_is_gone(instance, known, d, r) for d in before[t] if d not in own) or not all(
                    why.agent == (i, t)
                    and why.first == d
                    and (r == 1 or not isinstance(why, SurvivingPlan))
                    and (not isinstance(why, Hedge) or all(m in before[s] for e in why.sent for s, m in e))
                    and why.holds(instance)
                    for d, why in own.items()
                ):
                    return False
            after = {t: list(own) for t, own in kept.items()}
            settled, before = _repeats(kept, before), after
        return settled or (bool(self.undecided) and bool(self.rounds))


def first_message_rounds(instance: InterdependentInstance) -> FirstMessageRounds:
    """The first messages of S^1, S^2, ..., S^∞, by pure dominance.

    The instance must be anonymous. Raises `UndecidedError` where round 1 is not decided.
    """
    market = instance.mechanism.market
    i = market.buyers[0]
    allowed: dict[str, list[Message]] = {t: list(market.messages()) for t in instance.prior.spaces[i]}
    rounds: list[Kept] = []
    while True:
        try:
            kept = {t: _survivors(instance, t, allowed, len(rounds) + 1) for t in allowed}
        except UndecidedError as wrong:
            if not rounds:
                raise
            return FirstMessageRounds(tuple(rounds), str(wrong))
        rounds.append(kept)
        if _repeats(kept, allowed):
            return FirstMessageRounds(tuple(rounds))
        allowed = {t: list(own) for t, own in kept.items()}


def _survivors(
    instance: InterdependentInstance, signal: str, allowed: Mapping[str, list[Message]], r: int
) -> dict[Message, Keeper]:
    known = replies(instance, (instance.mechanism.market.buyers[0], signal), allowed)
    found: dict[Message, Keeper] = {}
    for d in allowed[signal]:
        if is_outdone(known, d):
            continue
        why: Keeper | None = find_hedge(known, d)
        taking = OnlyPriceTaking(known.branches.agent, d)
        if why is None and r == 1:
            why = find_survivor(instance, known, d)
        elif why is None and taking.holds(instance):
            why = taking
        if why is not None:
            found[d] = why
        elif r > 1:
            raise UndecidedError(
                f"round {r}, signal {signal}: neither a hedge for {d} nor a plan that outdoes it"
            )
    return found


def _repeats(kept: Kept, before: Mapping[str, Collection[Message]]) -> bool:
    """Is the next round the same again? A plan that survives round 1 says nothing of the next."""
    return {t: set(own) for t, own in kept.items()} == {t: set(own) for t, own in before.items()} and not any(
        isinstance(why, SurvivingPlan) for own in kept.values() for why in own.values()
    )


def _is_gone(instance: InterdependentInstance, known: Replies, first: Message, r: int) -> bool:
    """Is every plan with this first message dominated in round r?"""
    return is_outdone(known, first) or (r == 1 and find_survivor(instance, known, first) is None)
