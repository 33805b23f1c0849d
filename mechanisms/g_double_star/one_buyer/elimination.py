"""S^0, S^1, ..., S^∞ of G** with one seller and one buyer in a group, in plans and in the agent form.

Sellers: the only seller of a group sells what its buyer asks, whatever she offered (`serve_or_raise` gives
min and max at once), and the price her own group makes is the price at which the *other* group trades. So no
message of a seller affects her: none is ever dominated.

Buyers: see `opponent_columns` for the payoff A(d) + A(e) + h(w, column). If the first, second and third
messages left to her form a product F × E × W, so do the undominated ones:

    (d, e, w) is undominated  <=>  A(d) = max A over F,  A(e) = max A over E,  w undominated in W under h.

For if A(d) or A(e) can be raised, raising it alone pays strictly more everywhere. And if both are maximal, a
dominating plan (d', e', w') has A(d') + A(e') <= A(d) + A(e), so h(w', ·) >= h(w, ·), and h(w', ·) > h(w, ·)
where the plan pays more: w' dominates w alone. The same holds for mixtures. So 4,096 plans are decided by
4 + 4 + 256 comparisons, and S^r stays a product.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from gametheory.dominance.rows import RowDomination, dominated_rows, leaves_the_undominated
from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray, integer_dtype
from gametheory.games.relation import By
from mechanisms.g_double_star.agents import Agent, buyers_with_signals
from mechanisms.g_double_star.one_buyer.opponent_columns import BuyerPayoffs, Columns
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan
from mechanisms.g_double_star.one_buyer.played import PlayedBuyer
from mechanisms.g_double_star.one_buyer.runs import FIRST, SECOND
from mechanisms.markets.as_defined import require_as_defined
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market

MOST_THIRDS = 300_000  # third messages that are listed


@dataclass(frozen=True, eq=False)
class PlanSet:
    """F × E × W: the plans left to a buyer with a signal, by places in D; W has one row per third message."""

    firsts: tuple[int, ...]
    seconds: tuple[int, ...]
    thirds: IntegerArray

    def size(self) -> int:
        """How many plans there are."""
        return len(self.firsts) * len(self.seconds) * len(self.thirds)

    def is_same(self, other: "PlanSet") -> bool:
        """Are F, E and W the same, W in the same order?"""
        sides = (self.firsts, self.seconds) == (other.firsts, other.seconds)
        return sides and np.array_equal(self.thirds, other.thirds)

    def plans(self, market: Market) -> Iterator[BuyerPlan]:
        """All of them."""
        demands = list(market.messages())
        for d, e in product(self.firsts, self.seconds):
            for w in self.thirds:
                yield BuyerPlan(demands[d], demands[e], tuple(demands[y] for y in w))


@dataclass(frozen=True)
class ThirdRemovals:
    """The third messages that leave: dominations among the rows of `thirds`, at columns of `columns`."""

    thirds: IntegerArray
    columns: Columns
    dominations: tuple[RowDomination, ...]


@dataclass(frozen=True)
class AgentRound:
    """What a buyer with a signal loses in a round."""

    firsts: tuple[int, ...]
    seconds: tuple[int, ...]
    thirds: ThirdRemovals

    def __bool__(self) -> bool:
        return bool(self.firsts or self.seconds or self.thirds.dominations)


NOTHING = AgentRound((), (), ThirdRemovals(np.zeros((0, 0), dtype=np.int64), Columns((), (), ()), ()))


@dataclass(frozen=True, eq=False)
class PlanElimination:
    """The rounds of iterated elimination: `sets[r]` is S^r of every buyer and signal."""

    instance: InterdependentInstance
    by: By
    payoffs: Mapping[Agent, BuyerPayoffs]
    sets: tuple[Mapping[Agent, PlanSet], ...]
    rounds: tuple[Mapping[Agent, AgentRound], ...]

    def after(self, r: int) -> Mapping[Agent, PlanSet]:
        """S^r, which is S^∞ for every r beyond the last round."""
        return self.sets[min(r, len(self.rounds))]

    @property
    def survivors(self) -> Mapping[Agent, PlanSet]:
        """S^∞."""
        return self.sets[-1]

    def holds(self) -> bool:
        """Recheck every removal and every survival of every round, and that nothing leaves the last set.

        By runs of G** against a list of all that the others can do (`played`).
        """
        agents = buyers_with_signals(self.instance)
        return (
            len(self.sets) == len(self.rounds) + 1
            and all(part.keys() == set(agents) for part in (*self.sets, *self.rounds))
            and all(self._holds_for(agent) for agent in agents)
        )

    def _holds_for(self, agent: Agent) -> bool:
        buyer, market = PlayedBuyer(self.instance, *agent), self.instance.mechanism.market
        every, thirds = tuple(range(market.message_count)), all_thirds(market)
        best = buyer.best(FIRST), buyer.best(SECOND)
        for r, sets in enumerate(self.sets):
            own, lost = sets[agent], self.rounds[r][agent] if r < len(self.rounds) else NOTHING
            left = best if r else (every, every)
            gone = tuple(tuple(y for y in some if y not in top) for some, top in zip(left, best, strict=True))
            removals = lost.thirds.dominations
            if (
                (own.firsts, own.seconds) != left
                or not np.array_equal(own.thirds, thirds)
                or (lost.firsts, lost.seconds) != gone
                or not leaves_the_undominated(buyer.matrix(thirds, r), removals, self.by)
                or not self._are_strict(buyer, thirds, lost.thirds)
            ):
                return False
            thirds = _without(own, lost).thirds
        return True

    def _are_strict(self, buyer: PlayedBuyer, thirds: IntegerArray, lost: ThirdRemovals) -> bool:
        """Does every dominator earn more at the profile of the others that stands for its column?"""
        payoffs = self.payoffs[buyer.i, buyer.signal]
        against: dict[int, IntegerArray] = {}
        for removal in lost.dominations:
            if (at := removal.strict_at) not in against:
                against[at] = buyer.against(thirds, payoffs.others(lost.columns, at))
            gains = removal.gains(against[at])
            if gains is None or gains[0] <= 0:
                return False
        return True


def all_thirds(market: Market) -> IntegerArray:
    """All third messages D -> D that plans tell apart, one row of places in D each."""
    count = market.message_count
    if count**count > MOST_THIRDS:
        raise TooLargeError(f"|D|^|D|: at most {MOST_THIRDS} third messages, got {count}^{count}")
    return _all_rows(count)


@lru_cache(maxsize=8)
def _all_rows(count: int) -> IntegerArray:
    rows = np.array(list(product(range(count), repeat=count)), dtype=integer_dtype(count))
    rows.flags.writeable = False
    return rows


def _everything(market: Market) -> PlanSet:
    every = tuple(range(market.message_count))
    return PlanSet(every, every, all_thirds(market))


def payoff_matrix(
    payoffs: BuyerPayoffs, own: PlanSet, left: Mapping[Agent, PlanSet]
) -> tuple[IntegerArray, Columns]:
    """What each of her third messages earns in each column that the others' surviving plans can make."""
    of_mate = {t: left[payoffs.mate, t] for t in payoffs.mate_signals}
    columns, values = payoffs.columns(
        {t: plans.firsts for t, plans in of_mate.items()}, {t: plans.seconds for t, plans in of_mate.items()}
    )
    return payoffs.matrix(own.thirds, columns, values), columns


