"""The literal game: every message of every agent, as a normal-form game with exact payoffs.

A mechanism's `allocation` is the definition. For G* itself the same steps are taken for all message
profiles at once, with one array axis per agent; the two are compared in the tests.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray, common_denominator, integer_dtype
from gametheory.games.normal_form import NormalFormGame
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.grouping import Group, Grouping, grouping_count, groupings
from mechanisms.markets.grouping_mechanism import GroupingMechanism
from mechanisms.markets.market import Market, Message, Tie, show_message
from mechanisms.markets.trader import Trader, require_traders

MOST_PROFILES = 50_000_000  # beyond this the arrays no longer fit a small machine; use the plan form
MOST_OUTCOMES = 300_000_000  # pairs of a grouping and a profile: beyond this it takes minutes


def require_listable(market: Market) -> None:
    """Refuse a market whose literal game has too many message profiles to be listed."""
    game = (
        f"the literal game: {len(market.X)}^{len(market.P)} messages for each of {len(market.agents)} agents"
    )
    profiles = market.profiles_up_to(MOST_PROFILES)
    if profiles is None:
        raise TooLargeError(f"{game} are more than {MOST_PROFILES:,} profiles in all, too many to list")
    if profiles * grouping_count(market) > MOST_OUTCOMES:
        raise TooLargeError(
            f"{game} in {grouping_count(market):,} groupings are more than {MOST_OUTCOMES:,} outcomes, "
            "too many to list"
        )


@dataclass(frozen=True)
class Event:
    """What one agent trades, and at which price, at every message profile, at φ and at groupings like it.

    The array has one axis per agent (of length 1 where it does not matter). An entry counts the pairs of a
    price and a bundle: place of the price in P, times |X|, plus place of the bundle in X.
    """

    phi: Grouping
    pair: IntegerArray
    count: int  # how many φ in Φ have this same array


@dataclass(frozen=True)
class Events:
    """Everything that can happen to one agent: the distinct events over all of Φ."""

    market: Market
    distinct: tuple[Event, ...]

    def payoffs(self, trader: Trader) -> tuple[IntegerArray, int]:
        """The agent's expected payoff at every message profile: integer numerators and their denominator."""
        values = [trader.payoff(x, p) for p in self.market.P for x in self.market.X]
        denominator = common_denominator(values)
        numerators = [int(value * denominator) for value in values]
        groupings = sum(event.count for event in self.distinct)
        dtype = integer_dtype(max(map(abs, numerators)) * groupings)  # bounds every partial sum over Φ
        table = np.array(numerators, dtype=dtype)
        total = np.zeros((self.market.message_count,) * len(self.market.agents), dtype=dtype)
        for event in self.distinct:
            total += (event.count * table)[event.pair]
        return total, denominator * groupings


def events(g: GroupingMechanism, agents: Collection[int]) -> dict[int, Events]:
    """What happens to each of `agents` at every φ and profile. Raises `TooLargeError` if these are too many.

    G* itself is computed for all profiles at once, any other mechanism (a subclass of `GStar` too) one
    profile at a time from its definition.
    """
    require_listable(g.market)
    found: dict[int, dict[tuple[object, ...], Event]] = {i: {} for i in agents}
    at_phi = _g_star_events if type(g) is GStar else _defined_events
    for phi in groupings(g.market):
        for i, pair in at_phi(g, phi, agents).items():
            same = (pair.shape, pair.tobytes())
            count = found[i][same].count + 1 if same in found[i] else 1
            found[i][same] = Event(phi, pair, count)
    return {i: Events(g.market, tuple(distinct.values())) for i, distinct in found.items()}


def _g_star_events(g: GroupingMechanism, phi: Grouping, agents: Collection[int]) -> dict[int, IntegerArray]:
    market = g.market
    # messages[d, p, h]: how much of commodity h the d-th message names at the p-th price.
    messages = np.array(list(market.messages()), dtype=integer_dtype(market.l * market.n))
    pairs = integer_dtype(len(market.P) * len(market.X))
    group_1, group_2 = phi.groups(market.n)
    p_hat, p_tilde = (_clearing_prices(market, group, messages) for group in (group_1, group_2))
    of_agent: dict[int, IntegerArray] = {}
    for group, price in (group_1, p_tilde), (group_2, p_hat):
        wanted = [i for i in (*group.sellers, *group.buyers) if i in agents]
        if wanted:
            bundles = _trades(market, group, price, messages)
            of_agent |= {i: price.astype(pairs) * len(market.X) + bundles[i] for i in wanted}
    return of_agent


