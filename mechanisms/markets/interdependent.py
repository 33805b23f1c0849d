"""Interdependent values: what a trade is worth depends on everybody's signals (section 3.3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from gametheory.games.exact import Rational
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
        return self._mean(belief, Fraction(1))

    def _mean(self, weights: Mapping[Signals, Rational], total: Rational) -> Trader:
        """The same where each ω has a weight, and these add up to a total."""
        alike: dict[int, tuple[Trader, Rational]] = {}  # often one trader serves many ω
        for omega, weight in weights.items():
            trader = self.at[omega]
            alike[id(trader)] = trader, alike.get(id(trader), (trader, 0))[1] + weight
        if len(alike) == 1:
            return trader  # of all ω
        return Trader(
            self.side,
            {
                x: sum((weight * trader.worth[x] for trader, weight in alike.values()), Fraction(0)) / total
                for x in trader.worth
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
        asked = i, frozenset(known.items())
        if asked not in self._informed:
            weights = self.prior.weights(known)
            self._informed[asked] = self.traders[i]._mean(weights, sum(weights.values()))
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
