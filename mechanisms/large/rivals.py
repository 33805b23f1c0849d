"""What a designer might choose instead of G*, with unit demands: who trades at which price, from what is
said.

Each rival is a function of the costs and values that agents name, so that the same rules make an exact
curve and a mechanism on a small market, on which the claims on any mechanism decide whether truth is
dominant.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, product
from typing import TypeAlias

from mechanisms.general.mechanism import Mechanism

Offers: TypeAlias = Sequence[Fraction]  # the costs of sellers, or the values of buyers, in their order
Chances: TypeAlias = tuple[tuple[Fraction, Fraction], ...]  # prices at which she trades, with probabilities
Trades: TypeAlias = tuple[Chances, ...]  # of each agent, sellers first
Rule: TypeAlias = Callable[[Offers, Offers, Offers], Trades]  # from costs, values and the prices of P

ONE = Fraction(1)


def k_double_auction(costs: Offers, values: Offers, P: Offers) -> Trades:
    """All gains from trade are made, at the middle of the prices that clear the market (k = 1/2).

    Of several agents with the same offer at the margin the first ones trade. Rustichini, Satterthwaite and
    Williams, Econometrica 62 (1994).
    """
    sellers, buyers = _in_order(costs, values)
    traded = _efficient(costs, values)
    if not traded:
        return ((),) * (len(costs) + len(values))
    low = max([costs[sellers[traded - 1]], *(values[j] for j in buyers[traded : traded + 1])])
    high = min([values[buyers[traded - 1]], *(costs[i] for i in sellers[traded : traded + 1])])
    return _at(costs, values, sellers[:traded], buyers[:traded], (low + high) / 2, (low + high) / 2)


def mcafee(costs: Offers, values: Offers, P: Offers) -> Trades:
    """One price for all efficient trades if it suits the last pair; else this pair sets two, and stays out.

    McAfee, A dominant strategy double auction, J. Economic Theory 56 (1992). Where there is no next seller or
    buyer the ends of P stand for them.
    """
    sellers, buyers = _in_order(costs, values)
    traded = _efficient(costs, values)
    if not traded:
        return ((),) * (len(costs) + len(values))
    next_cost = costs[sellers[traded]] if traded < len(costs) else P[-1]
    next_value = values[buyers[traded]] if traded < len(values) else P[0]
    middle = (next_cost + next_value) / 2
    cost, value = costs[sellers[traded - 1]], values[buyers[traded - 1]]
    if cost <= middle <= value:
        return _at(costs, values, sellers[:traded], buyers[:traded], middle, middle)
    return _at(costs, values, sellers[: traded - 1], buyers[: traded - 1], cost, value)


@dataclass(frozen=True)
class PostedPrice:
    """All trade at a price that nobody sets, who like to; the long side is drawn by lot.

    Hagerty and Rogerson, Robust trading mechanisms, J. Economic Theory 42 (1987).
    """

    price: Fraction

    def __call__(self, costs: Offers, values: Offers, P: Offers) -> Trades:
        """Each of the long side trades with the same probability."""
        selling, buying = sum(c < self.price for c in costs), sum(v > self.price for v in values)
        traded = min(selling, buying)
        return tuple(
            ((self.price, Fraction(traded, willing)),) if wants and traded else ()
            for willing, side in (
                (selling, [c < self.price for c in costs]),
                (buying, [v > self.price for v in values]),
            )
            for wants in side
        )


@dataclass(frozen=True)
class RandomSampling:
    """G* as a function of costs and values, by every division into groups; `by_offer` serves the best
    offers first.

    With `by_offer` those of the long side who offer the same are drawn by lot, without it all of them.
    """

    by_offer: bool

    def __call__(self, costs: Offers, values: Offers, P: Offers) -> Trades:
        """Group 1 trades at the lowest price of P that clears group 2 best, and the other way round."""
        n = len(costs) // 2
        found: list[dict[Fraction, Fraction]] = [{} for _ in (*costs, *values)]
        halves = list(combinations(range(2 * n), n))
        rest = {half: tuple(i for i in range(2 * n) if i not in half) for half in halves}
        own_costs, own_values = ({h: tuple(side[i] for i in h) for h in halves} for side in (costs, values))
        for sellers, buyers in product(halves, repeat=2):
            p = _clearing(own_costs[rest[sellers]], own_values[rest[buyers]], tuple(P))
            chances = _within(own_costs[sellers], own_values[buyers], p, self.by_offer)
            for agent, chance in zip((*sellers, *(2 * n + j for j in buyers)), chances, strict=True):
                if chance:  # twice, for the groups are alike
                    own = found[agent]
                    own[p] = own.get(p, Fraction(0)) + 2 * chance / len(halves) ** 2
        return tuple(tuple(sorted(own.items())) for own in found)


@lru_cache(maxsize=10_000)
def _clearing(costs: tuple[Fraction, ...], values: tuple[Fraction, ...], P: tuple[Fraction, ...]) -> Fraction:
    """The lowest price at which supply and demand of a group differ least."""
    return min(P, key=lambda p: abs(sum(c < p for c in costs) - sum(v > p for v in values)))


@lru_cache(maxsize=10_000)
def _within(
    costs: tuple[Fraction, ...], values: tuple[Fraction, ...], p: Fraction, by_offer: bool
) -> tuple[Fraction, ...]:
    """With which chance each member of a group trades at a price, sellers first."""
    selling, buying = [c for c in costs if c < p], [-v for v in values if v > p]
    traded = min(len(selling), len(buying))

    def chance(offer: Fraction, willing: list[Fraction]) -> Fraction:
        if offer not in willing:
            return Fraction(0)
        if not by_offer:
            return Fraction(traded, len(willing))
        better, equal = sum(other < offer for other in willing), willing.count(offer)
        return Fraction(max(0, min(equal, traded - better)), equal)

    return (*(chance(c, selling) for c in costs), *(chance(-v, buying) for v in values))


def _in_order(costs: Offers, values: Offers) -> tuple[list[int], list[int]]:
    return sorted(range(len(costs)), key=costs.__getitem__), sorted(
        range(len(values)), key=lambda j: -values[j]
    )


def _efficient(costs: Offers, values: Offers) -> int:
    """How many pairs gain by trading."""
    return sum(c < v for c, v in zip(sorted(costs), sorted(values, reverse=True), strict=True))


def _at(
    costs: Offers,
    values: Offers,
    sellers: Sequence[int],
    buyers: Sequence[int],
    got: Fraction,
    paid: Fraction,
) -> Trades:
    selling, buying = set(sellers), set(buyers)
    return (
        *(((got, ONE),) if i in selling else () for i in range(len(costs))),
        *(((paid, ONE),) if j in buying else () for j in range(len(values))),
    )


def surplus_and_money(costs: Offers, values: Offers, trades: Trades) -> tuple[Fraction, Fraction]:
    """The expected gains from trade, and what the auctioneer is expected to keep of them."""
    chances = [sum((chance for _, chance in own), Fraction(0)) for own in trades]
    gains = sum((c * v for c, v in zip(chances, [*(-c for c in costs), *values], strict=True)), Fraction(0))
    money = [sum((p * chance for p, chance in own), Fraction(0)) for own in trades]
    return gains, sum(money[len(costs) :], Fraction(0)) - sum(money[: len(costs)], Fraction(0))


class SmallMarket(Mechanism):
    """A rival on a market of four sellers and four buyers, each with one of a few costs or values.

    A type is a cost or a value, a message names one. An outcome says at which prices each agent trades, with
    which probabilities; she is risk-neutral, as in the paper.
    """

    rule: Rule
    P: Offers = tuple(Fraction(p, 4) for p in range(5))
    costs, values = (Fraction(1, 8), Fraction(5, 8)), (Fraction(3, 8), Fraction(7, 8))

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.players = [f"seller {i}" for i in range(1, 5)] + [f"buyer {i}" for i in range(5, 9)]
        self.types = dict(enumerate([self.costs] * 4 + [self.values] * 4))

    def outcome(self, messages: Sequence[Fraction]) -> Trades:
        """Who trades at which prices, by the rule."""
        return self.rule(messages[:4], messages[4:], self.P)

    def payoff(self, i: int, type: Fraction, outcome: Trades) -> Fraction:
        """Price less cost, or value less price."""
        sign = 1 if i < 4 else -1
        return sum((sign * (p - type) * chance for p, chance in outcome[i]), Fraction(0))
