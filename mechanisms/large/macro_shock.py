"""G** with a macro shock and many agents (section 3.4): exact expectations given the shock, in all branches.

Given ω_0 signals are independent, so what matters of a group is how many of each kind of agent with each
signal it has. The buyers' first messages reveal their signals (8). So a buyer's second message is best
under the belief about ω_0 that the counts in her group give, her third under that of all buyers; a seller
knows her own signal. The counts in both groups are listed: with J signals of buyers, J' of sellers and one
kind of each, of the order of n^(2(J-1)) + n^(J-1 + 2(J'-1)) for each price.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product
from math import comb, factorial, prod
from typing import TypeAlias

from gametheory.games.errors import InputError, TooLargeError
from gametheory.games.exact import common_denominator
from mechanisms.large.binomials import lcm_up_to
from mechanisms.large.compositions import composition_count
from mechanisms.large.serving import served
from mechanisms.large.surplus import surplus_of
from mechanisms.large.types import Indifferent
from mechanisms.markets.market import Market, Side, Tie
from mechanisms.markets.price_taking import best_bundles
from mechanisms.markets.prior import Shock
from mechanisms.markets.trader import Trader

MOST_COUNTS = 4_000_000  # of members of both groups of one side
Counts: TypeAlias = tuple[int, ...]  # of members of a group, by type
Asked: TypeAlias = tuple[int, int, Counts, tuple[int, ...]]  # branch, place, buyers of group 1, what they ask


@dataclass(frozen=True)
class TraderKind:
    """So many agents of one side whose costs or values, by shock and signal, are the same."""

    count: int
    at: Mapping[tuple[str, str], Trader]  # by the names of the shock and of the signal


@dataclass(frozen=True)
class ShockMarket:
    """A market of section 3.4: f̄_0, f_s and f_b by shock, and everybody's costs and values."""

    market: Market
    eta: Fraction
    shocks: tuple[Shock, ...]
    sellers: tuple[TraderKind, ...]
    buyers: tuple[TraderKind, ...]
    choice: Indifferent = Indifferent.LEAST

    def __post_init__(self) -> None:
        """Raises `InputError` for what is no such market, or where first messages do not reveal signals."""
        if self.market.k != 1:
            raise InputError(f"k: one commodity, got {self.market.k}")
        for name, kinds in (("sellers", self.sellers), ("buyers", self.buyers)):
            if (total := sum(kind.count for kind in kinds)) != self.market.side_size:
                raise InputError(f"{name}: 2n = {self.market.side_size} in all, got {total}")
        for (one, s), (two, t) in combinations(self.types(Side.BUYER), 2):
            if s != t and not self._differ(self.mean(one, s, None), self.mean(two, t, None)):
                raise InputError(f"(8): no price-taking first message of two signals, got one of {s} and {t}")

    def _differ(self, one: Trader, two: Trader) -> bool:
        every = range(len(self.market.P))
        return any(
            set(best_bundles(one, self.market, p)).isdisjoint(best_bundles(two, self.market, p))
            for p in every
        )

    def signals(self, side: Side) -> tuple[str, ...]:
        """Ω_s or Ω_b."""
        return tuple(self.shocks[0].seller if side is Side.SELLER else self.shocks[0].buyer)

    def kinds(self, side: Side) -> tuple[TraderKind, ...]:
        """The kinds of one side."""
        return self.sellers if side is Side.SELLER else self.buyers

    def types(self, side: Side) -> list[tuple[TraderKind, str]]:
        """A type is a kind with a signal."""
        return list(product(self.kinds(side), self.signals(side)))

    def share(self, shock: Shock, side: Side, signal: str) -> Fraction:
        """f_s(signal | ω_0), or f_b."""
        return (shock.seller if side is Side.SELLER else shock.buyer)[signal]

    def posterior(self, seen: Mapping[str, int], side: Side) -> dict[str, Fraction]:
        """The belief about ω_0 of somebody who knows how often which signal occurred on a side."""
        joint = {
            shock.name: shock.probability * prod(self.share(shock, side, s) ** m for s, m in seen.items())
            for shock in self.shocks
        }
        total = sum(joint.values(), Fraction(0))
        return {name: share / total for name, share in joint.items()}

    def mean(self, kind: TraderKind, signal: str, belief: Mapping[str, Fraction] | None) -> Trader:
        """The kind with this signal under a belief about ω_0; without one, that from the own signal alone."""
        side = next(iter(kind.at.values())).side
        given = self.posterior({signal: 1}, side) if belief is None else belief
        some = kind.at[self.shocks[0].name, signal]
        worth = {
            x: sum((share * kind.at[name, signal].worth[x] for name, share in given.items()), Fraction(0))
            for x in some.worth
        }
        return Trader(side, worth)


