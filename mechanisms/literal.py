"""The literal game: every message of every agent, as a normal-form game with exact payoffs.

A mechanism's `allocation` is the definition. For G* itself the same steps are taken for all message
profiles at once, with one array axis per agent; the two are compared in the tests.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from gametheory.exact import IntegerArray, common_denominator, integer_dtype
from gametheory.normal_form import NormalFormGame
from mechanisms.g_star import GStar
from mechanisms.grouping import Group, grouping_count, groupings
from mechanisms.market import Market, Message, Tie, show
from mechanisms.mechanism import GroupingMechanism
from mechanisms.trader import Trader

MOST_PROFILES = 50_000_000  # beyond this the arrays no longer fit a small machine; use the plan form


class TooLargeError(ValueError):
    """A game with too many profiles to be listed; the message says how many."""


def require_listable(market: Market) -> None:
    """Refuse a market whose literal game has too many message profiles to be listed."""
    agents = len(market.agents)
    if market.message_count**agents > MOST_PROFILES:
        raise TooLargeError(
            f"the literal game has {market.message_count} messages for each of {agents} agents, "
            f"more than {MOST_PROFILES} profiles in all"
        )


@dataclass(frozen=True)
class LiteralEvents:
    """What happens to one agent at one φ, at every message profile (one array axis per agent)."""

    price: IntegerArray  # the place in P at which she trades
    bundle: IntegerArray  # the place in X of what she trades


def g_star_events(market: Market, agents: Collection[int]) -> Iterator[dict[int, LiteralEvents]]:
    """For each φ in turn, what G* does to each of `agents`; arrays broadcast to the shape of all profiles."""
    require_listable(market)
    # messages[d, p, h]: how much of commodity h the d-th message names at the p-th price.
    messages = np.array(list(market.messages()), dtype=integer_dtype(market.l * market.n))
    for phi in groupings(market):
        group_1, group_2 = phi.groups(market.n)
        p_hat, p_tilde = (_clearing_prices(market, group, messages) for group in (group_1, group_2))
        happens: dict[int, LiteralEvents] = {}
        for group, price in (group_1, p_tilde), (group_2, p_hat):
            if not {*group.sellers, *group.buyers}.isdisjoint(agents):
                for i, bundle in _trades(market, group, price, messages).items():
                    happens[i] = LiteralEvents(price, bundle)
        yield {i: happens[i] for i in agents}


def listed_events(g: GroupingMechanism, agents: Collection[int]) -> Iterator[dict[int, LiteralEvents]]:
    """The same for any mechanism, one profile at a time, from the definition alone."""
    market = g.market
    require_listable(market)
    messages = list(market.messages())
    shape = (len(messages),) * len(market.agents)
    for phi in groupings(market):
        happens = {i: LiteralEvents(np.zeros(shape, dtype=int), np.zeros(shape, dtype=int)) for i in agents}
        for profile in product(range(len(messages)), repeat=len(market.agents)):
            a = g.allocation(phi, [messages[d] for d in profile])
            for i, event in happens.items():
                event.price[profile] = market.P.index(a.q[i])
                event.bundle[profile] = market.X.index(a.x[i])
        yield happens


def literal_payoffs(
    g: GroupingMechanism, traders: Mapping[int, Trader]
) -> dict[int, tuple[IntegerArray, int]]:
    """Each given agent's expected payoff at every message profile: integer numerators and a denominator.

    Raises `TooLargeError` when the profiles cannot be listed.
    """
    market = g.market
    shape = (market.message_count,) * len(market.agents)
    tables, totals, denominators = {}, {}, {}
    for i, trader in traders.items():
        worth = [[trader.payoff(x, p) for x in market.X] for p in market.P]
        denominator = common_denominator(value for row in worth for value in row)
        numerators = [[int(value * denominator) for value in row] for row in worth]
        largest = max(abs(value) for row in numerators for value in row)
        dtype = integer_dtype(largest * grouping_count(market))  # bounds every partial sum over Φ
        tables[i] = np.array(numerators, dtype=dtype)
        totals[i] = np.zeros(shape, dtype=dtype)
        denominators[i] = denominator * grouping_count(market)
    is_g_star = type(g) is GStar  # a subclass may do something else
    for events in g_star_events(market, traders) if is_g_star else listed_events(g, traders):
        for i, event in events.items():
            totals[i] += tables[i][event.price, event.bundle]
    return {i: (totals[i], denominators[i]) for i in traders}


def literal_game(g: GroupingMechanism, traders: Sequence[Trader]) -> NormalFormGame:
    """The normal-form game of all agents and all messages.

    Raises `TooLargeError` when it cannot be listed.
    """
    market = g.market
    payoffs = literal_payoffs(g, dict(enumerate(traders)))
    labels = [show_message(d) for d in market.messages()]
    return NormalFormGame.from_arrays(
        [payoffs[i][0] for i in market.agents],
        denominators=[payoffs[i][1] for i in market.agents],
        players=[market.name(i) for i in market.agents],
        strategies=[labels] * len(market.agents),
    )


def show_message(d: Message) -> str:
    """A message as a person writes it: the bundle at each price in turn.

    >>> show_message(((0,), (1,), (2,)))
    '0 1 2'
    """
    return " ".join(show(x) for x in d)


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
