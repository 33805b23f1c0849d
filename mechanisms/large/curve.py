"""One point of the exact curves of a sequence of markets: what G* costs at an n, and what its rivals do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from gametheory.games.errors import InputError, TooLargeError
from mechanisms.large.bound import (
    ONE,
    cost_of_rationing,
    loss_bound,
    n_star,
    spread,
    whole_excess,
    whole_price,
)
from mechanisms.large.efficient_rationing import efficiently_rationed_surplus
from mechanisms.large.expected import Expected
from mechanisms.large.in_g_star import in_g_star
from mechanisms.large.price_difference import prices_differ
from mechanisms.large.rivals import PostedPrice, Rule, k_double_auction, mcafee, surplus_and_money
from mechanisms.large.types import LargeMarket, is_unit, large_market
from mechanisms.markets.instance import Instance


@dataclass(frozen=True)
class Point:
    """G* at one n, everybody a price taker."""

    n: int
    largest: Fraction  # W* per capita
    loss: Fraction  # of surplus per capita
    bound: Fraction | None  # on it, by the duality lemma; for one commodity
    volume: Fraction  # units that are traded, of all commodities together
    rationed: int  # the agent who is rationed most often, from 0
    rationing: Fraction  # with which probability
    differ: Fraction | None  # the probability that prices differ by ε or more; None where that is too much


@dataclass(frozen=True)
class RivalPoint:
    """The rivals on the same market, everybody honest: the loss of surplus per capita."""

    n: int
    k_double_auction: Fraction
    mcafee: Fraction
    mcafee_kept: Fraction  # of what is gained, per capita, the auctioneer keeps so much
    posted: Fraction
    price: Fraction  # that is posted
    by_offer: Fraction  # G* that serves the best offers first


@dataclass(frozen=True)
class Promise:
    """2E: from which n on the loss per capita is at most ε, if l, B, e_0 and s are no larger than these."""

    epsilon: Fraction
    n: int | None  # n*(ε); None where e_0 grows with n
    l: int  # units that anybody trades at most
    B: Fraction  # what rationing costs a unit at most
    e_0: int  # the whole market's excess at the price that clears it best
    s: Fraction  # how far apart prices can be, at least 1


def promise(instances: Iterable[Instance], epsilon: Fraction, are_replicas: bool = False) -> Promise:
    """n*(ε) by the largest l, B, at least 1, e_0 and s of some markets. Raises `InputError` unless k = 1.

    In replicas of one market the excess grows with n, unless it is 0.
    """
    l, B, e_0, s = 1, ONE, 0, ONE
    for instance in instances:
        of = _large(instance)
        if of.market.k != 1:
            raise InputError(f"n*: one commodity, got k = {of.market.k}")
        l, s = max(l, of.market.l), max(s, spread(of.market))
        B, e_0 = max(B, cost_of_rationing(of)), max(e_0, abs(whole_excess(of)))
    n = None if are_replicas and e_0 else n_star(epsilon, l, B, e_0, s)
    return Promise(epsilon, n, l, B, e_0, s)


def point(instance: Instance, epsilon: Fraction) -> Point:
    """The point of an instance of G*. Raises `TooLargeError` where it would take too long."""
    of = _large(instance)
    found = in_g_star(of)
    agent, rationing = found.most_rationed()
    return Point(
        of.market.n,
        found.largest / found.agents,
        found.loss,
        loss_bound(of) if of.market.k == 1 else None,
        sum((found.volume(h) for h in range(of.market.k)), Fraction(0)),
        agent,
        rationing,
        _differ(of, epsilon),
    )


def _differ(of: LargeMarket, epsilon: Fraction) -> Fraction | None:
    try:
        return prices_differ(of, epsilon)
    except TooLargeError:
        return None


def rival_point(instance: Instance, posted: Fraction | None = None) -> RivalPoint:
    """The rivals at an instance of G*; unless given, the price that is posted clears the whole market.

    Raises `InputError` where demands are not unit demands.
    """
    of = _large(instance)
    market = of.market
    if not is_unit(market):
        raise InputError(f"rivals: k = l = 1, got k = {market.k}, l = {market.l}")
    costs, values = (
        [instance.traders[i].worth[(1,)] for i in agents] for agents in (market.sellers, market.buyers)
    )
    P = [p for (p,) in market.P]
    price = P[whole_price(of)] if posted is None else posted
    largest = Expected(of, 1, {}, ()).largest

    def lost(rule: Rule) -> tuple[Fraction, Fraction]:
        gains, money = surplus_and_money(costs, values, rule(costs, values, P))
        return (largest - gains) / len(market.agents), money / len(market.agents)

    return RivalPoint(
        market.n,
        lost(k_double_auction)[0],
        *lost(mcafee),
        lost(PostedPrice(price))[0],
        price,
        (largest - efficiently_rationed_surplus(of)) / len(market.agents),
    )


def _large(instance: Instance) -> LargeMarket:
    return large_market(instance.mechanism.market, instance.traders)


def described(instance: Instance) -> str:
    """All that a point depends on, as text."""
    market = instance.mechanism.market
    worths: Mapping[str, object] = {
        str(i): [str(trader.worth[x]) for x in market.X] for i, trader in enumerate(instance.traders)
    }
    prices = [list(map(str, p)) for p in market.P]
    return f"{market.n} {market.k} {market.l} {market.tie.value} {prices} {worths}"
