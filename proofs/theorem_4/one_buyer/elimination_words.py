"""Elimination in G** with one seller and one buyer in a group, in words that an economist reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from gametheory.games.exact import IntegerArray
from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.one_buyer.elimination import PlanElimination, PlanSet, payoff_matrix
from mechanisms.g_double_star.one_buyer.plans import Others
from mechanisms.markets.market import Bundle, Message, show
from proofs.claims.words import describe_message


@dataclass(frozen=True)
class Reason:
    """Why some plans leave: how many of those that were left before, and one sentence."""

    count: int
    sentence: str


def reasons(run: PlanElimination, r: int, agent: Agent) -> Iterator[Reason]:
    """Why plans of a buyer with a signal leave in round r (counted from 1)."""
    words = _Words(run, r, agent)
    yield from words.roots()
    yield from words.thirds()


def who(run: PlanElimination, agent: Agent) -> str:
    """A player of the agent form, by name."""
    i, signal = agent
    return f"{run.instance.mechanism.market.name(i)} with signal {signal}"


class _Words:
    def __init__(self, run: PlanElimination, r: int, agent: Agent) -> None:
        self.run, self.agent = run, agent
        self.before, self.lost = run.sets[r - 1], run.rounds[r - 1][agent]
        self.own = self.before[agent]
        self.payoffs = run.payoffs[agent]
        self.market = self.payoffs.market
        self.demands = self.payoffs.demands

    def roots(self) -> Iterator[Reason]:
        """First and second demands that are not best, price by price, given the own signal."""
        i, signal = self.agent
        trader = self.run.instance.informed(i, {i: signal})
        for which, before, lost in (
            ("first", self.own.firsts, self.lost.firsts),
            ("second", self.own.seconds, self.lost.seconds),
        ):
            for p, price in enumerate(self.market.P):
                worse = sorted({self.demands[y][p] for y in lost} - self._kept(before, lost, p))
                best = max(self.market.X, key=lambda x: trader.payoff(x, price))
                for x in worse:
                    yield Reason(
                        sum(self.demands[y][p] == x for y in lost),
                        f"a {which} message that asks for {show(x)} at price {show(price)}: given her signal "
                        f"that earns {trader.payoff(x, price)}, asking for {show(best)} "
                        f"earns {trader.payoff(best, price)}",
                    )

    def _kept(self, before: Sequence[int], lost: Sequence[int], p: int) -> set[Bundle]:
        return {self.demands[y][p] for y in before if y not in lost}

    def thirds(self) -> Iterator[Reason]:
        """Third messages: what they do in one place, wherever that suffices; else one example."""
        rows = self.own.thirds
        gone = np.zeros(len(rows), dtype=bool)
        gone[[removal.a for removal in self.lost.thirds.dominations]] = True
        unexplained = gone.copy()
        for d in range(len(self.demands)):
            for p, price in enumerate(self.market.P):
                for x in self.market.X:
                    here = np.isin(rows[:, d], [y for y, demand in enumerate(self.demands) if demand[p] == x])
                    if not here.any() or not gone[here].all():
                        continue
                    better = self._better_there(rows[here], d, p)
                    if better is None:
                        continue
                    unexplained &= ~here
                    yield Reason(
                        int(here.sum()),
                        f"after the mate's first message ({self._message(self.demands[d])}) buying {show(x)} "
                        f"at price {show(price)}: {self._comparison(d, x, better, price)}",
                    )
        rest = np.flatnonzero(unexplained)
        if rest.size:
            yield Reason(int(rest.size), self._example(int(rest[0])))

    def _better_there(self, rows: IntegerArray, d: int, p: int) -> Bundle | None:
        """A bundle that at this message and price alone dominates what every one of the rows buys there."""
        for x in self.market.X:
            places = [
                self.demands.index(tuple(x if q == p else old for q, old in enumerate(self.demands[y])))
                for y in rows[:, d]
            ]
            changed = rows.copy()
            changed[:, d] = places
            both, _ = payoff_matrix(
                self.payoffs, PlanSet((), (), np.concatenate([rows, changed])), self.before
            )
            old, new = both[: len(rows)], both[len(rows) :]
            if (new >= old).all() and (new > old).any(axis=1).all():
                return x
        return None

    def _comparison(self, d: int, x: Bundle, better: Bundle, price: tuple[Fraction, ...]) -> str:
        """What the two bundles are worth given each signal of the mate that may still send the message."""
        i, signal = self.agent
        mate = self.payoffs.mate
        senders = [t for t in self.payoffs.mate_signals if d in self.before[mate, t].firsts]
        parts = []
        for t in senders:
            if not self.run.instance.prior.probability({i: signal, mate: t}):
                continue
            trader = self.run.instance.informed(i, {i: signal, mate: t})
            parts.append(
                f"given {t} that earns {trader.payoff(x, price)}, buying {show(better)} "
                f"earns {trader.payoff(better, price)}"
            )
        if len(senders) < len(self.payoffs.mate_signals):
            parts.insert(0, f"only {' or '.join(senders)} still sends it")
        return "; ".join(parts)

    def _example(self, a: int) -> str:
        """One domination that no single place explains."""
        removal = next(removal for removal in self.lost.thirds.dominations if removal.a == a)
        rows = self.own.thirds[[a, *(b for b, _ in removal.mixture)]]
        matrix = self.payoffs.matrix(rows, self.lost.thirds.columns, self._values())[:, removal.strict_at]
        scale = self.payoffs.denominator
        old = Fraction(int(matrix[0]), scale)
        pairs = zip(removal.mixture, matrix[1:], strict=True)
        new = sum((weight * Fraction(int(value), scale) for (_, weight), value in pairs), Fraction(0))
        dominator = " + ".join(
            (f"{weight} · " if weight != 1 else "") + self._third(row)
            for (_, weight), row in zip(removal.mixture, rows[1:], strict=True)
        )
        others = self.payoffs.others(self.lost.thirds.columns, removal.strict_at)
        return (
            f"what they do in several places, taken together: {self._third(rows[0])}, say, is never better "
            f"than {dominator}, and {self._others(others)} it earns {old} instead of {new}"
        )

    def _values(self) -> list[IntegerArray]:
        mate = self.payoffs.mate
        left = {t: self.before[mate, t] for t in self.payoffs.mate_signals}
        _, values = self.payoffs.columns(
            {t: plans.firsts for t, plans in left.items()}, {t: plans.seconds for t, plans in left.items()}
        )
        return values

    def _third(self, row: IntegerArray) -> str:
        return "[" + " | ".join(self._short(self.demands[y]) for y in row.tolist()) + "]"

    def _short(self, demand: Message) -> str:
        return " ".join(show(x) for x in demand)

    def _message(self, demand: Message) -> str:
        return describe_message(self.market, demand)

    def _others(self, others: Others) -> str:
        sent = "; ".join(
            f"given {t} sends ({self._message(first)}), then asks ({self._message(second)})"
            for t, (first, second) in others.mate.items()
        )
        return f"against a mate who {sent}"
