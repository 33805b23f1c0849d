"""(10) as best replies for a buyer of G** when all first messages are price-taking.  (paper, 3.3)

Claim    Let the other buyers' first messages be price-taking, and their second messages and all supplies be
         anything. After a price-taking first message of hers, an action at a cell is best against all of
         this if and only if (10) allows it: Ξ_i(ω_i) at second messages, W_i(ω_i) at third ones. And where
         (10) forbids an action, it is strictly worse against some of this.
So       if first messages that survive are price-taking, every plan that satisfies (10) is a best reply to
         all survivors, and every other plan that begins with a price-taking message leaves in round 2.
Proof    Cells add up, so a cell may be looked at alone: the separation oracle compares two actions there in
         all environments at once, exactly.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from gametheory.games.exact import IntegerArray
from gametheory.plans.form import Plan
from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.groups.environments import BuyerEnvironments
from mechanisms.g_double_star.groups.payoff import Opponents, interim_payoff
from mechanisms.g_double_star.groups.plan_form import BuyerForm, Cell
from mechanisms.g_double_star.groups.played_bound import least_gains
from mechanisms.g_double_star.groups.played_gains import PlayedGains
from mechanisms.markets.informed_price_taking import price_taking_given_own, second_demands, third_demands
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Message, show


def price_taking_firsts(instance: InterdependentInstance, agent: Agent) -> dict[Agent, tuple[Message, ...]]:
    """D_j(ω_j), listed, for every other buyer and signal."""
    return {
        (j, t): tuple(price_taking_given_own(instance, j, t))
        for j in instance.mechanism.market.buyers
        if j != agent[0]
        for t in instance.prior.spaces[j]
    }


def after_price_taking(instance: InterdependentInstance, agent: Agent) -> BuyerEnvironments:
    """Everything that the others can do while all first messages of the buyers are price-taking."""
    return BuyerEnvironments(instance, *agent, price_taking_firsts(instance, agent))


@dataclass(frozen=True)
class BetterAction:
    """Evidence that (10) allows what is not best: against `opponents`, `better` earns more than `allowed`."""

    agent: Agent
    root: int
    cell: Cell
    allowed: Bundle
    better: Bundle
    opponents: Opponents

    def payoffs(self, instance: InterdependentInstance) -> tuple[Fraction, Fraction]:
        """What two plans earn that differ at the cell only, by runs of G**."""
        buyer = BuyerForm(instance.mechanism.market, self.agent[0])
        cells = buyer.cells[self.root]
        allowed, better = (
            interim_payoff(
                instance,
                *self.agent,
                buyer.message_of(Plan(self.root, tuple(at if cell == self.cell else 0 for cell in cells))),
                self.opponents,
            )
            for at in map(buyer.market.X.index, (self.allowed, self.better))
        )
        return allowed, better

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck (10) and the first messages, and run G** with two plans that differ at the cell only."""
        buyer = BuyerForm(instance.mechanism.market, self.agent[0])
        first_messages = {**self.opponents.firsts, self.agent: buyer.demands[self.root]}
        taking = all(
            first in price_taking_given_own(instance, *agent) for agent, first in first_messages.items()
        )
        allowed, better = self.payoffs(instance)
        return taking and self.allowed in _allowed(instance, self.agent, self.cell) and allowed < better

    def describe(self, instance: InterdependentInstance) -> str:
        """The two actions, in words."""
        place = _place(instance, self.agent, self.cell)
        return f"{place}: (10) allows {show(self.allowed)}, but {show(self.better)} may earn more"


@dataclass(frozen=True)
class NeverWorse:
    """Evidence that (10) forbids what is just as good: `forbidden` is never worse than `allowed`."""

    agent: Agent
    root: int
    cell: Cell
    allowed: Bundle
    forbidden: Bundle

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck (10), and by runs of G** that nothing is lost by naming `forbidden`, and nothing gained.

        In the mean over everything that makes prices branch 4 earns a positive multiple of branch 3.
        """
        played, allowed = PlayedGains(instance, *self.agent), _allowed(instance, self.agent, self.cell)
        direction = _direction(played.buyer, self.root, self.cell, self.forbidden, self.allowed)
        gains = list(least_gains(played, direction, price_taking_firsts(instance, self.agent)))
        return (
            self.allowed in allowed
            and self.forbidden not in allowed
            and all(drawn + final >= 0 for drawn, final in gains)
            and sum(drawn for drawn, _ in gains) == 0
        )

    def describe(self, instance: InterdependentInstance) -> str:
        """The two actions, in words."""
        place = _place(instance, self.agent, self.cell)
        return f"{place}: (10) forbids {show(self.forbidden)}, which is never worse than {show(self.allowed)}"


@dataclass(frozen=True)
class NothingAllowed:
    """Evidence that (10) cannot be met: it allows no action at a cell."""

    agent: Agent
    cell: Cell

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck (10)."""
        return not _allowed(instance, self.agent, self.cell)

    def describe(self, instance: InterdependentInstance) -> str:
        """Where, in words."""
        return f"{_place(instance, self.agent, self.cell)}: (10) allows nothing"


Violation: TypeAlias = BetterAction | NeverWorse | NothingAllowed


def violations(instance: InterdependentInstance, agent: Agent) -> Iterator[Violation]:
    """Every cell after a price-taking first message, and pair of actions, at which the claim fails."""
    environments = after_price_taking(instance, agent)
    buyer, mean = environments.payoffs.buyer, environments.mean().astype(object)
    rules = second_demands(instance, *agent), third_demands(instance, *agent)
    for first in price_taking_given_own(instance, *agent):
        root = buyer.demands.index(first)
        for cell in buyer.cells[root]:
            allowed = rules[cell.part - 2].at(cell.shown).choices[cell.p]
            if not allowed:
                yield NothingAllowed(agent, cell)
            for x in allowed:
                for y in buyer.market.X:
                    if x == y:
                        continue
                    direction = _direction(buyer, root, cell, x, y)
                    value, opponents = environments.worst(direction)
                    if value < 0:
                        yield BetterAction(agent, root, cell, x, y, opponents)
                    elif y not in allowed and mean @ direction == 0:
                        yield NeverWorse(agent, root, cell, x, y)


def _direction(buyer: BuyerForm, root: int, cell: Cell, x: Bundle, y: Bundle) -> IntegerArray:
    """Action x less action y at a cell."""
    at = buyer.form.first[root][buyer.cells[root].index(cell)]
    direction = np.zeros(buyer.form.size, dtype=np.int64)
    direction[[at + buyer.market.X.index(x), at + buyer.market.X.index(y)]] = 1, -1
    return direction


def _allowed(instance: InterdependentInstance, agent: Agent, cell: Cell) -> tuple[Bundle, ...]:
    rule = second_demands if cell.part == 2 else third_demands
    return rule(instance, *agent).at(cell.shown).choices[cell.p]


def _place(instance: InterdependentInstance, agent: Agent, cell: Cell) -> str:
    (i, signal), market = agent, instance.mechanism.market
    return f"{market.name(i)} with signal {signal}, {cell.label(market)}"


def find_violation(instance: InterdependentInstance, agent: Agent) -> Violation | None:
    """The first of them, or None: then the claim holds for this buyer and signal."""
    return next(violations(instance, agent), None)
