"""Which first messages survive elimination by pure strategies in G** with two buyers in a group.

Payoffs are anonymous and f is symmetric, so what survives is the same for every buyer. A first message with a
`Hedge` against others who send surviving first messages survives the next round too; one that is outdone
does not. Where neither is found, round 1 is decided on full plans (`surviving_plan`). In a later round the
others keep to plans that survive, which no list has: what is `OnlyPriceTaking` survives, all else is
undecided, and says so.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from gametheory.games.errors import UndecidedError
from gametheory.plans.evidence import PlanDomination
from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.groups.payoff import Opponents
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message
from proofs.conditions.anonymity import is_anonymous
from proofs.theorem_4.hedges.all_dominated import AllDominated
from proofs.theorem_4.hedges.hedge import (
    Hedge,
    Replies,
    find_hedge,
    find_outdoing,
    not_outdone,
    replies,
)
from proofs.theorem_4.hedges.only_price_taking import OnlyPriceTaking
from proofs.theorem_4.hedges.surviving_plan import SurvivingPlan, survivor_or_dominations

Keeper: TypeAlias = Hedge | SurvivingPlan | OnlyPriceTaking  # a plan only in round 1
Kept: TypeAlias = Mapping[str, Mapping[Message, Keeper]]  # by signal and first message
Gone: TypeAlias = Mapping[str, Mapping[Message, AllDominated]]
Sent: TypeAlias = Mapping[str, Collection[Message]]  # what may be sent, by signal


@dataclass(frozen=True)
class FirstMessageRounds:
    """`rounds[r-1]` has the first messages of S^r, with what keeps them there; `gone[r-1]` those that leave.

    The last round is the first one that repeats itself: its first messages are those of S^∞. Or else it is
    the last one that is decided, and `undecided` says what is open in the next.
    """

    rounds: tuple[Kept, ...]
    gone: tuple[Gone, ...]
    undecided: str = ""

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck what keeps them, that it needs only what survives, and that the rest is dominated."""
        i, every = instance.mechanism.market.buyers[0], list(instance.mechanism.market.messages())
        signals = instance.prior.spaces[i]
        if not is_anonymous(instance) or len(self.gone) != len(self.rounds):
            return False
        settled, before = False, dict.fromkeys(signals, every)
        for r, (kept, gone) in enumerate(zip(self.rounds, self.gone, strict=True), start=1):
            if set(kept) != set(signals) or set(gone) != set(signals):
                return False
            for t, own in kept.items():
                if (
                    {*own, *gone[t]} != set(before[t])
                    or not set(own).isdisjoint(gone[t])
                    or not all(_leaves(instance, (i, t), d, why, before) for d, why in gone[t].items())
                    or not all(_stays(instance, (i, t), d, why, before, r) for d, why in own.items())
                ):
                    return False
            after = {t: list(own) for t, own in kept.items()}
            settled, before = _repeats(kept, before), after
        return settled or (bool(self.undecided) and bool(self.rounds))


def _leaves(
    instance: InterdependentInstance, agent: Agent, first: Message, why: AllDominated, before: Sent
) -> bool:
    return (
        (why.agent, why.first) == (agent, first)
        and {t: set(own) for t, own in why.sent} == {t: set(own) for t, own in before.items()}
        and why.holds(instance)
    )


def _stays(
    instance: InterdependentInstance, agent: Agent, first: Message, why: Keeper, before: Sent, r: int
) -> bool:
    return (
        (why.agent, why.first) == (agent, first)
        and (r == 1 or not isinstance(why, SurvivingPlan))
        and (not isinstance(why, Hedge) or all(m in before[s] for e in why.sent for s, m in e))
        and why.holds(instance)
    )


def first_message_rounds(instance: InterdependentInstance) -> FirstMessageRounds:
    """The first messages of S^1, S^2, ..., S^∞, by pure dominance.

    The instance must be anonymous. Raises `UndecidedError` where round 1 is not decided.
    """
    market = instance.mechanism.market
    i = market.buyers[0]
    allowed: dict[str, list[Message]] = {t: list(market.messages()) for t in instance.prior.spaces[i]}
    rounds: list[Kept] = []
    left: list[Gone] = []
    while True:
        try:
            decided = {t: _decided(instance, t, allowed, len(rounds) + 1) for t in allowed}
        except UndecidedError as wrong:
            if not rounds:
                raise
            return FirstMessageRounds(tuple(rounds), tuple(left), str(wrong))
        kept = {t: stays for t, (stays, _) in decided.items()}
        rounds.append(kept)
        left.append({t: gone for t, (_, gone) in decided.items()})
        if _repeats(kept, allowed):
            return FirstMessageRounds(tuple(rounds), tuple(left))
        allowed = {t: list(own) for t, own in kept.items()}


def _decided(
    instance: InterdependentInstance, signal: str, allowed: Sent, r: int
) -> tuple[dict[Message, Keeper], dict[Message, AllDominated]]:
    """Which of the first messages left to a signal stay in round r, and which leave."""
    known = replies(instance, (instance.mechanism.market.buyers[0], signal), allowed)
    stays: dict[Message, Keeper] = {}
    gone: dict[Message, AllDominated] = {}
    for d in allowed[signal]:
        if (outdoing := find_outdoing(known, d)) is not None:
            gone[d] = _all_dominated(known, d, outdoing, allowed)
            continue
        why: Keeper | tuple[PlanDomination[Opponents], ...] | None = find_hedge(known, d)
        taking = OnlyPriceTaking(known.branches.agent, d)
        if why is None and r == 1:
            why = survivor_or_dominations(instance, known, d)
        elif why is None and taking.holds(instance):
            why = taking
        if isinstance(why, tuple):
            outdone = set(np.flatnonzero(known.has(d)).tolist()) - set(not_outdone(known, d))
            outdoing = find_outdoing(known, d, outdone) or []
            gone[d] = _all_dominated(known, d, outdoing, allowed, why)
        elif why is not None:
            stays[d] = why
        else:
            raise UndecidedError(
                f"round {r}, signal {signal}: neither a hedge for {d} nor a plan that outdoes it"
            )
    return stays, gone


def _all_dominated(
    known: Replies,
    first: Message,
    outdoing: Iterable[int],
    allowed: Sent,
    plans: tuple[PlanDomination[Opponents], ...] = (),
) -> AllDominated:
    demands = known.branches.demands
    copies = ((demands[known.firsts[row]], known.second(row, known.messages)) for row in outdoing)
    sent = tuple((t, tuple(own)) for t, own in allowed.items())
    return AllDominated(known.branches.agent, first, sent, tuple(copies), plans)


def _repeats(kept: Kept, before: Mapping[str, Collection[Message]]) -> bool:
    """Is the next round the same again? A plan that survives round 1 says nothing of the next."""
    return {t: set(own) for t, own in kept.items()} == {t: set(own) for t, own in before.items()} and not any(
        isinstance(why, SurvivingPlan) for own in kept.values() for why in own.values()
    )
