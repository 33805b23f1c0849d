"""Theorem 4 by pure dominance with two buyers in a group: what hedges refute.

Printed  A profile is iteratively undominated if and only if (9) and (10) hold; S^∞ = S².  (paper, 3.3)
Refuted  step by step, each by a record on its own instances:
         S^1 has first messages that are not price-taking: against its proof alone     (`Hedged`)
         so first messages need not tell signals apart in S^1, and S² has plans that break (10), whatever
         is left later: two rounds are not enough                                      (`Pooled`)
         such first messages may be in S² as well: S² breaks (10)                      (`HedgedTwice`)
         with two units they may stay for ever: S^∞ breaks (10)                        (`Hedged`, for ever)
Read     By mixed dominance all of it holds: see `mixed.statement`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from mechanisms.markets.informed_price_taking import price_taking_given_own, second_demands
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message, show, show_message
from proofs.conditions.anonymity import is_anonymous
from proofs.theorem_4.hedges.first_message_rounds import Keeper, Kept
from proofs.theorem_4.hedges.hedge import Hedge
from proofs.theorem_4.hedges.only_price_taking import OnlyPriceTaking
from proofs.theorem_4.hedges.surviving_plan import SurvivingPlan

KeptInRound1: TypeAlias = Hedge | SurvivingPlan
AnyKeeper = TypeVar("AnyKeeper", bound=Keeper)


@dataclass(frozen=True)
class Hedged:
    """Evidence that S^1 has a first message that is not price-taking; or that S^∞ does, if `forever`.

    For ever: each hedge needs others who send, with each signal, a first message hedged for that signal. So
    if S^(r-1) has them all, S^r has. Everybody on the buyers' side is alike, so one buyer's hedges are all's.
    """

    hedges: tuple[Hedge, ...]
    forever: bool

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck each hedge and what it needs, and that some first message is outside D_i(ω_i)."""
        kept = {(hedge.agent[1], hedge.first) for hedge in self.hedges}
        needed = {pair for hedge in self.hedges for e in hedge.sent for pair in e}
        return (
            is_anonymous(instance)
            and len({hedge.agent[0] for hedge in self.hedges}) == 1
            and all(hedge.holds(instance) for hedge in self.hedges)
            and bool(self.strange(instance))
            and (not self.forever or needed <= kept)
        )

    def strange(self, instance: InterdependentInstance) -> list[Hedge]:
        """Those whose first message is not price-taking."""
        return not_price_taking(instance, self.hedges)

    def describe(self, instance: InterdependentInstance) -> str:
        """What is left, in words."""
        return describe_strange("S^∞" if self.forever else "S^1", self.strange(instance))


@dataclass(frozen=True)
class HedgedTwice:
    """Evidence that S² has a first message that is not price-taking.

    What is `before` keeps first messages in S^1; the hedges `after` need others who send these alone.
    """

    before: tuple[KeptInRound1, ...]
    after: tuple[Hedge, ...]

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck each of them and what it needs, and that some first message after is outside D_i(ω_i)."""
        kept = {(each.agent[1], each.first) for each in self.before}
        every = (*self.before, *self.after)
        return (
            is_anonymous(instance)
            and len({each.agent[0] for each in every}) == 1
            and all(each.holds(instance) for each in every)
            and {pair for hedge in self.after for e in hedge.sent for pair in e} <= kept
            and bool(self.strange(instance))
        )

    def strange(self, instance: InterdependentInstance) -> list[Hedge]:
        """Those in S² whose first message is not price-taking."""
        return not_price_taking(instance, self.after)

    def describe(self, instance: InterdependentInstance) -> str:
        """What is left, in words."""
        return describe_strange("S²", self.strange(instance))


def not_price_taking(instance: InterdependentInstance, kept: Iterable[AnyKeeper]) -> list[AnyKeeper]:
    """Those whose first message is outside D_i(ω_i)."""
    return [each for each in kept if each.first not in price_taking_given_own(instance, *each.agent)]


def describe_strange(left: str, strange: Iterable[Keeper]) -> str:
    """That S^1, S² or S^∞ has them, in words."""
    found = ", ".join(f"{show_message(each.first)} with {each.agent[1]}" for each in strange)
    return f"{left} has plans of every buyer with first messages that are not price-taking: {found}"


@dataclass(frozen=True)
class Pooled:
    """Evidence that S² breaks (10): in S^1 all signals may send one message, and (10) says that they do not.

    For each signal t a hedge or a plan shows that S^1 has `kept[t].first`, the same message m for every t.
    Take a profile of S^1 in which all others send m. S² has a plan that is a best reply to it, namely what
    dominates, in the end, any best reply. Its first message d maximises branch 1, and at (d, m) it demands
    what is best given her own signal alone: at the p-th price one thing only, and (10) asks for another.
    """

    signal: str
    p: int
    kept: tuple[KeptInRound1, ...]

    @property
    def message(self) -> Message:
        """m."""
        return self.kept[0].first

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck what keeps m, that the best demand given nothing is unique, and that (10) forbids it."""
        i = self.kept[0].agent[0]
        own = price_taking_given_own(instance, i, self.signal)
        asked = second_demands(instance, i, self.signal)
        return (
            is_anonymous(instance)
            and sorted(each.agent[1] for each in self.kept) == sorted(instance.prior.spaces[i])
            and all(each.agent[0] == i and each.first == self.message for each in self.kept)
            and all(each.holds(instance) for each in self.kept)
            and len(own.choices[self.p]) == 1
            and all(own.choices[self.p][0] not in asked.at((d, self.message)).choices[self.p] for d in own)
        )

    def describe(self, instance: InterdependentInstance) -> str:
        """What S² has and (10) forbids, in words."""
        i = self.kept[0].agent[0]
        (best,) = price_taking_given_own(instance, i, self.signal).choices[self.p]
        m = show_message(self.message)
        return (
            f"in S^1 every signal may send {m}; so S² has a plan with signal {self.signal} that after it "
            f"demands {show(best)} at price {show(instance.mechanism.market.P[self.p])} in its second "
            "message, best on average and forbidden by (10)"
        )


def kept_in_round_1(kept: Iterable[Keeper]) -> tuple[KeptInRound1, ...]:
    """All of them: `OnlyPriceTaking` is asked for in later rounds alone."""
    return tuple(each for each in kept if not isinstance(each, OnlyPriceTaking))


def find_pooled(instance: InterdependentInstance, kept: Kept) -> Pooled | None:
    """Evidence that S² breaks (10), from what keeps first messages in S^1."""
    for m in sorted(set.intersection(*(set(own) for own in kept.values())), reverse=True):
        same = kept_in_round_1(own[m] for own in kept.values())
        for signal in kept:
            for p in range(len(instance.mechanism.market.P)):
                found = Pooled(signal, p, same)
                if found.holds(instance):
                    return found
    return None
