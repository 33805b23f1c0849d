"""A witness in which an agent with a signal says one thing or a better one, draw by draw: to redo by hand.

Her expected payoff is the mean of what she earns over the others' signals, groupings, prices and branches.
Many draws are alike for her: the branch, the price, the excesses that make it and her trades are the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Any, Protocol, runtime_checkable

from gametheory.games.errors import TooLargeError
from mechanisms.markets.clearing import excess
from mechanisms.markets.grouping import Grouping, distinct_groupings
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle
from mechanisms.markets.prior import Signals

NOWHERE = Grouping((), ())
NO_EXCESSES: tuple[int, ...] = ()
MOST_DRAWS = 100_000  # at all signals, of groupings that are not alike


@dataclass(frozen=True)
class TwoWays:
    """Agent i with a signal says one thing, or a better one; the others keep to what they do."""

    i: int
    own: str
    profiles: Callable[[Signals], tuple[Any, Any]]  # at ω: all messages, with hers and with the better one
    listed: Callable[[Any], list[object]]  # the messages of a profile, agent by agent
    said: tuple[tuple[str, str], ...]  # who says what, in words: she, with either message
    others: tuple[tuple[int, str, str], ...]  # and each of the others, with a signal, where it plays a part


@runtime_checkable
class Compares(Protocol):
    """A record in which the others keep to what they do while one agent says one thing, or a better one."""

    def two_ways(self, instance: InterdependentInstance) -> TwoWays:
        """What is compared."""
        ...


@dataclass(frozen=True)
class AlikeDraws:
    """Draws in which the same happens to agent i; pairs are for her message and for the better one."""

    b: int
    p: int  # the place in P of the price at which she trades
    excesses: tuple[int, ...]  # of the group that makes the price, at each of P; () where it is drawn
    bounds: tuple[tuple[Bundle, ...], tuple[Bundle, ...], Bundle] | None  # see `served`
    trades: tuple[Bundle, Bundle]
    earns: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))
    phi: Grouping = NOWHERE  # one of them
    omega: Signals = ()
    share: Fraction = Fraction(0)  # their probability

    @property
    def matters(self) -> bool:
        """Does she earn more with one message than with the other?"""
        return self.earns[0] != self.earns[1]


def draws_by_hand(instance: InterdependentInstance, two: TwoWays) -> list[AlikeDraws]:
    """All draws and signals of the others, by running the mechanism; first what matters, the likeliest first.

    Where others only exchange what they say, the same happens to her in the draws that exchange their places.
    Raises `TooLargeError` where there are too many.
    """
    known: list[tuple[list[object], dict[AlikeDraws, AlikeDraws]]] = []
    found: dict[AlikeDraws, AlikeDraws] = {}
    market, count = instance.mechanism.market, 0
    for omega, belief in instance.prior.given({two.i: two.own}).items():
        said = two.listed(two.profiles(omega)[0])
        sides = [j for j in market.sellers if j != two.i], [j for j in market.buyers if j != two.i]
        exchanged = ((_exchange(before, said, sides), draws) for before, draws in known)
        names, draws = next((each for each in exchanged if each[0] is not None), (None, {}))
        if names is None:
            names = {j: j for j in market.agents}
            draws, runs = _draws_at(instance, two, omega)
            known.append((said, draws))
            if (count := count + runs) > MOST_DRAWS:
                raise TooLargeError(f"draws: at most {MOST_DRAWS:,} are told one by one, got more")
        names = {**names, two.i: two.i}
        trader = instance.traders[two.i].at[omega]
        for alike, draw in draws.items():
            q = market.P[alike.p]
            key = replace(alike, earns=(trader.payoff(alike.trades[0], q), trader.payoff(alike.trades[1], q)))
            if key not in found:
                places = ([names[j] for j in side] for side in (draw.phi.sellers, draw.phi.buyers))
                found[key] = replace(key, phi=Grouping(*map(tuple, places)), omega=omega)
            found[key] = replace(found[key], share=found[key].share + belief * draw.share)
    return sorted(found.values(), key=lambda row: (not row.matters, -row.share))


def _draws_at(
    instance: InterdependentInstance, two: TwoWays, omega: Signals
) -> tuple[dict[AlikeDraws, AlikeDraws], int]:
    """What the draws at ω come to, but for what she earns, with one φ and a probability; how many runs."""
    g, market, i = instance.mechanism, instance.mechanism.market, two.i
    profiles = two.profiles(omega)
    phis, probability = distinct_groupings(market, two.listed(profiles[0]), i)
    runs = len(phis) * (1 + (len(g.branches) - 1) * len(market.P))
    if runs > MOST_DRAWS:
        raise TooLargeError(f"draws: at most {MOST_DRAWS:,} are told one by one, got {runs:,} or more")
    found: dict[AlikeDraws, AlikeDraws] = {}
    for b, phi in product(g.branches, phis):
        is_last = b == g.branches[-1]
        prices = range(1) if is_last else range(len(market.P))
        for p in prices:
            one, other = (g.allocation(phi, p, m, b) for m in profiles)
            place, bounds, excesses = p, None, NO_EXCESSES
            if is_last:
                _, makers = g.in_the_last_branch(phi, i, profiles[0])
                place = market.P.index(one.q[i])
                excesses = tuple(
                    excess(market, makers.supplies, makers.demands, at) for at in range(len(market.P))
                )
                bounds = served(instance, two, phi, profiles, place)
            alike = AlikeDraws(b, place, excesses, bounds, (one.x[i], other.x[i]))
            before = found.setdefault(alike, replace(alike, phi=phi))
            share = probability * g.branch_probability(b) / len(prices)
            found[alike] = replace(before, share=before.share + share)
    return found, runs


def _exchange(
    before: Sequence[object], now: Sequence[object], sides: Sequence[Sequence[int]]
) -> dict[int, int] | None:
    """For each of the others somebody on her side who says now what she said before, or None."""
    found: dict[int, int] = {}
    for side in sides:
        left = list(side)
        for j in side:
            same = next((other for other in left if now[other] == before[j]), None)
            if same is None:
                return None
            left.remove(same)
            found[j] = same
    return found


def served(
    instance: InterdependentInstance, two: TwoWays, phi: Grouping, profiles: tuple[Any, Any], p: int
) -> tuple[tuple[Bundle, ...], tuple[Bundle, ...], Bundle] | None:
    """Of a seller in the last branch: what her group offers, in its order, either way, and what it buys."""
    g, market = instance.mechanism, instance.mechanism.market
    if two.i not in market.sellers:
        return None
    one, other = (g.in_the_last_branch(phi, two.i, m)[0] for m in profiles)
    bought = tuple(sum(d[p][h] for d in one.demands) for h in range(market.k))
    return tuple(d[p] for d in one.supplies), tuple(d[p] for d in other.supplies), bought
