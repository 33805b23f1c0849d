"""S^0, S^1, ..., S^∞ of buyers in G** at a single price, pure dominance, from runs of G**: for rechecks.

It shares with `single_price_elimination` the list of plans and nothing else. What the entries of a plan earn
is found by running G** (`reads`); all first messages of the others are listed, each for every signal; and a
plan leaves S^r when another of S^r is nowhere worse and somewhere better, looked for plan by plan.

With one price everybody trades at it, so of the others first messages alone matter: runs show which entry of
hers is traded, and that it is traded whatever the others supply or ask for.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import TypeAlias

import numpy as np

from gametheory.dominance.rows import is_dominated
from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray, matrix_product, over_common_denominator
from gametheory.plans.form import Plan
from mechanisms.g_double_star.agents import Agent, buyers_with_signals
from mechanisms.g_double_star.groups.plan_form import BuyerForm, Cell
from mechanisms.g_double_star.groups.reads import first_trades, reads
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message

MOST_PLANS = 20_000

Sets: TypeAlias = Mapping[Agent, tuple[Plan, ...]]


class PlayedPlans:
    """The plans of every buyer and signal, round by round.

    Raises `TooLargeError` when there is more than one price or too many plans, and `ArithmeticError` where
    G** does not let a buyer trade what one of her entries names.
    """

    def __init__(self, instance: InterdependentInstance) -> None:
        self.instance, market = instance, instance.mechanism.market
        self.agents = buyers_with_signals(instance)
        self.forms = {i: BuyerForm(market, i) for i in market.buyers}
        if len(market.P) != 1:
            raise TooLargeError(f"P: a single price, got {len(market.P)}")
        if (count := self.forms[market.buyers[0]].form.plan_count) > MOST_PLANS:
            raise TooLargeError(f"plans of a buyer: at most {MOST_PLANS:,} to list, got {count:,}")

    @cached_property
    def sets(self) -> tuple[Sets, ...]:
        """S^0, S^1, ... until one repeats itself; the last one is S^∞."""
        sets: list[Sets] = [{agent: tuple(self.forms[agent[0]].form.plans()) for agent in self.agents}]
        while True:
            decided: dict[str, list[bool]] = {}  # equal payoffs are compared once
            left = {}
            for agent, plans in sets[-1].items():
                matrix = self.matrix(agent, plans, sets[-1])
                key = repr(matrix.tolist())
                if key not in decided:
                    decided[key] = [not is_dominated(row, matrix) for row in matrix]
                left[agent] = tuple(plan for plan, stays in zip(plans, decided[key], strict=True) if stays)
            if left == sets[-1]:
                return tuple(sets)
            sets.append(left)

    def after(self, r: int, agent: Agent) -> tuple[Plan, ...]:
        """S^r of a buyer and signal."""
        return self.sets[min(r, len(self.sets) - 1)][agent]

    def survivors(self, agent: Agent) -> tuple[Plan, ...]:
        """S^∞ of a buyer and signal."""
        return self.sets[-1][agent]

    def is_best_reply(self, agent: Agent, plan: Plan) -> bool:
        """Does no plan at all earn more against some survivors?"""
        every = self.sets[0][agent]
        matrix = self.matrix(agent, every, self.sets[-1])
        return bool((matrix <= matrix[every.index(plan)]).all())

    def matrix(self, agent: Agent, plans: Sequence[Plan], left: Sets) -> IntegerArray:
        """What plans (down) earn against first messages that `left` leaves the others (across): integers."""
        form = self.forms[agent[0]]
        others = [other for other in self.agents if other[0] != agent[0]]
        sent = [sorted({form.demands[plan.root] for plan in left[other]}) for other in others]
        columns = [self._gains(agent, dict(zip(others, firsts, strict=True))) for firsts in product(*sent)]
        gains, _ = over_common_denominator(np.array(columns, dtype=object).T, "payoff")
        return matrix_product(np.array([form.form.vector(plan) for plan in plans]), gains)

    def _gains(self, agent: Agent, firsts: Mapping[Agent, Message]) -> IntegerArray:
        """What each first message earns, and each cell after it with each bundle: by coordinates of plans."""
        (i, signal), g, market = agent, self.instance.mechanism, self.instance.mechanism.market
        form = self.forms[i]
        total = np.full(form.form.size, Fraction(0), dtype=object)
        for omega, belief in self.instance.prior.given({i: signal}).items():
            sent = tuple(firsts[j, omega[j]] for j in market.buyers if j != i)
            worth = [belief * self.instance.traders[i].at[omega].payoff(x, market.P[0]) for x in market.X]
            for root, d in enumerate(form.demands):
                (bundle,) = first_trades(g, i, d, sent)
                total[form.form.roots[root]] += g.branch_probability(1) * worth[market.X.index(bundle)]
                for b in (2, 3, 4):
                    read = reads(g, i, d, sent, b)
                    for (shown, p), count in read.items():
                        at = form.form.first[root][form.cells[root].index(Cell(min(b, 3), shown, p))]
                        share = g.branch_probability(b) * Fraction(count, sum(read.values()))
                        for x, payoff in enumerate(worth):
                            total[at + x] += share * payoff
        return total
