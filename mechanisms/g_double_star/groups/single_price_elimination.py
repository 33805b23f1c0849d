"""S^0, S^1, ..., S^∞ of buyers in G** at a single price, by listing their plans: groups of any size.

When P has one element everybody trades at it, so of the others only the first messages touch a buyer. With
n = 2 and l = 1 that is 2·2^11 = 4,096 plans for each buyer and signal against 64 profiles of first messages.
Sellers are left alone: nothing they do matters to buyers here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import product
from typing import TypeAlias

import numpy as np

from gametheory.dominance.rows import RowDomination, dominated_rows, leaves_the_undominated
from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray
from gametheory.games.relation import By
from gametheory.plans.form import Plan, PlanForm
from mechanisms.g_double_star.agents import Agent, buyers_with_signals
from mechanisms.g_double_star.groups.gains import BuyerGains
from mechanisms.g_double_star.groups.payoff import Opponents
from mechanisms.g_double_star.groups.played import PlayedPlans
from mechanisms.markets.as_defined import require_as_defined
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message

MOST_PLANS = 20_000

Left: TypeAlias = Mapping[
    Agent, tuple[int, ...]
]  # the plans left to each buyer and signal, by their places in the list


@lru_cache(maxsize=8)
def _listed(form: PlanForm) -> tuple[tuple[Plan, ...], IntegerArray]:
    """All plans and their vectors: every buyer of a market has them, whatever her payoffs."""
    plans = tuple(form.plans())
    return plans, np.array([form.vector(plan) for plan in plans], dtype=np.int8)


def _key(matrix: IntegerArray) -> object:
    """The same for equal arrays of one dtype, and only for these."""
    if matrix.dtype == object:
        return repr(matrix.tolist())
    return matrix.shape, matrix.dtype.str, matrix.tobytes()


@dataclass(frozen=True, eq=False)
class ListedBuyer:
    """A buyer with a signal, all her plans, and what they earn against the others' first messages.

    What is known of gains and matrices may be shared by buyers with equal tables: plan forms and gains go by
    the rivals in their order, not by who they are.
    """

    payoffs: BuyerGains
    gains: dict[tuple[Message, ...], IntegerArray] = field(default_factory=dict)
    matrices: dict[object, IntegerArray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        market = self.payoffs.market
        if len(market.P) != 1:
            raise TooLargeError(f"P: a single price, got {len(market.P)}")
        if (count := self.payoffs.buyer.form.plan_count) > MOST_PLANS:
            raise TooLargeError(f"plans of a buyer: at most {MOST_PLANS:,} to list, got {count:,}")

    @property
    def plans(self) -> tuple[Plan, ...]:
        """All of them."""
        return _listed(self.payoffs.buyer.form)[0]

    @cached_property
    def _vectors(self) -> IntegerArray:
        return _listed(self.payoffs.buyer.form)[1].astype(self.payoffs.third_table.dtype)

    @cached_property
    def rivals(self) -> tuple[Agent, ...]:
        """The other buyers with their signals."""
        payoffs = self.payoffs
        return tuple(
            (j, t) for j, space in zip(payoffs.buyer.rivals, payoffs.signals, strict=True) for t in space
        )

    def opponents(self, firsts: tuple[Message, ...]) -> Opponents:
        """The rivals send these first messages; all else is of no matter."""
        spaces, market = self.payoffs.instance.prior.spaces, self.payoffs.market
        supplies = {(s, t): self.payoffs.buyer.demands[0] for s in market.sellers for t in spaces[s]}
        return Opponents(supplies, dict(zip(self.rivals, firsts, strict=True)), {})

    def matrix(self, own: tuple[int, ...], firsts: Mapping[Agent, tuple[Message, ...]]) -> IntegerArray:
        """What these plans of hers earn (down) in every distinct way that the rivals can begin (across)."""
        sent = tuple(firsts[rival] for rival in self.rivals)
        if (own, sent) not in self.matrices:
            distinct = {}
            for profile in product(*sent):
                if profile not in self.gains:
                    self.gains[profile] = self.payoffs.gains(self.opponents(profile))
                distinct[_key(self.gains[profile])] = self.gains[profile]
            self.matrices[own, sent] = self._vectors[list(own)] @ np.array(list(distinct.values())).T
        return self.matrices[own, sent]


@dataclass(frozen=True, eq=False)
class ListedElimination:
    """The rounds: `sets[r]` is S^r of every buyer and signal, `rounds[r]` what leaves it, with evidence."""

    instance: InterdependentInstance
    by: By
    buyers: Mapping[Agent, ListedBuyer]
    sets: tuple[Left, ...]
    rounds: tuple[Mapping[Agent, tuple[RowDomination, ...]], ...]

    @property
    def survivors(self) -> Left:
        """S^∞."""
        return self.sets[-1]

    def plans(self, agent: Agent, r: int | None = None) -> Iterator[Plan]:
        """S^r of a buyer and signal, S^∞ when r is left out."""
        left = self.sets[-1] if r is None else self.sets[min(r, len(self.rounds))]
        return (self.buyers[agent].plans[place] for place in left[agent])

    def holds(self) -> bool:
        """Recheck every removal and every survival of every round, and that nothing leaves the last set.

        By runs of G** (`played`).
        """
        played = PlayedPlans(self.instance)
        every = {agent: tuple(played.forms[agent[0]].form.plans()) for agent in played.agents}
        start = {agent: tuple(range(len(plans))) for agent, plans in every.items()}
        if (
            len(self.sets) != len(self.rounds) + 1
            or self.sets[0] != start
            or any(part.keys() != every.keys() for part in (*self.sets, *self.rounds))
        ):
            return False
        decided: dict[object, bool] = {}  # equal payoffs are compared once
        for r, left in enumerate(self.sets):
            plans = {agent: tuple(every[agent][place] for place in left[agent]) for agent in every}
            for agent, own in plans.items():
                matrix = played.matrix(agent, own, plans)
                lost = self.rounds[r][agent] if r < len(self.rounds) else ()
                key = _key(matrix), lost
                if key not in decided:
                    decided[key] = leaves_the_undominated(matrix, lost, self.by)
                if not decided[key] or (
                    r < len(self.rounds) and self.sets[r + 1][agent] != _stays(left[agent], lost)
                ):
                    return False
        return True


def first_messages(buyers: Mapping[Agent, ListedBuyer], left: Left) -> dict[Agent, tuple[Message, ...]]:
    """The first messages that every buyer and signal can still send."""
    return {
        agent: tuple(
            buyer.payoffs.buyer.demands[root]
            for root in sorted({buyer.plans[place].root for place in left[agent]})
        )
        for agent, buyer in buyers.items()
    }


def eliminate_listed(
    instance: InterdependentInstance, rounds: int | None = None, by: By = By.PURE
) -> ListedElimination:
    """S^1, S^2, ... to the fixed point, or `rounds` of them.

    Raises `TooLargeError` when there is more than one price or too many plans.
    """
    require_as_defined(instance.mechanism)
    buyers: dict[Agent, ListedBuyer] = {}
    alike: dict[object, ListedBuyer] = {}
    for agent in buyers_with_signals(instance):
        payoffs = BuyerGains(instance, *agent)
        tables = payoffs.roots, payoffs.second_table, payoffs.third_table, payoffs.moved_table
        first = alike.setdefault(tuple(map(_key, tables)), ListedBuyer(payoffs))
        buyers[agent] = ListedBuyer(payoffs, first.gains, first.matrices)
    left: dict[Agent, tuple[int, ...]] = {
        agent: tuple(range(len(buyer.plans))) for agent, buyer in buyers.items()
    }
    sets: list[Left] = [left]
    done: list[Mapping[Agent, tuple[RowDomination, ...]]] = []
    while rounds is None or len(done) < rounds:
        firsts = first_messages(buyers, left)
        # Buyers with the same payoffs face the same matrix.
        decided: dict[object, tuple[RowDomination, ...]] = {}
        lost = {}
        for agent, buyer in buyers.items():
            matrix = buyer.matrix(left[agent], firsts)
            key = _key(matrix)
            if key not in decided:
                decided[key] = tuple(dominated_rows(matrix, by))
            lost[agent] = decided[key]
        if not any(lost.values()):
            break
        left = {agent: _stays(left[agent], lost[agent]) for agent in buyers}
        done.append(lost)
        sets.append(left)
    return ListedElimination(instance, by, buyers, tuple(sets), tuple(done))


def _stays(left: tuple[int, ...], lost: tuple[RowDomination, ...]) -> tuple[int, ...]:
    gone = {removal.a for removal in lost}
    return tuple(place for row, place in enumerate(left) if row not in gone)
