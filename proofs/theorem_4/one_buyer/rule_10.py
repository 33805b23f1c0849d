"""(9) and (10) of Theorem 4, in plans, for one seller and one buyer in a group.

    (9)   s_i(ω_i) in D_i(ω_i) for every seller;
    (10)  s_i^1(ω_i) in D_i(ω_i), s_i^2(ω_i) in Ξ_i(ω_i), s_i^3(ω_i) in W_i(ω_i) for every buyer.

In a plan only the entries after the own first message d are left, and d is in D_i(ω_i). At (d) every θ in
Ξ_i(ω_i) demands what is best given ω_i: the choices of D_i(ω_i) again. At d and the mate's d', every w in
W_i(ω_i) demands what is best given ω_i and the ω_j with d' in D_j(ω_j), for all such ω_j; the own d plays no
part. Where there is no such ω_j, *off the path*, (10) says nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gametheory.games.exact import IntegerArray
from gametheory.plans.box import Box
from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.one_buyer.elimination import PlanSet
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, all_first, mate
from mechanisms.markets.informed_price_taking import price_taking_given_own, third_demands
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Message


@dataclass(frozen=True)
class Rule10:
    """What (10) asks of a buyer with a signal: her first and second demand, and her third after each d'."""

    own: Box[Bundle]  # D_i(ω_i)
    thirds: Mapping[int, Box[Bundle]]  # by the place in D of the mate's first message, on the path only
    demands: tuple[Message, ...]  # D

    @property
    def on_path(self) -> list[int]:
        """The first messages that some signal of the mate sends, by place in D."""
        return sorted(self.thirds)

    def places(self, box: Box[Bundle]) -> tuple[int, ...]:
        """The members of a box, by place in D."""
        return tuple(place for place, demand in enumerate(self.demands) if demand in box)

    def optimal_on_path(self, thirds: IntegerArray) -> npt.NDArray[np.bool_]:
        """Which of these third messages (rows of places in D) are in W_i(ω_i)?"""
        fine = np.ones(len(thirds), dtype=bool)
        for d, box in self.thirds.items():
            allowed = np.zeros(len(self.demands), dtype=bool)
            allowed[list(self.places(box))] = True
            fine &= allowed[thirds[:, d]]
        return fine

    def allows(self, plan: BuyerPlan) -> bool:
        """Does the plan satisfy (10)?"""
        return (
            plan.first in self.own
            and plan.second in self.own
            and all(plan.third[d] in box for d, box in self.thirds.items())
        )

    def among(self, plans: PlanSet) -> PlanSet:
        """Those of the plans that satisfy (10)."""
        own = self.places(self.own)
        return PlanSet(
            tuple(d for d in plans.firsts if d in own),
            tuple(e for e in plans.seconds if e in own),
            plans.thirds[self.optimal_on_path(plans.thirds)],
        )


def rule_10(instance: InterdependentInstance, agent: Agent) -> Rule10:
    """(10) for a buyer with a signal."""
    i, signal = agent
    market = instance.mechanism.market
    demands = tuple(market.messages())
    own = price_taking_given_own(instance, i, signal)
    informed = third_demands(instance, i, signal)
    d = next(iter(own))
    thirds = {}
    for place, other in enumerate(demands):
        shown = all_first(market, i, d, other)
        if shown in informed.requirements:
            thirds[place] = informed.at(shown)
    return Rule10(own, thirds, demands)


def sent_by(instance: InterdependentInstance, i: int, d: Message) -> list[str]:
    """The signals with which buyer i's mate sends the first message d as a price taker."""
    other = mate(instance.mechanism.market, i)
    return [t for t in instance.prior.spaces[other] if d in price_taking_given_own(instance, other, t)]
