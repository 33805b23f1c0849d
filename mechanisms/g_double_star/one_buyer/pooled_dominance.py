"""Round 1 for a buyer whose mate has two signals, at any size: which third messages are dominated, unlisted.

One seller and one buyer in a group; buyers' values do not depend on sellers' signals (Condition 2 as read).
Write u_t(x, p) for buyer i's payoff from x at price p given her own and the mate's signal t, and

    g_t(y, y', p) = f(t | ω_i) [η/|P| Σ_r G_t(r) + (1-3η) G_t(p)],   G_t(r) = u_t(y'(r), r) - u_t(y(r), r):

what she gains from the mate's signal t by demanding y' for y when branch 4 trades at p.

1. *In round 1 the others can give every signal t its own first message δ(t) and its own price p(t), freely.*
   Let all sellers always supply a, and let e(t) agree with a at p(t) and nowhere else: p(t) is the only price
   without excess. Every other profile pays a mean, signal by signal, of such ones, since the price enters
   linearly. So w' is never worse than w if and only if Σ_t min_d m_t(w_d, w'_d) >= 0, where
   m_t(y, y') = min_p g_t(y, y', p), and then dominates it unless every one of these gains is a constant c_t
   with Σ c_t = 0.
2. *Only the image of w matters.* If w' dominates w, send every y in the image I of w to one w'_d with
   w_d = y: the minima do not fall. If every choice of this kind gave constants that sum to 0, any two choices
   would share a member of I (or, when I has one member, sum to 0 both with a minimum that does too), so all
   would be the same constants, and w' would never be better.
3. With two signals: I is dominated if and only if there is a number t, gained from the first signal and
   given up at the second, such that every y in I has some y' with m_1(y, y') >= t and m_2(y, y') >= -t, and
   one y in I such a y' with a gain above t, or -t, at some price. Each pair (y, y') allows an interval of t,
   so its ends are all the t to try.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import prod

from mechanisms.g_double_star.one_buyer.plans import mate
from mechanisms.markets.as_defined import require_as_defined
from mechanisms.markets.interdependent import InterdependentInstance


@dataclass(frozen=True)
class Exchange:
    """A number t at which third messages leave: those with image inside `within` that meets `meets`."""

    t: Fraction
    within: frozenset[int]
    meets: frozenset[int]

    def dominates(self, image: frozenset[int]) -> bool:
        """Are the third messages with this image dominated?"""
        return image <= self.within and not self.meets.isdisjoint(image)


@dataclass(frozen=True)
class PooledDominance:
    """S^1 of a buyer with a signal: a third message survives unless an exchange dominates its image."""

    demands: int  # |D|
    exchanges: tuple[Exchange, ...]

    def survives(self, image: frozenset[int]) -> bool:
        """Do the third messages with this image (places in D) survive round 1?"""
        return not any(exchange.dominates(image) for exchange in self.exchanges)

    def surviving_images(self) -> Iterator[frozenset[int]]:
        """The images of the third messages in S^1; there are at most 2^|D| - 1."""
        for size in range(1, self.demands + 1):
            for image in combinations(range(self.demands), size):
                if self.survives(frozenset(image)):
                    yield frozenset(image)

    def count(self, allowed: list[frozenset[int]]) -> int:
        """How many third messages w survive round 1 and have w_d in `allowed[d]` for every d in D.

        By inclusion and exclusion over the subsets of each surviving image.
        """
        within: dict[frozenset[int], int] = {}

        def inside(image: frozenset[int]) -> int:
            if image not in within:
                within[image] = prod(len(choices & image) for choices in allowed)
            return within[image]

        total = 0
        for image in self.surviving_images():
            members = sorted(image)
            for size in range(len(members) + 1):
                sign = (-1) ** (len(members) - size)
                total += sign * sum(inside(frozenset(part)) for part in combinations(members, size))
        return total


def pooled_dominance(instance: InterdependentInstance, i: int, signal: str) -> PooledDominance:
    """S^1 of buyer i with this signal. Condition 2 as read is taken for granted: check it first."""
    require_as_defined(instance.mechanism)
    market, eta = instance.mechanism.market, instance.mechanism.eta
    other = mate(market, i)
    signals = instance.prior.spaces[other]
    if len(signals) != 2:
        raise ValueError(f"mate's signals: two, got {len(signals)}")
    demands = list(market.messages())
    prices = range(len(market.P))
    belief = instance.prior.given({i: signal})
    tables: list[list[list[Fraction]]] = []  # tables[t][y][p] = f(t | ω_i) u_t(y(p), p)
    for seen in signals:
        share = sum((q for omega, q in belief.items() if omega[other] == seen), Fraction(0))
        trader = (
            instance.informed(i, {i: signal, other: seen}) if share else instance.informed(i, {i: signal})
        )
        tables.append([[share * trader.payoff(y[p], market.P[p]) for p in prices] for y in demands])
    gains = [[_gains(y, better, tables, eta) for better in range(len(demands))] for y in range(len(demands))]
    intervals = [[gain for gain in own if -gain.low_2 <= gain.low_1] for own in gains]
    tries = sorted({end for own in intervals for gain in own for end in (-gain.low_2, gain.low_1)})
    exchanges = []
    for t in tries:
        eligible = [[gain for gain in own if -gain.low_2 <= t <= gain.low_1] for own in intervals]
        within = frozenset(y for y, own in enumerate(eligible) if own)
        meets = frozenset(
            y for y, own in enumerate(eligible) if any(gain.high_1 > t or gain.high_2 > -t for gain in own)
        )
        if meets:
            exchanges.append(Exchange(t, within, meets))
    return PooledDominance(len(demands), tuple(exchanges))


@dataclass(frozen=True, slots=True)
class _Gains:
    """The least and the greatest of g_1(y, y', ·) and of g_2(y, y', ·)."""

    low_1: Fraction
    high_1: Fraction
    low_2: Fraction
    high_2: Fraction


def _gains(y: int, better: int, tables: list[list[list[Fraction]]], eta: Fraction) -> _Gains:
    ends = []
    for table in tables:
        more = [new - old for new, old in zip(table[better], table[y], strict=True)]
        always = eta / len(more) * sum(more, Fraction(0))
        ends += [always + (1 - 3 * eta) * min(more), always + (1 - 3 * eta) * max(more)]
    return _Gains(*ends)
