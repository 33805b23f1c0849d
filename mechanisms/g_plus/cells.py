"""What an agent of G+ can be asked, cell by cell, and in which states of the world she is asked it.

No entry that an agent's own first message selects is ever read: the tuples that her second and third messages
see come from other groups (`rules.own_influence`). So a message is one free choice in every *cell*: her
first message at every price, her second and third at every tuple of first messages and price.

The *state* in which a cell counts is what a draw and the others' messages make of it. In branches 1 to 6, and
for a buyer in branch 7, she trades what the cell names; the state says whose first messages the tuple shows,
and their signals. The price in branch 7 is made by them as well, so that it tells nothing more. For a seller
in branch 7 the others in her group settle within which bounds she sells what she names; then the state says
all signals, and the bounds. Against every profile of strategies her expected payoff is

    a constant + Σ over cells and states of (a weight >= 0) · payoff(state, what the cell names),

where a state weighs what the probabilities of the draws (φ, p, b) and signal profiles that lead to it add up
to, under the signals that the state leaves open by conditional expectation. With n = 1 the bounds in branch 7
meet, for one seller sells what one buyer asks: they are no states, but belong to the constant.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import chain, combinations, permutations, product
from typing import NamedTuple, TypeAlias

from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Market, Message, show, show_message
from mechanisms.markets.raising import serve_or_raise
from mechanisms.markets.trader import Trader
from mechanisms.markets.triplicate import FirstMessages

Known: TypeAlias = tuple[tuple[int, str], ...]  # agents with their signals
Room: TypeAlias = tuple[Bundle, Bundle]  # the least and the most that a seller sells in branch 7
Taking: TypeAlias = Mapping[tuple[int, str], Sequence[Message]]  # of an agent with a signal


class Part(Enum):
    """Which of an agent's three messages."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"


class Cell(NamedTuple):
    """A place of a message: what it names at the p-th price after the first messages `shown`."""

    part: Part
    shown: FirstMessages  # () for a first message
    p: int

    def describe(self, market: Market) -> str:
        """Where an entry stands.

        >>> from mechanisms.markets.market import price_grid
        >>> cell = Cell(Part.SECOND, (((0,), (1,)), ((1,), (0,))), 1)
        >>> cell.describe(Market(1, 1, 1, price_grid(1, 1), groups=3))
        'in the second message after the first messages (0 1; 1 0) at price 1'
        """
        shown, price = "; ".join(map(show_message, self.shown)), show(market.P[self.p])
        return f"in the {self.part.value} message after the first messages ({shown}) at price {price}"


@dataclass(frozen=True)
class State:
    """Who sent what the tuple shows, in its order; in branch 7, for a seller, her group and room as well."""

    shown: Known
    group: Known = ()  # the others in her group
    room: Room | None = None

    def traded(self, x: Bundle) -> Bundle:
        """What she trades if the cell names x."""
        if self.room is None:
            return x
        bounds = zip(*self.room, x, strict=True)
        return tuple(max(low, min(amount, high)) for low, high, amount in bounds)

    def describe(self, market: Market) -> str:
        """Who has which signal, and the room she has."""
        known = _describe_known(market, self.shown)
        if self.room is None:
            return known
        low, high = map(show, self.room)
        group = _describe_known(market, self.group)
        return f"{known}, and in her group {group}, where she sells between {low} and {high}"


def _describe_known(market: Market, known: Known) -> str:
    return ", ".join(f"{market.name(j)} {own}" for j, own in known)


def best_to_name(trader: Trader, market: Market, p: int, state: State) -> tuple[Bundle, ...]:
    """The bundles that are best to name at the p-th price where the state says what is then traded."""
    payoffs = {x: trader.payoff(state.traded(x), market.P[p]) for x in market.X}
    most = max(payoffs.values())
    return tuple(x for x, payoff in payoffs.items() if payoff == most)


def price_taking_messages(instance: InterdependentInstance, agents: Iterable[int]) -> Taking:
    """D_j(ω_j), listed, for each of these agents and her signals."""
    return {
        (j, signal): list(price_taking_given_own(instance, j, signal))
        for j in agents
        for signal in instance.prior.spaces[j]
    }


