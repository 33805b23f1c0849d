"""Instances of G+ with anonymous payoffs that Theorem 6 is checked on: three groups, unit trade, two signals.

What a unit costs or is worth is listed by the own signal and by how many other sellers, and buyers, have
signal H. The lists are drawn at random with a fixed seed; those that break a hypothesis are left out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import product
from random import Random
from typing import TypeAlias

from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.counted import Census, CountedInstance, count_up
from mechanisms.markets.interdependent import InterdependentInstance, interdependent_instance
from mechanisms.markets.market import Market, Side, price_grid
from mechanisms.markets.prior import Prior, Signals
from mechanisms.markets.trader import Trader, separable
from proofs.claims.scopes import braces, listing, seeds, show_letters, show_prices, so_many
from proofs.conditions.g_plus_instances import (
    ETA,
    HALF,
    LEANINGS,
    SIGNALS,
    SINGLE_PRICE,
    correlated,
    three_groups,
)

Worth: TypeAlias = Mapping[tuple[str, int, int], Fraction]  # by own signal and others' H: sellers, buyers

HIGH_PLACE = SIGNALS.index("H")
LOW = (Fraction(0), Fraction(1, 4), HALF, Fraction(1))  # with the own signal L
HIGH = (HALF, Fraction(3, 4), Fraction(1), Fraction(2))
PRIVATE = {"L": (Fraction(1, 4), Fraction(3, 8)), "H": (Fraction(5, 4), Fraction(2))}  # no price in between
LISTS = {1: SINGLE_PRICE, 2: price_grid(1, 1)}  # by the number of prices


def listed_instance(market: Market, prior: Prior, sellers: Worth, buyers: Worth) -> InterdependentInstance:
    """The instance in which worth depends on the own signal and on the counts of others' H."""

    @cache
    def unit(is_seller: bool, own: str, sellers_high: int, buyers_high: int) -> Trader:
        side, worth = (Side.SELLER, sellers) if is_seller else (Side.BUYER, buyers)
        return separable(side, [[worth[own, sellers_high, buyers_high]]])

    def trader(i: int, omega: Signals) -> Trader:
        is_seller, own = i in market.sellers, omega[i]
        highs = [side.count("H") for side in (omega[: market.side_size], omega[market.side_size :])]
        highs[not is_seller] -= own == "H"  # the others'
        return unit(is_seller, own, *highs)

    return interdependent_instance("by counts", GPlus(market, ETA), prior, trader)


def counted_instance(market: Market, leaning: Fraction, sellers: Worth, buyers: Worth) -> CountedInstance:
    """The same instance with `correlated` signals by counts, without a list of profiles."""
    units = cache(lambda side, worth: separable(side, [[worth]]))

    def trader(side: Side, own: str, others: Census) -> Trader:
        worth = sellers if side is Side.SELLER else buyers
        return units(side, worth[own, others[0][HIGH_PLACE], others[1][HIGH_PLACE]])

    def share(census: Census) -> Fraction:
        agree = max(map(sum, zip(*census, strict=True))) == len(market.agents)
        return 1 + (leaning if agree else Fraction(0))

    return count_up(GPlus(market, ETA), (SIGNALS, SIGNALS), share, trader)


def random_worth(market: Market, random: Random, *, of_sellers: bool, private: bool) -> Worth:
    """A list for one side; with `private` the own signal alone decides what is better at 0, 1/2 and 1."""
    size = market.side_size
    sellers, buyers = (range(size) if own else range(size + 1) for own in (of_sellers, not of_sellers))
    choices = PRIVATE if private else {"L": LOW, "H": HIGH}
    return {(own, s, b): random.choice(choices[own]) for s, b, own in product(sellers, buyers, SIGNALS)}


@dataclass(frozen=True)
class Member:
    """A member of the family, by what it is drawn from."""

    n: int
    prices: int  # the single price 1/2, or the two prices 0 and 1
    leaning: Fraction
    private: bool  # sellers' preferences
    seed: int
    groups: int = 3

    @property
    def market(self) -> Market:
        """Who trades."""
        return replace(three_groups(LISTS[self.prices], self.n), groups=self.groups)

    def instance(self) -> InterdependentInstance:
        """The instance, the same at every call."""
        return listed_instance(self.market, _prior(self.n, self.groups, self.leaning), *self._worth())

    def by_counts(self) -> CountedInstance:
        """The same without a list of profiles."""
        return counted_instance(self.market, self.leaning, *self._worth())

    def _worth(self) -> tuple[Worth, Worth]:
        random = Random(self.seed)
        sellers = random_worth(self.market, random, of_sellers=True, private=self.private)
        return sellers, random_worth(self.market, random, of_sellers=False, private=False)


@cache
def _prior(n: int, groups: int, leaning: Fraction) -> Prior:
    return correlated(replace(three_groups(n=n), groups=groups), leaning)


def members(n: int, prices: tuple[int, ...], seeds: int, groups: int = 3) -> Iterator[Member]:
    """So many seeds for each number of prices, prior and kind of sellers."""
    for count, leaning, private, seed in product(prices, LEANINGS, (False, True), range(seeds)):
        yield Member(n, count, leaning, private, seed, groups)


def family_scope(count: int, groups: Iterable[int] = (3,)) -> str:
    """What the members with so many seeds and groups are drawn from, in words."""
    market = three_groups()
    size = f"r={listing(groups, 'or')}, {show_letters({'k': market.k, 'l': market.l})}"
    private = listing(map(braces, PRIVATE.values()), "or")
    return (
        f"{size}, P = {listing(map(show_prices, LISTS.values()), 'or')}, {so_many(len(SIGNALS), 'signal')} a "
        "side; worth by the own signal and the numbers of other sellers' and buyers' H, from "
        f"{braces(LOW)} or {braces(HIGH)}, private costs from {private}, drawn at random ({seeds(count)}); "
        f"{so_many(len(LEANINGS), 'symmetric prior')}"
    )
