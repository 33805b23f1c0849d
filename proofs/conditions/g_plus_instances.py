"""Small instances of G+ that its claims are checked on: three groups, unit trade, two signals each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product

from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.interdependent import InterdependentInstance, interdependent_instance
from mechanisms.markets.market import Market, Price, Side, Tie, price_grid
from mechanisms.markets.prior import Prior, Signals, explicit_prior
from mechanisms.markets.trader import Trader, separable
from proofs.claims.claim import Watch
from proofs.claims.scopes import braces, listing, short_size, show_prices, so_many
from proofs.conditions.anonymity import is_anonymous
from proofs.conditions.revealing_demands import find_violation

ETA = Fraction(1, 10)
HALF = Fraction(1, 2)
SINGLE_PRICE: tuple[Price, ...] = ((HALF,),)
SIGNALS = ("L", "H")
VALUES = (Fraction(0), HALF, Fraction(1), Fraction(2))
MORE = (Fraction(0), Fraction(1, 4))  # for each other agent with H
PRICE_LISTS = (SINGLE_PRICE, price_grid(1, 1))
LEANINGS = (Fraction(0), Fraction(20))  # independent signals, and signals that tend to agree


def three_groups(P: tuple[Price, ...] = SINGLE_PRICE, n: int = 1) -> Market:
    """r = 3, k = l = 1."""
    return Market(n, 1, 1, P, Tie.LOWEST, groups=3)


def correlated(market: Market, leaning: Fraction = Fraction(0)) -> Prior:
    """A symmetric prior with full support: f in proportion to 1, and 1 + leaning if all signals agree."""
    profiles = list(product(SIGNALS, repeat=len(market.agents)))
    shares = {omega: 1 + (leaning if len(set(omega)) == 1 else 0) for omega in profiles}
    total = sum(shares.values())
    return explicit_prior(
        market, SIGNALS, SIGNALS, {omega: Fraction(share) / total for omega, share in shares.items()}
    )


def unit_instance(
    title: str, market: Market, prior: Prior, worth: Callable[[int, Signals], Fraction]
) -> InterdependentInstance:
    """A unit costs, or is worth, `worth(i, ω)` to agent i."""
    return interdependent_instance(
        title,
        GPlus(market, ETA),
        prior,
        lambda i, omega: separable(market.side(i), [[worth(i, omega)]]),
    )


@dataclass(frozen=True)
class Linear:
    """What a unit costs or is worth: by the own signal, and so much more for each H of the others."""

    low: Fraction
    high: Fraction
    more: Fraction = Fraction(0)

    def worth(self, own: str, others: int) -> Fraction:
        """With this signal, where so many others have H."""
        return (self.high if own == "H" else self.low) + self.more * others


def anonymous(market: Market, prior: Prior, sellers: Linear, buyers: Linear) -> InterdependentInstance:
    """Everybody on a side is alike, so payoffs are anonymous."""

    @cache
    def trader(is_seller: bool, own: str, others: int) -> Trader:
        side, linear = (Side.SELLER, sellers) if is_seller else (Side.BUYER, buyers)
        return separable(side, [[linear.worth(own, others)]])

    return interdependent_instance(
        "anonymous",
        GPlus(market, ETA),
        prior,
        lambda i, omega: trader(i in market.sellers, omega[i], omega.count("H") - (omega[i] == "H")),
    )


def anonymous_family(more: tuple[Fraction, ...]) -> Iterator[InterdependentInstance]:
    """r = 3, n = 1; two price lists, two priors, every (low, high) from `VALUES`, the same for both sides."""
    for P, leaning in product(PRICE_LISTS, LEANINGS):
        market = three_groups(P)
        prior = correlated(market, leaning)
        for low, high, extra in product(VALUES, VALUES, more):
            linear = Linear(low, high, extra)
            yield anonymous(market, prior, linear, linear)


def anonymous_scope() -> str:
    """What `revealing_family` runs through, in words."""
    size = short_size(three_groups(), prices=False)
    priors = so_many(len(LEANINGS), "symmetric prior")
    return (
        f"{size}, P = {listing(map(show_prices, PRICE_LISTS), 'or')}; worth (low, high) from "
        f"{braces(VALUES)}², and {listing(MORE, 'or')} more for every other H; {priors}; those with (15)"
    )


def revealing_family(watch: Watch) -> Iterator[InterdependentInstance]:
    """The anonymous instances with (15) and a symmetric prior."""
    watch("anonymous instances")
    for game in anonymous_family(MORE):
        if find_violation(game) is None and is_anonymous(game):  # what takes less time first
            yield game


def private_values() -> InterdependentInstance:
    """A unit is worth, or costs, 0 with signal L and 2 with signal H: 1 on average. The price is 1/2."""
    market = three_groups()
    linear = Linear(Fraction(0), Fraction(2))
    return anonymous(market, correlated(market), linear, linear)


WORTH_TO_THE_CHOOSY = {"HL": Fraction(1), "LL": Fraction(1, 4), "HH": Fraction(1, 4), "LH": Fraction(0)}


def choosy_buyer() -> InterdependentInstance:
    """(15) holds, but payoffs are not anonymous: buyer 4 likes buyer 5's signal H and dislikes buyer 6's."""
    market = three_groups()
    first, liked, disliked = market.buyers

    def worth(i: int, omega: Signals) -> Fraction:
        if i == first and omega[i] == "L":
            return WORTH_TO_THE_CHOOSY[omega[liked] + omega[disliked]]
        return Fraction(2 if omega[i] == "H" else 0)

    return unit_instance("choosy", market, correlated(market), worth)


def contrary_buyer() -> InterdependentInstance:
    """(15) holds, but payoffs are not anonymous: buyer 4 wants a unit with signal L, the others with H."""
    market = three_groups()
    wanting = {i: "L" if i == market.buyers[0] else "H" for i in market.agents}
    return unit_instance(
        "contrary", market, correlated(market), lambda i, omega: Fraction(omega[i] == wanting[i])
    )
