"""Branches 1 and 2 of G** for one buyer, with two buyers in a group, when all other buyers do alike.

All payoffs here are in units of η/|P|. Write F_t(y) for the mean over her three possible mates j of
E[1{ω_j = t} Σ_p u_i(y(p), p, ω) | ω_i]. If every other buyer with signal t sends e(t), first message d and
second message θ earn

    Σ_t F_t(d) + Σ_t ½ [F_t(θ(d, e(t))) + F_t(θ(e(t), d))],

for the own place in the pair of first messages is random.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import chain, combinations_with_replacement
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from gametheory.games.errors import TooLargeError
from mechanisms.g_double_star.mechanism import GroupSizeError
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Message
from mechanisms.markets.price_taking import best_bundles
from mechanisms.markets.prior import Belief, Signals
from mechanisms.markets.trader import Trader, mean_trader
from mechanisms.markets.triplicate import FirstMessages

MOST_MESSAGES = 2_000

Agent: TypeAlias = tuple[int, str]  # a buyer and her signal
Sent: TypeAlias = tuple[tuple[str, Message], ...]  # e: what every other buyer sends, by her signal
DemandPair: TypeAlias = tuple[Message, Message]  # second demands at (d, m) and at (m, d)
Vector: TypeAlias = tuple[Fraction, ...]  # one payoff for each signal of the mate


@dataclass(frozen=True)
class Answer:
    """Second demands at (d, m) and (m, d), after a mate's m, and their worth by the mate's signal."""

    demands: DemandPair
    worth: Vector


class BuyerBranches:
    """Branches 1 and 2 for one buyer with one signal, at n = 2, when all other buyers do alike."""

    def __init__(self, instance: InterdependentInstance, agent: Agent) -> None:
        self.market, self.agent = instance.mechanism.market, agent
        if self.market.groups != 2 or self.market.n != 2:
            raise GroupSizeError(f"n: hedges are for G** with two buyers in a group, got n = {self.market.n}")
        if self.market.message_count > MOST_MESSAGES:
            raise TooLargeError(
                f"hedges: at most {MOST_MESSAGES:,} first messages, got {self.market.message_count:,}"
            )
        i, signal = agent
        self.mates = [j for j in self.market.buyers if j != i]
        self.demands = list(self.market.messages())
        self.signals = instance.prior.spaces[self.mates[0]]
        self.beliefs = instance.prior.given({i: signal})
        self.trader = instance.traders[i]
        self._unit: dict[tuple[str, int, Bundle], Fraction] = {}
        for t in self.signals:
            likely, buyer = self._given(t)
            for p, price in enumerate(self.market.P):
                self._unit.update(((t, p, x), likely * buyer.payoff(x, price)) for x in self.market.X)

    def _given(self, t: str) -> tuple[Fraction, Trader]:
        """How likely a random mate has the signal t, and the buyer whose values are the mean then."""
        weights: Belief = {
            omega: belief * sum(omega[j] == t for j in self.mates) / len(self.mates)
            for omega, belief in self.beliefs.items()
        }
        likely = sum(weights.values(), Fraction(0))
        weights = weights if likely else self.beliefs  # where it is impossible, any buyer will do
        return likely, mean_trader((self.trader.at[omega], weight) for omega, weight in weights.items())

    def worth(self, t: str, y: Message) -> Fraction:
        """F_t(y)."""
        return sum((self._unit[t, p, x] for p, x in enumerate(y)), Fraction(0))

    @cached_property
    def _best_at(self) -> dict[Signals, list[set[Bundle]]]:
        """What is best at each price for a buyer who knows ω, for every ω she thinks possible."""
        return {
            omega: [
                set(best_bundles(self.trader.at[omega], self.market, p)) for p in range(len(self.market.P))
            ]
            for omega in self.beliefs
        }

    @cached_property
    def first(self) -> dict[Message, Fraction]:
        """What each first message earns in branch 1."""
        return {d: sum((self.worth(t, d) for t in self.signals), Fraction(0)) for d in self.market.messages()}

    @cached_property
    def same(self) -> list[Answer]:
        """The answers that matter after a mate who sends the own first message."""
        return self._answers([(x, x) for x in self.market.X])

    @cached_property
    def different(self) -> list[Answer]:
        """The answers that matter after a mate who sends another one."""
        return self._answers(list(combinations_with_replacement(self.market.X, 2)))

    def answers(self, d: Message, m: Message) -> list[Answer]:
        """Second demands after the own d and a mate's m: all but those that others are as good as."""
        return self.same if d == m else self.different

    def _answers(self, pairs: Sequence[tuple[Bundle, Bundle]]) -> list[Answer]:
        # What is no better than another given each signal stays so whatever is added at the other prices.
        front = [Answer(((), ()), (Fraction(0),) * len(self.signals))]
        for p in range(len(self.market.P)):
            worth = {
                pair: [sum((self._unit[t, p, x] for x in pair), Fraction(0)) / 2 for t in self.signals]
                for pair in pairs
            }
            longer = [
                Answer(
                    ((*answer.demands[0], a), (*answer.demands[1], b)),
                    tuple(u + v for u, v in zip(answer.worth, worth[a, b], strict=True)),
                )
                for answer in front
                for a, b in pairs
            ]
            front = _best(longer)
        return front

    def common_third(self, sent: Sequence[Sent]) -> dict[FirstMessages, Message] | None:
        """A third demand at every tuple of the mates' messages that is best at *every* ω that sends it.

        None when there is none: then what is best depends on how likely each ω is, and on what the price
        says of it. The tuples leave out the own message.
        """
        choices: dict[FirstMessages, list[set[Bundle]]] = {}
        for e in map(dict, sent):
            for omega in self.beliefs:
                at = choices.setdefault(
                    tuple(e[omega[j]] for j in self.mates), [set(self.market.X) for _ in self.market.P]
                )
                for own, best in zip(at, self._best_at[omega], strict=True):
                    own &= best
        if not all(all(own) for own in choices.values()):
            return None
        return {shown: tuple(max(own) for own in at) for shown, at in choices.items()}

    def best_thirds(self, every: Sequence[Sent]) -> npt.NDArray[np.bool_]:
        """Which third demands are best at every ω behind a tuple: by e, by tuple and price, by bundle.

        All of them where e does not send the tuple. `common_third` for several e is what they share.
        """
        price_count, X = len(self.market.P), self.market.X
        best = {omega: np.array([[x in own for x in X] for own in at]) for omega, at in self._best_at.items()}
        shown = [[tuple(e[omega[j]] for j in self.mates) for omega in best] for e in map(dict, every)]
        place = {each: at for at, each in enumerate(dict.fromkeys(chain.from_iterable(shown)))}
        table = np.ones((len(every), len(place), price_count, len(X)), dtype=bool)
        for own, tuples in zip(table, shown, strict=True):
            for each, at_omega in zip(tuples, best.values(), strict=True):
                own[place[each]] &= at_omega
        return table.reshape(len(every), -1, len(X))


def _best(answers: Sequence[Answer]) -> list[Answer]:
    """Those that no other one is at least as good as given every signal; of equals the first."""
    distinct = list({answer.worth: answer for answer in reversed(answers)}.values())[::-1]
    return [
        answer
        for answer in distinct
        if not any(
            other is not answer and all(u >= v for u, v in zip(other.worth, answer.worth, strict=True))
            for other in distinct
        )
    ]