@dataclass(frozen=True)
class GivenShock:
    """What is expected in G** when the shock is ω_0 and everybody does as (9) and (10) say.

    `amounts[side, type, branch, place][x]` is the expected number of agents of a type who trade x there, and
    `rationed` that of sellers who sell another amount than they named, whether less or more.
    """

    shock: Shock
    of: ShockMarket
    amounts: Mapping[tuple[Side, int, int, int], Mapping[int, Fraction]]
    rationed: Mapping[int, Fraction]  # by type of seller
    group_prices: Mapping[tuple[int, int], Fraction]  # the law of (p̂**, p̃**)

    @cached_property
    def surplus(self) -> Fraction:
        """E[Σ u_i | ω_0], money aside."""
        total = Fraction(0)
        for (side, t, _, _), amounts in self.amounts.items():
            kind, signal = self.of.types(side)[t]
            worth = kind.at[self.shock.name, signal].worth
            value = sum((count * worth[(x,)] for x, count in amounts.items()), Fraction(0))
            total += value if side is Side.BUYER else -value
        return total

    @cached_property
    def largest(self) -> Fraction:
        """E[W* | ω_0]: the largest surplus with full information, over all signals."""
        return _largest(self.of, self.shock)

    @property
    def loss(self) -> Fraction:
        """The expected loss of surplus per capita."""
        return (self.largest - self.surplus) / len(self.of.market.agents)

    @property
    def volume(self) -> Fraction:
        """How many units are expected to be traded."""
        sold = (amounts for (side, *_), amounts in self.amounts.items() if side is Side.SELLER)
        return sum((x * count for amounts in sold for x, count in amounts.items()), Fraction(0))

    def prices_differ(self, epsilon: Fraction) -> Fraction:
        """The probability that p̂** and p̃** differ by ε or more."""
        P = self.of.market.P
        far = (p for (a, b), p in self.group_prices.items() if abs(P[a][0] - P[b][0]) >= epsilon)
        return sum(far, Fraction(0))

    def earned(self, side: Side, t: int) -> Fraction:
        """What all agents of a type are expected to earn together."""
        kind, signal = self.of.types(side)[t]
        trader, P = kind.at[self.shock.name, signal], self.of.market.P
        return sum(
            (
                count * trader.payoff((x,), P[place])
                for (of_side, of_type, _, place), amounts in self.amounts.items()
                if (of_side, of_type) == (side, t)
                for x, count in amounts.items()
            ),
            Fraction(0),
        )


def given_shocks(of: ShockMarket) -> list[GivenShock]:
    """The expectations given each shock. Raises `TooLargeError` where there are too many counts."""
    return [_Sums(of, shock).found() for shock in of.shocks]


def interim_payoff(found: Sequence[GivenShock], side: Side, t: int) -> Fraction:
    """u_i(s, ω_i) of an agent of a type: what she expects who knows her signal."""
    of = found[0].of
    kind, signal = of.types(side)[t]
    shares = [each.shock.probability * of.share(each.shock, side, signal) for each in found]
    earned = sum((each.shock.probability * each.earned(side, t) for each in found), Fraction(0))
    return earned / (kind.count * sum(shares, Fraction(0)))