def _defined_events(g: GroupingMechanism, phi: Grouping, agents: Collection[int]) -> dict[int, IntegerArray]:
    market = g.market
    messages = list(market.messages())
    shape = (len(messages),) * len(market.agents)
    of_agent: dict[int, IntegerArray] = {i: np.zeros(shape, dtype=np.int64) for i in agents}
    for profile in product(range(len(messages)), repeat=len(shape)):
        a = g.allocation(phi, [messages[d] for d in profile])
        for i, pair in of_agent.items():
            pair[profile] = market.P.index(a.q[i]) * len(market.X) + market.X.index(a.x[i])
    return of_agent


def literal_game(g: GroupingMechanism, traders: Sequence[Trader]) -> NormalFormGame:
    """The normal-form game of all agents and all messages.

    Raises `InputError` if there is not one trader for each agent, `TooLargeError` when it cannot be listed.
    """
    market = g.market
    require_traders(market, traders)
    payoffs = [of_i.payoffs(traders[i]) for i, of_i in events(g, market.agents).items()]
    labels = [show_message(d) for d in market.messages()]
    return NormalFormGame.from_arrays(
        [numerators for numerators, _ in payoffs],
        denominators=[denominator for _, denominator in payoffs],
        players=[market.name(i) for i in market.agents],
        strategies=[labels] * len(market.agents),
    )


def is_dominant(g: GroupingMechanism, i: int, trader: Trader, message: Message) -> bool:
    """Does it pay agent i most whatever the others announce? The definition, profile by profile.

    Raises `TooLargeError` where there are too many profiles or outcomes.
    """
    require_listable(g.market)

    def payoff(own: Message, others: Sequence[Message]) -> Fraction:
        return g.expected_payoff(i, trader, [*others[:i], own, *others[i:]])

    return all(
        payoff(message, others) >= max(payoff(other, others) for other in g.market.messages())
        for others in product(g.market.messages(), repeat=len(g.market.agents) - 1)
    )


def _axis(market: Market, i: int, values: IntegerArray) -> IntegerArray:
    """`values`, one per message of agent i, laid along her axis."""
    laid: IntegerArray = values.reshape([-1 if j == i else 1 for j in market.agents])
    return laid


def _clearing_prices(market: Market, group: Group, messages: IntegerArray) -> IntegerArray:
    """The place in P of the group's clearing price at every profile (see `clearing_price`)."""
    excesses = []
    for p in range(len(market.P)):
        per_commodity = []
        for h in range(market.k):
            supply = sum(_axis(market, i, messages[:, p, h]) for i in group.sellers)
            demand = sum(_axis(market, i, messages[:, p, h]) for i in group.buyers)
            per_commodity.append(np.abs(supply - demand))
        excesses.append(np.maximum.reduce(per_commodity))
    stacked = np.stack(excesses)
    place: IntegerArray = np.argmin(stacked, axis=0)  # the first of several minimisers
    if market.tie is Tie.HIGHEST:
        place = len(market.P) - 1 - np.argmin(stacked[::-1], axis=0)
    return place.astype(integer_dtype(len(market.P)))


def _trades(
    market: Market, group: Group, price: IntegerArray, messages: IntegerArray
) -> dict[int, IntegerArray]:
    """The place in X of what each member of the group trades at every profile (see `GStar.trades`)."""
    places: dict[int, IntegerArray] = {}
    count = integer_dtype(market.message_count)
    own = {
        i: _axis(market, i, np.arange(market.message_count, dtype=count))
        for i in group.sellers + group.buyers
    }
    for h in range(market.k):
        named = {i: messages[:, :, h][own[i], price] for i in own}
        supply = sum(named[i] for i in group.sellers)
        demand = sum(named[i] for i in group.buyers)
        # Serving a side in order up to the other side's total gives min(want, what is left): on the short
        # side, whose wants add up to no more than that total, everybody gets all she wants, as (3) asks.
        for side, left in (group.sellers, demand), (group.buyers, supply):
            for i in side:
                served = np.minimum(named[i], left)
                left = left - served
                digit = served.astype(integer_dtype(len(market.X))) * (market.l + 1) ** (market.k - 1 - h)
                places[i] = places[i] + digit if i in places else digit
    return places
