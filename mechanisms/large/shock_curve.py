"""One point of the exact curves of G** with a macro shock: what is expected at an n given one shock."""

from dataclasses import dataclass
from fractions import Fraction

from mechanisms.large.macro_shock import given_shock
from mechanisms.large.shock_market import ShockMarket


@dataclass(frozen=True)
class ShockPoint:
    """G** at one n, given one shock, over all signals and all four branches; strategies meet (9) and (10)."""

    n: int
    shock: int  # its place
    largest: Fraction  # W* per capita with full information
    loss: Fraction  # of surplus per capita
    volume: Fraction  # units that are traded
    rationing: Fraction  # how likely she is, with the worst signal, to sell what she did not name
    differ: Fraction  # the probability that prices differ by ε or more


def shock_point(of: ShockMarket, place: int, epsilon: Fraction) -> ShockPoint:
    """The point given the shock. Raises `TooLargeError` where there are too many counts of signals."""
    found = given_shock(of, place)
    return ShockPoint(
        of.market.n,
        place,
        found.largest / len(of.market.agents),
        found.loss,
        found.volume,
        found.most_rationed(),
        found.prices_differ(epsilon),
    )


def described(of: ShockMarket, place: int) -> str:
    """All that a point depends on, as text."""
    market = of.market
    prices = [str(p) for (p,) in market.P]
    shocks = [
        (
            each.name,
            str(each.probability),
            *(
                [(signal, str(share)) for signal, share in shares.items()]
                for shares in (each.seller, each.buyer)
            ),
        )
        for each in of.shocks
    ]
    kinds = [
        [
            (kind.count, [(*at, [str(own.worth[x]) for x in market.X]) for at, own in kind.at.items()])
            for kind in some
        ]
        for some in (of.sellers, of.buyers)
    ]
    sizes = f"{market.n} {market.l} {market.tie.value} {of.eta} {of.choice.value}"
    return f"{sizes} {prices} {shocks} {kinds} {place}"