@dataclass(frozen=True)
class _Both:
    """How many of each type are in group 1 and in group 2, and the weight of this."""

    one: Counts
    two: Counts
    weight: int


def _both(of: ShockMarket, shock: Shock, side: Side) -> tuple[list[_Both], int]:
    """All counts of a side, and what their weights sum to."""
    n, signals = of.market.n, of.signals(side)
    shares = [of.share(shock, side, s) for s in signals]
    scale = common_denominator(shares)
    odds = [int(share * scale) for share in shares]
    sizes = [kind.count for kind in of.kinds(side)]
    spread = composition_count([n] * len(signals) * len(sizes), n) ** 2
    if len(sizes) == 1 and spread > MOST_COUNTS:
        raise TooLargeError(
            f"n = {n}: {spread:,} counts of the groups' {side.value}s, at most {MOST_COUNTS:,}"
        )

    def told(m: int) -> list[tuple[Counts, int]]:
        return [(counts, _ways(counts) * prod(map(pow, odds, counts))) for counts in _splits(m, len(signals))]

    found = [_Both((), (), 1)]
    for size in sizes:
        longer: dict[tuple[Counts, Counts], int] = defaultdict(int)
        for each in found:
            for m in range(max(0, size - n), min(n - sum(each.one), size) + 1):
                if size - m > n - sum(each.two):
                    continue
                for (one, a), (two, b) in product(told(m), told(size - m)):
                    longer[each.one + one, each.two + two] += each.weight * comb(size, m) * a * b
        if len(longer) > MOST_COUNTS:
            raise TooLargeError(
                f"n = {n}: more than {MOST_COUNTS:,} counts of the groups' {side.value}s, too many to list"
            )
        found = [_Both(one, two, weight) for (one, two), weight in longer.items() if weight]
    full = [each for each in found if sum(each.one) == sum(each.two) == n]
    return full, comb(2 * n, n) * scale ** (2 * n)


def _ways(counts: Counts) -> int:
    """In how many ways so many agents have so often each signal."""
    return factorial(sum(counts)) // prod(map(factorial, counts))


def _splits(m: int, parts: int) -> Iterator[Counts]:
    if parts == 1:
        yield (m,)
        return
    for first in range(m + 1):
        for rest in _splits(m - first, parts - 1):
            yield (first, *rest)


