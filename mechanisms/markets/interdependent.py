"""Interdependent values: what a trade is worth depends on everybody's signals (section 3.3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.market import Side
from mechanisms.markets.prior import Belief, Prior, Signals
from mechanisms.markets.trader import Trader, mean_trader


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
        return mean_trader((self.at[omega], weight) for omega, weight in belief.items())


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
        asked = i, frozenset(known.items())
        if asked not in self._informed:
            at, weights = self.traders[i].at, self.prior.weights(known)
            self._informed[asked] = mean_trader((at[omega], weight) for omega, weight in weights.items())
        return self._informed[asked]

    @cached_property
    def _informed(self) -> dict[tuple[int, frozenset[tuple[int, str]]], Trader]:
        return {}


def interdependent_instance(
    title: str, mechanism: BranchMechanism[Any], prior: Prior, trader: Callable[[int, Signals], Trader]
) -> InterdependentInstance:
    """The instance in which agent i is the trader `trader(i, ω)` when the signals are ω."""
    traders = (
        InterdependentTrader({omega: trader(i, omega) for omega in prior.profiles()})
        for i in mechanism.market.agents
    )
    return InterdependentInstance(title, mechanism, prior, tuple(traders))