def against(payoffs: BuyerPayoffs, own: PlanSet, left: Mapping[Agent, PlanSet]) -> Hashable:
    """All that her payoffs from third messages turn on, beside `payoffs.known`: whose matrix is the same."""
    of_mate = [left[payoffs.mate, t] for t in payoffs.mate_signals]
    thirds = own.thirds.shape, own.thirds.tobytes()  # of one market, hence one type
    return thirds, tuple((plans.firsts, plans.seconds) for plans in of_mate)


def eliminate_plans(
    instance: InterdependentInstance, rounds: int | None = None, by: By = By.PURE
) -> PlanElimination:
    """S^1, S^2, ... to the fixed point, or `rounds` of them.

    Raises `GroupSizeError` for n > 1 and `TooLargeError` when third messages cannot be listed.
    """
    require_as_defined(instance.mechanism)
    market = instance.mechanism.market
    agents = buyers_with_signals(instance)
    payoffs = {agent: BuyerPayoffs(instance, *agent) for agent in agents}
    left = dict.fromkeys(agents, _everything(market))
    sets: list[dict[Agent, PlanSet]] = [left]
    done: list[dict[Agent, AgentRound]] = []
    while rounds is None or len(done) < rounds:
        lost = {agent: _losses(payoffs[agent], left[agent], left, by) for agent in agents}
        if not any(lost.values()):
            break
        left = {agent: _without(left[agent], lost[agent]) for agent in agents}
        done.append(lost)
        sets.append(left)
    return PlanElimination(instance, by, payoffs, tuple(sets), tuple(done))


def _losses(payoffs: BuyerPayoffs, own: PlanSet, left: Mapping[Agent, PlanSet], by: By) -> AgentRound:
    asked = "losses", by, against(payoffs, own, left)
    if asked not in payoffs.known:
        matrix, columns = payoff_matrix(payoffs, own, left)
        payoffs.known[asked] = columns, tuple(dominated_rows(matrix, by))
    return AgentRound(
        _worse(payoffs, own.firsts),
        _worse(payoffs, own.seconds),
        ThirdRemovals(own.thirds, *payoffs.known[asked]),
    )


def _worse(payoffs: BuyerPayoffs, places: tuple[int, ...]) -> tuple[int, ...]:
    """The first or second messages that earn less than another one: see above."""
    best = max(payoffs.root[y] for y in places)
    return tuple(y for y in places if payoffs.root[y] < best)


def _without(own: PlanSet, lost: AgentRound) -> PlanSet:
    stays = np.ones(len(own.thirds), dtype=bool)
    stays[[removal.a for removal in lost.thirds.dominations]] = False
    return PlanSet(
        tuple(y for y in own.firsts if y not in lost.firsts),
        tuple(y for y in own.seconds if y not in lost.seconds),
        own.thirds[stays],
    )
