"""What survives in G** with one buyer in a group, from runs of G** and a list of all that the others can do.

This is for rechecks: it shares no formula, column or comparison with `opponent_columns` and `elimination`.

Runs     At every profile of the others' messages that can occur (a supply of each seller, the mate's first
         demand d' and her second one after it) G** is run with the plan that asks for nothing, and with each
         plan that differs from it in one entry: the first demand, the second, the third after d' (`runs`).
         A message has no entry besides (to read another is a `KeyError`). By the rules of G** she trades, at
         every draw, what one of the three names; so a plan earns what nothing earns, and what each entry
         adds. The mate's third message names what the mate trades, and is left at nothing.
Others   All strategies are listed: supplies by seller and signal, first and second demands by the mate's
         signal. Messages that lead to the same trades of hers in all runs are listed once.
Rounds   In all runs the first and second demand must add the same whatever the others do (`ArithmeticError`
         otherwise). So by the argument at the head of `elimination` S^r is a product F × E × W of first,
         second and third messages; F and E are those that add the most, from round 1 on. A seller's supply
         must never matter to herself, at any draw: so sellers keep all of them. Hence S^1, S^2, ... leave the
         others the same first and second demands and the same supplies: one set of profiles C^1 in every
         round after the first, inside C^0, the set of all.
Lemma    w is in W^r if and only if, for no s < r, any w' *whatever* dominates it against C^s. For if one does
         that has left before round s + 1, then what dominated it there is never worse than it against C^s;
         and so on, until one that is still there dominates w. So C^0 and C^1 decide, and S^∞ = S².
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from math import prod

import numpy as np

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray, common_denominator, integer_dtype, largest_magnitude
from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, Others, mate
from mechanisms.g_double_star.one_buyer.runs import FIRST, SECOND, THIRD, added_trades
from mechanisms.g_double_star.one_buyer.seller_influence import find_seller_influence
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message

MOST_PROFILES = 500_000  # of the others' strategies


@dataclass(frozen=True)
class Profiles:
    """Strategies of the others: supplies by (seller, signal), first and second demands by the mate's signal.

    Each is a list of places in D; every choice of one from each list is a profile.
    """

    supplies: tuple[tuple[tuple[int, str], tuple[int, ...]], ...]
    firsts: tuple[tuple[str, tuple[int, ...]], ...]
    seconds: tuple[tuple[str, tuple[int, ...]], ...]

    def __len__(self) -> int:
        return prod(len(own) for part in (self.supplies, self.firsts, self.seconds) for _, own in part)


class PlayedBuyer:
    """Buyer i with a signal: what her plans earn against listed strategies of the others.

    All payoffs are integers over one denominator. Raises `GroupSizeError` for n > 1, `TooLargeError` for too
    many runs or profiles, `ArithmeticError` if G** does not have what the argument above needs.
    """

    def __init__(self, instance: InterdependentInstance, i: int, signal: str) -> None:
        self.instance, self.i, self.signal = instance, i, signal
        self.market = instance.mechanism.market
        self.mate = mate(self.market, i)
        self.demands = list(self.market.messages())
        self.beliefs = instance.prior.given({i: signal})
        self.trades = added_trades(instance.mechanism, i)

    @cached_property
    def added(self) -> dict[tuple[str, ...], IntegerArray]:
        """At ω, times its probability: what each entry adds when it names y, by the others' messages."""
        worth = {
            omega: [
                [belief * self.instance.traders[self.i].at[omega].payoff(x, p) for x in self.market.X]
                for p in self.market.P
            ]
            for omega, belief in self.beliefs.items()
        }
        scale = common_denominator(v for table in worth.values() for row in table for v in row)
        integers = {
            omega: np.array([[int(v * scale) for v in row] for row in table], dtype=object)
            for omega, table in worth.items()
        }
        most = sum(int(abs(table).sum()) for table in integers.values())
        dtype = integer_dtype(max(2**31, 4 * most * largest_magnitude(self.trades) * len(self.demands)))
        trades = self.trades.astype(dtype)
        return {
            omega: np.tensordot(trades, table.astype(dtype), ([-2, -1], [0, 1]))
            for omega, table in integers.items()
        }

    @cached_property
    def root(self) -> IntegerArray:
        """What the first and the second demand add, by their places in D: whatever the others do."""
        own: IntegerArray = np.sum([table[0, 0, 0, 0, :THIRD] for table in self.added.values()], axis=0)
        if not all(
            (table[..., :THIRD, :] == table[0, 0, 0, 0, :THIRD]).all() for table in self.added.values()
        ):
            raise ArithmeticError("first and second demands: the same worth whatever the others do")
        return own

    def best(self, entry: int) -> tuple[int, ...]:
        """The first, or second, demands that add the most: those left after round 1, by places in D."""
        return tuple(np.flatnonzero(self.root[entry] == self.root[entry].max()).tolist())

    @property
    def remaining(self) -> tuple[list[Message], list[Message]]:
        """The first demands, and the second ones, that are left after round 1, and for ever."""
        first, second = ([self.demands[y] for y in self.best(entry)] for entry in (FIRST, SECOND))
        return first, second

    def others(self, r: int) -> Profiles:
        """C^r: what S^r leaves of the others, messages with the same effect on her in all runs once."""
        spaces = self.instance.prior.spaces
        every = tuple(range(len(self.demands)))
        supplies = tuple(
            ((s, own), self._distinct(axis, every))
            for axis, s in enumerate(self.market.sellers)
            for own in spaces[s]
        )
        if r == 0:
            left = [(t, every, every) for t in spaces[self.mate]]
        else:
            if any(_influenced(self.instance.mechanism, s) for s in self.market.sellers):
                raise ArithmeticError("sellers: what a seller says must not matter to herself")
            mates = [(t, PlayedBuyer(self.instance, self.mate, t)) for t in spaces[self.mate]]
            left = [(t, own.best(FIRST), own.best(SECOND)) for t, own in mates]
        found = Profiles(
            supplies,
            tuple((t, firsts) for t, firsts, _ in left),
            tuple((t, self._distinct(3, seconds)) for t, _, seconds in left),
        )
        if len(found) > MOST_PROFILES:
            raise TooLargeError(f"strategies of the others: at most {MOST_PROFILES:,}, got {len(found):,}")
        return found

    def _distinct(self, axis: int, places: tuple[int, ...]) -> tuple[int, ...]:
        """One of those messages of `places` that lead to the same trades of hers in all runs."""
        tables = np.moveaxis(self.trades, axis, 0)
        return tuple({tables[place].tobytes(): place for place in reversed(places)}.values())[::-1]

    def thirds(self, profiles: Profiles) -> Iterator[IntegerArray]:
        """For every profile what the third demands add, by d' down and y across; equal tables once."""
        nodes = [node for node, _ in profiles.supplies]
        found: dict[str, IntegerArray] = {}
        for supplies in product(*(own for _, own in profiles.supplies)):
            by_node = dict(zip(nodes, supplies, strict=True))
            for seconds in product(*(own for _, own in profiles.seconds)):
                second = {t: e for (t, _), e in zip(profiles.seconds, seconds, strict=True)}
                parts = {t: np.zeros_like(self._no_thirds) for t in second}
                for omega, table in self.added.items():
                    t = omega[self.mate]
                    parts[t] += table[by_node[0, omega[0]], by_node[1, omega[1]], :, second[t], THIRD]
                stacked = np.stack(list(parts.values()))
                found.setdefault(repr(stacked.tolist()), stacked)
        seen: set[str] = set()
        for stacked in found.values():
            for firsts in product(*(own for _, own in profiles.firsts)):
                total = np.zeros_like(self._no_thirds)
                for part, d in zip(stacked, firsts, strict=True):
                    total[d] += part[d]
                if (key := repr(total.tolist())) not in seen:
                    seen.add(key)
                    yield total

    @cached_property
    def _no_thirds(self) -> IntegerArray:
        size = len(self.demands)
        return np.zeros((size, size), dtype=next(iter(self.added.values())).dtype)

    @cached_property
    def _against_all(self) -> list[IntegerArray]:
        """What the third demands add against C^0."""
        return list(self.thirds(self.others(0)))

    @cached_property
    def _against_survivors(self) -> list[IntegerArray]:
        """What the third demands add against C^1."""
        return list(self.thirds(self.others(1)))

    def matrix(self, thirds: IntegerArray, r: int) -> IntegerArray:
        """What third messages (rows of places in D) add against C^r: a column for each table that differs."""
        return self._rows(thirds, self._against_survivors if r else self._against_all)

    def against(self, thirds: IntegerArray, others: Others) -> IntegerArray:
        """The same against one profile of the others: a single column."""
        places = self.demands.index
        total = np.zeros_like(self._no_thirds)
        for omega, table in self.added.items():
            first, second = others.mate[omega[self.mate]]
            supplies = (places(others.supplies[axis][omega[s]]) for axis, s in enumerate(self.market.sellers))
            d = places(first)
            total[d] += table[*supplies, d, places(second), THIRD]
        return self._rows(thirds, [total])

    def _rows(self, thirds: IntegerArray, tables: Sequence[IntegerArray]) -> IntegerArray:
        every = np.arange(len(self.demands))
        return np.stack([table[every, thirds].sum(axis=1) for table in tables], axis=1)

    def earns_no_less(self, plan: BuyerPlan, than: BuyerPlan) -> bool:
        """Against every profile of the others."""
        places = self.demands.index
        (d, e, w), (d2, e2, w2) = (
            (places(own.first), places(own.second), list(map(places, own.third))) for own in (plan, than)
        )
        every = list(range(len(self.demands)))
        lead = self.root[FIRST, d] + self.root[SECOND, e] - self.root[FIRST, d2] - self.root[SECOND, e2]
        return all(lead + (table[every, w] - table[every, w2]).sum() >= 0 for table in self._against_all)

    def survives(self, plan: BuyerPlan, r: int | None = None) -> bool:
        """Is the plan in S^r; in S^∞ when r is left out?"""
        if r == 0:
            return True
        first, second = self.demands.index(plan.first), self.demands.index(plan.second)
        w = [self.demands.index(y) for y in plan.third]
        return (
            first in self.best(FIRST)
            and second in self.best(SECOND)
            and all(not self.is_dominated(w, s) for s in range(2 if r is None else min(r, 2)))
        )

    def is_dominated(self, w: Sequence[int], s: int) -> bool:
        """Is there a third message, of all there are, that weakly dominates w against C^s?"""
        every = np.arange(len(self.demands))
        if len(every) ** len(every) > MOST_PROFILES:
            raise TooLargeError(f"third messages: at most {MOST_PROFILES:,}, got {len(every)}^{len(every)}")
        rows = np.array(list(product(every, repeat=len(every))))  # those never worse so far
        better = np.zeros(len(rows), dtype=bool)
        for table in self._against_survivors if s else self._against_all:
            lead = table[every, rows].sum(axis=1) - table[every, list(w)].sum()
            stays = lead >= 0
            rows, better = rows[stays], better[stays] | (lead[stays] > 0)
        return bool(better.any())


@lru_cache(maxsize=64)
def _influenced(g: GDoubleStar, s: int) -> bool:
    return find_seller_influence(g, s) is not None


def survives(instance: InterdependentInstance, agent: Agent, plan: BuyerPlan, r: int | None = None) -> bool:
    """Is a buyer's plan in S^r, or in S^∞, by runs of G** and a list of all others' strategies?"""
    return PlayedBuyer(instance, *agent).survives(plan, r)
