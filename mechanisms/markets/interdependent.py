"""Interdependent values: what a trade is worth depends on everybody's signals (section 3.3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.market import Side
from mechanisms.markets.prior import Belief, Prior, Signals
from mechanisms.markets.trader import Trader


@dataclass(frozen=True)
class InterdependentTrader:
    """A seller with c_i(x, ω), or a buyer with v_i(x, ω): a trader of section 2.3 for every ω."""

    at: Mapping[Signals, Trader]

    @property
    def side(self) -> Side:
        """Which side she is on, the same for all signals."""
        return next(iter(self.at.values())).side

    def expected(self, belief: Belief) -> Trader:
        """The trader whose cost or value of each bundle is its mean under a belief about ω."""
        some = next(iter(belief))
        return Trader(
            self.side,
            {
                x: sum((share * self.at[omega].worth[x] for omega, share in belief.items()), Fraction(0))
                for x in self.at[some].worth
            },
        )


@dataclass(frozen=True)
class InterdependentInstance:
    """A game of section 3: G** or G+ on a market, the prior over signals, everybody's payoffs."""

    title: str
    mechanism: BranchMechanism[Any]
    prior: Prior
    traders: tuple[InterdependentTrader, ...]  # one per agent: sellers, then buyers
    paper: str = ""

    def informed(self, i: int, known: Mapping[int, str]) -> Trader:
        """c_i(·, ω_N) or v_i(·, ω_N): agent i who knows the signals `known` of the agents in N."""
        return self.traders[i].expected(self.prior.given(known))


def interdependent_instance(
    title: str, mechanism: BranchMechanism[Any], prior: Prior, trader: Callable[[int, Signals], Trader]
) -> InterdependentInstance:
    """The instance in which agent i is the trader `trader(i, ω)` when the signals are ω."""
    traders = (
        InterdependentTrader({omega: trader(i, omega) for omega in prior.profiles()})
        for i in mechanism.market.agents
    )
    return InterdependentInstance(title, mechanism, prior, tuple(traders))