class _Sums:
    """The sums for one shock. Wants are listed by type and place."""

    def __init__(self, of: ShockMarket, shock: Shock) -> None:
        self.of, self.shock, self.market = of, shock, of.market
        self.every = range(len(of.market.P))
        self.shares = lcm_up_to(of.market.n + 1)
        self.supply = [self._wants(of.mean(kind, s, None)) for kind, s in of.types(Side.SELLER)]
        self.first = [self._wants(of.mean(kind, s, None)) for kind, s in of.types(Side.BUYER)]
        self._informed: dict[Counts, list[list[int]]] = {}
        self._prices: dict[tuple[Counts, Counts], int] = {}
        self.tally: dict[tuple[Side, int, int, int], dict[int, int]] = defaultdict(lambda: defaultdict(int))
        self.short: dict[tuple[int, int], int] = defaultdict(int)  # by type of seller and branch

    def _wants(self, trader: Trader) -> list[int]:
        place = 0 if self.of.choice is Indifferent.LEAST else -1
        return [best_bundles(trader, self.market, p)[place][0] for p in self.every]

    def _signals_in(self, counts: Counts) -> Counts:
        """How often each of the buyers' signals occurs."""
        parts = len(self.of.signals(Side.BUYER))
        return tuple(sum(counts[j::parts]) for j in range(parts))

    def informed(self, seen: Counts) -> list[list[int]]:
        """What buyers ask for who know how often each signal occurs: by type and place."""
        if seen not in self._informed:
            names = self.of.signals(Side.BUYER)
            belief = self.of.posterior(dict(zip(names, seen, strict=True)), Side.BUYER)
            self._informed[seen] = [
                self._wants(self.of.mean(kind, s, belief)) for kind, s in self.of.types(Side.BUYER)
            ]
        return self._informed[seen]

    def found(self) -> GivenShock:
        """What group 1 trades, by the counts that matter: of its own members, and what its buyers ask."""
        sellers, all_sellers = _both(self.of, self.shock, Side.SELLER)
        buyers, all_buyers = _both(self.of, self.shock, Side.BUYER)
        of_one: dict[Counts, int] = defaultdict(int)  # the weights of counts of group 1's sellers
        for each in sellers:
            of_one[each.one] += each.weight
        by_two: dict[Counts, list[_Both]] = defaultdict(list)
        for each in buyers:
            by_two[each.two].append(each)
        drawn: dict[Asked, int] = defaultdict(int)  # in branches 1 to 3 weights of what group 1's buyers ask
        made: dict[Asked, dict[Counts, int]] = defaultdict(lambda: defaultdict(int))  # in 4, with its sellers
        for two, some in by_two.items():
            at: dict[int, dict[Counts, int]] = defaultdict(lambda: defaultdict(int))
            for other in sellers:
                at[self.price(other.two, two)][other.one] += other.weight
            for each in some:
                third = self.informed(self._signals_in(tuple(map(sum, zip(each.one, two, strict=True)))))
                for place, weights in at.items():
                    total = made[4, place, each.one, tuple(want[place] for want in third)]
                    for one, weight in weights.items():
                        total[one] += each.weight * weight
                second = self.informed(self._signals_in(each.one))
                for (branch, wants), place in product(((1, self.first), (2, second), (3, third)), self.every):
                    drawn[branch, place, each.one, tuple(want[place] for want in wants)] += each.weight
        for asked, weight in drawn.items():
            self._trade(asked, of_one, weight)
        for asked, weights in made.items():
            self._trade(asked, weights, 1)
        return self._put_together(all_sellers * all_buyers * self.shares, self._law(sellers, buyers))

    def price(self, sellers: Counts, buyers: Counts) -> int:
        """p̂** or p̃** of a group: where its supply and what its buyers' second messages ask differ least."""
        if (sellers, buyers) not in self._prices:
            demand = self._totals(self.informed(self._signals_in(buyers)), buyers)
            excess = [abs(a - b) for a, b in zip(self._totals(self.supply, sellers), demand, strict=True)]
            if self.market.tie is Tie.HIGHEST:
                excess.reverse()
            place = excess.index(min(excess))
            highest = len(excess) - 1
            self._prices[sellers, buyers] = highest - place if self.market.tie is Tie.HIGHEST else place
        return self._prices[sellers, buyers]

    def _totals(self, wants: Sequence[Sequence[int]], counts: Counts) -> list[int]:
        return [sum(want[p] * m for want, m in zip(wants, counts, strict=True)) for p in self.every]

    def _law(self, sellers: Sequence[_Both], buyers: Sequence[_Both]) -> dict[tuple[int, int], Fraction]:
        """The joint law of (p̂**, p̃**); with one kind on each side the groups are independent."""
        found: dict[tuple[int, int], int] = defaultdict(int)
        if len(self.of.sellers) == len(self.of.buyers) == 1:
            one: dict[int, int] = defaultdict(int)
            weights: list[dict[Counts, int]] = [defaultdict(int), defaultdict(int)]
            for side, listed in enumerate((sellers, buyers)):
                for counts in listed:
                    weights[side][counts.one] += counts.weight
            for (s, p), (t, q) in product(weights[0].items(), weights[1].items()):
                one[self.price(s, t)] += p * q
            for (x, p), (y, q) in product(one.items(), repeat=2):
                found[x, y] += p * q
        else:
            if len(sellers) * len(buyers) > MOST_COUNTS:
                raise TooLargeError(
                    f"n = {self.market.n}: {len(sellers) * len(buyers):,} counts, at most {MOST_COUNTS:,}"
                )
            for a, b in product(sellers, buyers):
                found[self.price(a.one, b.one), self.price(a.two, b.two)] += a.weight * b.weight
        total = sum(found.values())
        return {pair: Fraction(weight, total) for pair, weight in found.items()}

    def _trade(self, asked: Asked, sellers: Mapping[Counts, int], times: int) -> None:
        """Group 1 trades: its buyers get what they ask, its sellers are served or raised."""
        branch, place, buyers, wants = asked
        total = sum(want * m for want, m in zip(wants, buyers, strict=True))
        offers = [want[place] for want in self.supply]
        for counts, weight in sellers.items():
            for t, amounts in enumerate(self._sold(offers, counts, total)):
                for x, number in amounts.items():
                    self.tally[Side.SELLER, t, branch, place][x] += times * weight * number
                    if x != offers[t]:
                        self.short[t, branch] += times * weight * number
        ways = times * sum(sellers.values()) * self.shares
        for t, (want, m) in enumerate(zip(wants, buyers, strict=True)):
            self.tally[Side.BUYER, t, branch, place][want] += ways * m

    def _sold(self, offers: Sequence[int], counts: Counts, total: int) -> list[dict[int, int]]:
        """By type how many sellers sell how much, over `shares`."""
        offered = sum(want * m for want, m in zip(offers, counts, strict=True))
        is_raised, l = offered < total, self.market.l
        wanting: dict[int, int] = defaultdict(int)
        for want, m in zip(offers, counts, strict=True):
            wanting[l - want if is_raised else want] += m
        law = served(wanting, total - offered if is_raised else total, self.shares)
        found = []
        for want, m in zip(offers, counts, strict=True):
            key, own = (l - want, want) if is_raised else (want, 0)
            found.append({own + x: number * m // wanting[key] for x, number in law[key].items()} if m else {})
        return found

    def _put_together(self, whole: int, law: Mapping[tuple[int, int], Fraction]) -> GivenShock:
        """Both groups, and the probabilities of the branches."""
        eta = self.of.eta
        share = {4: 2 * (1 - 3 * eta), **dict.fromkeys((1, 2, 3), 2 * eta / len(self.every))}
        amounts = {
            key: {x: share[key[2]] * Fraction(number, whole) for x, number in found.items() if number}
            for key, found in self.tally.items()
        }
        rationed: dict[int, Fraction] = defaultdict(Fraction)
        for (t, branch), number in self.short.items():
            rationed[t] += share[branch] * Fraction(number, whole)
        return GivenShock(self.shock, self.of, amounts, dict(rationed), law)


def _largest(of: ShockMarket, shock: Shock) -> Fraction:
    """E[W* | ω_0]: by how many agents of each kind have which signal."""
    told: list[list[tuple[Counts, Fraction]]] = []
    for side in Side:
        shares = [of.share(shock, side, s) for s in of.signals(side)]
        found: list[tuple[Counts, Fraction]] = [((), Fraction(1))]
        for kind in of.kinds(side):
            found = [
                (counts + more, weight * _ways(more) * prod(map(pow, shares, more)))
                for counts, weight in found
                for more in _splits(kind.count, len(shares))
            ]
        told.append([(counts, weight) for counts, weight in found if weight])
    traders = [[kind.at[shock.name, s] for kind, s in of.types(side)] for side in Side]
    total = Fraction(0)
    for (a, p), (b, q) in product(*told):
        counted = [
            [(trader, m) for trader, m in zip(some, counts, strict=True) if m]
            for some, counts in zip(traders, (a, b), strict=True)
        ]
        total += p * q * surplus_of(*counted)
    return total
