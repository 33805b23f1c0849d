"""(1) and (2): every outcome of a mechanism is an allocation.  (paper, 2.1 and 2.2)

Claim    a*(φ, m) satisfies (1), goods balance and stay in X and P, and (2), the budget balances, at every
         grouping φ and every message profile m, likely or not; the lottery's probabilities add up to 1.
Checked  On every φ and m of the smallest markets, and on random ones of larger markets.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

from mechanisms.markets.allocation import Allocation, Infeasibility, infeasibilities
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.grouping import Grouping, groupings
from mechanisms.markets.grouping_mechanism import GroupingMechanism
from mechanisms.markets.market import Market, Message
from proofs.claims.words import describe_messages
from proofs.rules.outcome import Outcome

Clauses: TypeAlias = Callable[[Market, Allocation], Iterator[Infeasibility]]  # those that are broken


@dataclass(frozen=True)
class InfeasibleOutcome:
    """Evidence that a mechanism chooses something that is not an allocation."""

    phi: Grouping
    m: tuple[Message, ...]
    infeasibility: Infeasibility

    def holds(self, g: GroupingMechanism) -> bool:
        """Recheck by the definitions of the mechanism and of an allocation."""
        return self.infeasibility in infeasibilities(g.market, g.allocation(self.phi, self.m))

    def describe(self, g: GroupingMechanism) -> str:
        """The clause and the messages."""
        broken = self.infeasibility.describe(g.market)
        return f"{broken}, when {describe_messages(g.market, self.m)}"


@dataclass(frozen=True)
class InfeasibleDraw:
    """The same for a draw of G** or G+."""

    outcome: Outcome[Any]
    infeasibility: Infeasibility

    def holds(self, g: BranchMechanism[Any]) -> bool:
        """Recheck by the definitions of the mechanism and of an allocation."""
        return self.infeasibility in infeasibilities(g.market, self.outcome.allocation(g))

    def describe(self, g: BranchMechanism[Any]) -> str:
        """The clause that it breaks."""
        return self.infeasibility.describe(g.market)


def violations(
    g: GroupingMechanism, phi: Grouping, m: Sequence[Message], clauses: Clauses = infeasibilities
) -> Iterator[InfeasibleOutcome]:
    """Every clause of (1) and (2), or of one of them, that the outcome at φ and m breaks."""
    for infeasibility in clauses(g.market, g.allocation(phi, m)):
        yield InfeasibleOutcome(phi, tuple(m), infeasibility)


def draw_violations(
    g: BranchMechanism[Any], outcome: Outcome[Any], clauses: Clauses = infeasibilities
) -> Iterator[InfeasibleDraw]:
    """Every clause of (1) and (2), or of one of them, that a draw of G** or G+ breaks."""
    for infeasibility in clauses(g.market, outcome.allocation(g)):
        yield InfeasibleDraw(outcome, infeasibility)


def every_outcome(market: Market) -> Iterator[tuple[Grouping, tuple[Message, ...]]]:
    """All pairs (φ, m)."""
    for m in product(market.messages(), repeat=len(market.agents)):
        for phi in groupings(market):
            yield phi, m


def random_outcomes(market: Market, count: int, seed: int) -> Iterator[tuple[Grouping, tuple[Message, ...]]]:
    """`count` pairs (φ, m) drawn at random; the same seed draws the same ones."""
    draw = random.Random(seed)
    for _ in range(count):
        m = tuple(tuple(draw.choices(market.X, k=len(market.P))) for _ in market.agents)
        sellers = tuple(draw.sample(market.sellers, market.side_size))
        buyers = tuple(draw.sample(market.buyers, market.side_size))
        yield Grouping(sellers, buyers), m
