"""A buyer's plans against everything the others can do, in G** with one buyer in a group, as one matrix.

Fix buyer i, her signal ω_i and a profile of the others: supplies σ_s(ω_s) of the two sellers, and for each
signal ω_j of her mate a first message δ(ω_j) and a second one e(ω_j). By section 3.2 her plan (d, e_i, w)
earns

    A(d) + A(e_i) + Σ_{ω_j} h(ω_j, w_{δ(ω_j)}),        A(y) = η/|P| Σ_p E[u_i(y(p), p, ω) | ω_i],

where w_{d'} is her third demand after the mate's first message d', and

    h(ω_j, y) = Σ_p Σ_{ω_s} f(ω_s, ω_j | ω_i) g(p) u_i(y(p), p, ω),
    g(p) = η/|P| + (1-3η) ½ Σ_s 1{q(σ_s(ω_s), e(ω_j)) = p};

s runs through the two sellers, each of whom is in the mate's group with probability ½, and q(a, e) is the
price that clears supply a and demand e. So of the others only two things matter: whom δ pools, and for each
ω_j, seller and seller's signal the price q, which we call the *pattern* of ω_j. Profiles with the same δ and
patterns that give the same h are one *column*; every profile of the others is in one of the columns below.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import gcd, prod
from typing import Any, TypeAlias

import numpy as np

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray, common_denominator, integer_dtype
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, Others, mate
from mechanisms.markets.clearing import clearing_table
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market

MOST_PROFILES = 5_000_000  # of second messages and supplies that are gone through
MOST_DELTAS = 1_000_000
MOST_ENTRIES = 200_000_000  # of a matrix
Pattern: TypeAlias = tuple[int, ...]  # the clearing price for each pair (seller, her signal), as a place in P


@lru_cache(maxsize=4096)
def joint_patterns(
    market: Market, seconds: tuple[tuple[int, ...], ...], seller_signals: int
) -> dict[tuple[Pattern, ...], tuple[tuple[int, ...], tuple[int, ...]]]:
    """All tuples of patterns, one for each mate's signal, that the others can bring about.

    `seconds` lists the second demands left to the mate at each of her signals. To each tuple of patterns it
    gives one profile that leads to it: the supply at each (seller, signal), the second demand at each ω_j.
    Every seller keeps all her supplies: with one seller in a group nothing she says affects her (see
    `elimination`). Raises `TooLargeError` where the profiles are too many.
    """
    visited = prod(map(len, seconds))
    table = np.array(clearing_table(market))
    found: dict[tuple[Pattern, ...], tuple[tuple[int, ...], tuple[int, ...]]] = {}
    for e in product(*seconds):
        supply_for = {tuple(row): a for a, row in reversed(list(enumerate(table[:, list(e)].tolist())))}
        visited += len(supply_for) ** seller_signals
        if visited > MOST_PROFILES:
            rule = f"second messages and supplies: at most {MOST_PROFILES:,} profiles"
            raise TooLargeError(f"{rule}, got {visited:,} or more")
        for prices in product(supply_for, repeat=seller_signals):  # prices[s][ω_j]
            patterns = tuple(zip(*prices, strict=True))
            found.setdefault(patterns, (tuple(supply_for[row] for row in prices), e))
    return found


@lru_cache(maxsize=1024)
def _known_of(market: Market, mate_signals: int, tables: str) -> dict[Hashable, Any]:
    """What has been worked out where payoffs are these: for buyers of other instances too."""
    return {}


@dataclass(frozen=True)
class Columns:
    """The columns when the mate keeps to `firsts` and `seconds`; column c is (δ, patterns) = `at[c]`."""

    deltas: tuple[tuple[int, ...], ...]  # δ as places in D, one per mate's signal
    patterns: tuple[tuple[int, ...], ...]  # places in the distinct h of each mate's signal
    others: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]  # one profile for each entry of `patterns`

    def __len__(self) -> int:
        return len(self.deltas) * len(self.patterns)


class BuyerPayoffs:
    """Payoffs of one buyer with one signal, as integers over one denominator.

    `root[y]` is A(y); `values[t][c, y]` is h at the mate's t-th signal under her c-th distinct pattern.
    `known` is shared by all whose integers are the same in the same market: places alone, names of signals
    play no part.
    """

    def __init__(self, instance: InterdependentInstance, i: int, signal: str) -> None:
        self.instance, self.i, self.signal = instance, i, signal
        self.market = instance.mechanism.market
        self.mate = mate(self.market, i)
        self.mate_signals = instance.prior.spaces[self.mate]
        self.seller_signals = [(s, own) for s in self.market.sellers for own in instance.prior.spaces[s]]
        self.demands = list(self.market.messages())
        self._places = np.array([[self.market.X.index(x) for x in y] for y in self.demands])
        self._weigh()

    def _weigh(self) -> None:
        """third[t][p][x]: branch 3; moved[t, (s, ω_s)][p][x]: branch 4, when (s, ω_s) makes price p.

        All over one denominator, the least: E[u | ω_i] times η/|P|, and times (1-3η)/2.
        """
        market, eta = self.market, Fraction(self.instance.mechanism.eta)
        weights = self.instance.prior.weights({self.i: self.signal})
        at = self.instance.traders[self.i].at
        gains = {w: [[at[w].payoff(x, p) for x in market.X] for p in market.P] for w in weights}
        unit = common_denominator(gain for table in gains.values() for row in table for gain in row)
        a, d, count = eta.numerator, eta.denominator, len(market.P)
        zero = [[0] * len(market.X) for _ in market.P]
        third = {t: [row[:] for row in zero] for t in self.mate_signals}
        moved = {(t, key): [row[:] for row in zero] for t in self.mate_signals for key in self.seller_signals}
        for omega, table in gains.items():
            t = omega[self.mate]
            parts = [(third[t], 2 * a * weights[omega])]
            share = count * (d - 3 * a) * weights[omega]
            parts += [(moved[t, (s, omega[s])], share) for s in market.sellers]
            for p, row in enumerate(table):
                for x, gain in enumerate(row):
                    amount = gain.numerator * (unit // gain.denominator)
                    for into, times in parts:
                        into[p][x] += times * amount
        tables = [*third.values(), *moved.values()]
        denominator = sum(weights.values()) * unit * 2 * d * count
        common = gcd(denominator, *(value for table in tables for row in table for value in row))
        self.denominator = denominator // common
        for numbers in (numbers for table in tables for numbers in table):
            numbers[:] = [value // common for value in numbers]
        # Every partial sum below adds entries of these tables, each at most once per price.
        dtype = integer_dtype(sum(max(map(abs, row)) for table in tables for row in table))
        self._third = {t: np.array(table, dtype=dtype) for t, table in third.items()}
        self._moved = {key: np.array(table, dtype=dtype) for key, table in moved.items()}
        self.known = _known_of(market, len(self.mate_signals), repr(tables))
        every = range(len(market.P))
        branch = np.sum(list(self._third.values()), axis=0)
        self.root: IntegerArray = branch[every, self._places].sum(axis=1)  # A(y), one per demand

    def value(self, t: str, pattern: Pattern) -> IntegerArray:
        """h(t, ·) under a pattern, for every demand y in D."""
        table = self._third[t].copy()
        for key, p in zip(self.seller_signals, pattern, strict=True):
            table[p] += self._moved[t, key][p]
        every = range(len(self.market.P))
        total: IntegerArray = table[every, self._places].sum(axis=1)
        return total

    def columns(
        self, firsts: Mapping[str, Sequence[int]], seconds: Mapping[str, Sequence[int]]
    ) -> tuple[Columns, list[IntegerArray]]:
        """All columns when the mate keeps to these first and second messages, and the h they are made of."""
        reached = joint_patterns(
            self.market,
            tuple(tuple(seconds[t]) for t in self.mate_signals),
            len(self.seller_signals),
        )
        ids: list[dict[Pattern, int]] = []
        values: list[IntegerArray] = []
        for place, t in enumerate(self.mate_signals):
            distinct: dict[bytes, int] = {}
            rows: list[IntegerArray] = []
            of: dict[Pattern, int] = {}
            for pattern in {patterns[place]: None for patterns in reached}:
                row = self.value(t, pattern)
                key = repr(row.tolist()).encode()
                if key not in distinct:
                    distinct[key] = len(rows)
                    rows.append(row)
                of[pattern] = distinct[key]
            ids.append(of)
            values.append(np.stack(rows))
        profiles: dict[tuple[int, ...], tuple[tuple[int, ...], tuple[int, ...]]] = {}
        for patterns, profile in reached.items():
            profiles.setdefault(
                tuple(of[pattern] for of, pattern in zip(ids, patterns, strict=True)), profile
            )
        if (count := prod(len(firsts[t]) for t in self.mate_signals)) > MOST_DELTAS:
            raise TooLargeError(f"first messages by signal: at most {MOST_DELTAS:,}, got {count:,}")
        deltas = tuple(product(*(tuple(firsts[t]) for t in self.mate_signals)))
        return Columns(deltas, tuple(profiles), tuple(profiles.values())), values

    def matrix(self, thirds: IntegerArray, columns: Columns, values: list[IntegerArray]) -> IntegerArray:
        """Payoffs from third messages: `thirds` down (each a row of places in D), the columns across."""
        if (entries := len(thirds) * len(columns)) > MOST_ENTRIES:
            raise TooLargeError(f"payoffs of third messages: at most {MOST_ENTRIES:,}, got {entries:,}")
        picked = np.array(columns.patterns)
        blocks = []
        for delta in columns.deltas:
            parts = [values[t][picked[:, t]][:, thirds[:, d]].T for t, d in enumerate(delta)]
            blocks.append(sum(parts[1:], start=parts[0]))
        return np.concatenate(blocks, axis=1)

    def others(self, columns: Columns, column: int) -> Others:
        """One profile of the others in a column."""
        delta, place = divmod(column, len(columns.patterns))
        supplies, seconds = columns.others[place]
        by_seller: list[dict[str, tuple[tuple[int, ...], ...]]] = [{} for _ in self.market.sellers]
        for (s, own), a in zip(self.seller_signals, supplies, strict=True):
            by_seller[s][own] = self.demands[a]
        return Others(
            tuple(by_seller),
            {
                t: (self.demands[d], self.demands[e])
                for t, d, e in zip(self.mate_signals, columns.deltas[delta], seconds, strict=True)
            },
        )

    def plan(self, first: int, second: int, third: IntegerArray) -> BuyerPlan:
        """The plan with these places in D."""
        demands = self.demands
        return BuyerPlan(demands[first], demands[second], tuple(demands[y] for y in third.tolist()))