class InformedAgent:
    """Agent i with signal `own`, and what trades are worth to her in a state.

    `taking` lists the price-taking messages of all agents; they are looked up where it is not given.
    """

    def __init__(
        self, instance: InterdependentInstance, i: int, own: str, taking: Taking | None = None
    ) -> None:
        self.instance, self.i, self.own = instance, i, own
        self.market: Market = instance.mechanism.market
        self.trader: Callable[[frozenset[tuple[int, str]]], Trader] = cache(
            lambda known: instance.informed(i, {**dict(known), i: own})
        )
        self.taking = taking or price_taking_messages(instance, self.market.agents)
        self._best: dict[tuple[State, int], tuple[Bundle, ...]] = {}

    def best(self, state: State, p: int) -> tuple[Bundle, ...]:
        """The bundles that are best to name at the p-th price in this state."""
        if (state, p) not in self._best:
            trader = self.trader(frozenset(state.shown + state.group))
            self._best[state, p] = best_to_name(trader, self.market, p, state)
        return self._best[state, p]

    def states(self, shown: Iterable[tuple[int, ...]]) -> Iterator[State]:
        """The states in which a tuple shows one of these lists of agents, with any signals they may have."""
        prior = self.instance.prior
        for agents in shown:
            for signals in product(*(prior.spaces[j] for j in agents)):
                known = tuple(zip(agents, signals, strict=True))
                if prior.probability({**dict(known), self.i: self.own}) > 0:
                    yield State(known)

    def sent_in(self, state: State) -> Iterator[FirstMessages]:
        """The tuples that the agents of the state can send when their first messages are price-taking."""
        return product(*(self.taking[agent] for agent in state.shown))

    def in_group(self, state: State) -> Iterator[State]:
        """For a seller: the states in branch 7 that a state of her third messages falls into."""
        market, prior, known = self.market, self.instance.prior, dict(state.shown)
        mates, buyers = (
            [j for j in side if j != self.i and j not in known] for side in (market.sellers, market.buyers)
        )
        others = (*mates, *buyers)
        for signals in product(*(prior.spaces[j] for j in others)):
            group = tuple(zip(others, signals, strict=True))
            if prior.probability({**known, **dict(group), self.i: self.own}) > 0:
                for room in rooms(market):
                    yield State(state.shown, group, room)


def arrangements(market: Market, i: int, part: Part) -> Iterator[tuple[int, ...]]:
    """Everybody whose first messages agent i's second or third messages may see, in every order.

    Sellers and buyers alternate within each group, so they alternate throughout.
    """
    size, (sellers, buyers) = _shown(market, part), _others(market, i)
    for sides in product(permutations(sellers, size), permutations(buyers, size)):
        yield tuple(chain.from_iterable(zip(*sides, strict=True)))


def selections(market: Market, i: int, part: Part) -> Iterator[tuple[int, ...]]:
    """One arrangement for every set of agents that a tuple may show, in lexicographic order."""
    size, (sellers, buyers) = _shown(market, part), _others(market, i)
    for sides in product(combinations(sellers, size), combinations(buyers, size)):
        yield tuple(chain.from_iterable(zip(*sides, strict=True)))


def _shown(market: Market, part: Part) -> int:
    """How many sellers, and buyers, a tuple shows."""
    return {Part.FIRST: 0, Part.SECOND: market.n, Part.THIRD: market.side_size - market.n}[part]


def _others(market: Market, i: int) -> list[list[int]]:
    return [[j for j in side if j != i] for side in (market.sellers, market.buyers)]


def unordered(shown: FirstMessages) -> FirstMessages:
    """The same messages with those of sellers, and those of buyers, in lexicographic order.

    Any arrangement may be permuted within its sides. So in the states behind a tuple the same agents have the
    same signals as in those behind the permuted tuple, only elsewhere, which changes no payoff.
    """
    return tuple(chain.from_iterable(zip(sorted(shown[::2]), sorted(shown[1::2]), strict=True)))


def on_path(agent: InformedAgent, part: Part) -> dict[FirstMessages, list[State]]:
    """Every tuple that price-taking first messages make, with the states behind it: the definition."""
    found: dict[FirstMessages, list[State]] = defaultdict(list)
    for state in agent.states(arrangements(agent.market, agent.i, part)):
        for shown in agent.sent_in(state):
            found[shown].append(state)
    return dict(found)


def unordered_on_path(
    agent: InformedAgent, part: Part, selected: Iterable[tuple[int, ...]] | None = None
) -> dict[FirstMessages, list[State]]:
    """The same up to the order within the sides (see `unordered`), which is enough to compare states.

    `selected` may name some of the `selections` only, where the others are known to add nothing.
    """
    found: dict[FirstMessages, dict[State, None]] = defaultdict(dict)
    for state in agent.states(selections(agent.market, agent.i, part) if selected is None else selected):
        for shown in agent.sent_in(state):
            found[unordered(shown)][state] = None
    return {shown: list(states) for shown, states in found.items()}


@cache
def rooms(market: Market) -> tuple[Room, ...]:
    """Within which bounds a seller may have to sell in branch 7, where they leave her a choice.

    Her mates may offer anything, and the buyers of her group ask for anything, commodity by commodity, but
    she has one place in the order of serving.
    """
    found: dict[Room, None] = {}
    for place in range(market.n):
        one = {
            (bounds[0], bounds[1])
            for offered in product(range(market.l + 1), repeat=market.n - 1)
            for total in range(market.n * market.l + 1)
            for bounds in [_bounds(offered, place, total, market.l)]
        }
        for chosen in product(sorted(one), repeat=market.k):
            low, high = zip(*chosen, strict=True)
            if low != high:
                found[low, high] = None
    return tuple(sorted(found))


def _bounds(offered: Sequence[int], place: int, total: int, l: int) -> list[int]:
    """What the seller at this place sells when she offers nothing, and when she offers l."""
    return [serve_or_raise([*offered[:place], own, *offered[place:]], total, l)[place] for own in (0, l)]
