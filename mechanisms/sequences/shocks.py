"""Sequences of markets with a macro shock (section 3.4): k = l = 1, signals in blocks of evenly spread
thresholds.

Given the shock ω_0 an agent's signal is in a block with the probability `share`, and is then any of the
block's signals with the same one. What a trade is worth to her is low + (a + b·j)/(d·n) for signal j, and
`shift` more, which depends on the shock.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Any, TypeAlias

from mechanisms.g_double_star.mechanism import BuyerMessage, GDoubleStar, MessageProfile
from mechanisms.markets.interdependent import InterdependentInstance, InterdependentTrader
from mechanisms.markets.market import Market, Message, Side, Tie, price_grid
from mechanisms.markets.prior import MacroShock, Shock, Signals
from mechanisms.markets.trader import Trader, separable

Rate: TypeAlias = Callable[[Any], Any]  # of n, a Fraction or a symbol
FirstMessages: TypeAlias = tuple[Message, ...]


@dataclass(frozen=True)
class Block:
    """Signals of one side: name1, name2, ..., mult·n + add of them."""

    side: Side
    name: str
    low: Fraction
    a: int
    b: int
    d: int
    mult: int
    share: Mapping[str, Rate]  # by shock
    shift: Mapping[str, Fraction]  # by shock
    add: int = 0
    per_n: int = 0  # so much more times n
    vanishing: Mapping[str, Rate] | None = None  # by shock: a part of the shift that tends to zero

    @property
    def high(self) -> Fraction:
        """Where the block ends in the limit, without the shift."""
        return self.low + Fraction(self.mult * self.b, self.d)

    def count(self, n: int) -> int:
        """How many signals these are."""
        return self.mult * n + self.add

    def shift_at(self, shock: str, n: int) -> Fraction:
        """How much more a trade is worth given the shock, at n."""
        return self.shift[shock] + (self.vanishing[shock](Fraction(n)) if self.vanishing else 0)

    def signals(self, n: int) -> list[str]:
        """Their names."""
        return [f"{self.name}{j}" for j in range(1, self.count(n) + 1)]

    def worths(self, n: int) -> list[Fraction]:
        """What each makes a trade worth, without the shift."""
        low = self.low + self.per_n * n
        return [low + Fraction(self.a + self.b * j, self.d * n) for j in range(1, self.count(n) + 1)]


@dataclass(frozen=True)
class ShockSequence:
    """n ↦ a market of section 3.4 with T(n) = tau·n; ρ** and p** are known."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    prior: Mapping[str, Rate]  # f_0 by shock
    tau: int
    eta: Rate
    p_star: Mapping[str, Fraction]  # p** by shock
    tie: Tie = Tie.LOWEST
    start: int = 1
    believed: str | None = None  # the shock that everybody believes in, whatever the signals

    @property
    def symbol(self) -> str:
        """What a witness about such a sequence is about."""
        return "G** as n grows"

    def T(self, n: int) -> int:
        """The number of price steps."""
        return self.tau * n

    @property
    def shocks(self) -> tuple[str, ...]:
        """Ω_0."""
        return tuple(self.prior)

    def of(self, side: Side) -> list[Block]:
        """The blocks of one side."""
        return [block for block in self.blocks if block.side is side]

    def rho(self, shock: str, p: Fraction) -> Fraction:
        """ρ**(ω_0)(p), the limit of the excess supply per seller by third messages given ω_0."""
        total = Fraction(-1)
        for block in self.blocks:
            low, width = block.low + block.shift[self.believed or shock], block.high - block.low
            below = min(max((p - low) / width, Fraction(0)), Fraction(1)) if width else Fraction(low < p)
            total += limit_share(block, shock) * below
        return total

    def mean_excess(self, n: int, shock: str, p: Fraction) -> Fraction:
        """The expected excess supply per seller at p given ω_0, when all know it, or are sure of another."""
        total = Fraction(-1)
        for block in self.blocks:
            below = sum(worth + block.shift[self.believed or shock] < p for worth in block.worths(n))
            total += block.share[shock](Fraction(n)) * Fraction(below, block.count(n))
        return total

    def macro(self, n: int) -> MacroShock:
        """The shocks with their probabilities, and those of all signals."""

        def signals(side: Side, shock: str) -> dict[str, Fraction]:
            return {
                signal: block.share[shock](Fraction(n)) / block.count(n)
                for block in self.of(side)
                for signal in block.signals(n)
            }

        return MacroShock(
            tuple(
                Shock(shock, f_0(Fraction(n)), signals(Side.SELLER, shock), signals(Side.BUYER, shock))
                for shock, f_0 in self.prior.items()
            )
        )

    def member(self, n: int) -> "Member":
        """Member n of the sequence, with its price-taking messages."""
        market = Market(n=n, k=1, l=1, P=price_grid(1, self.T(n)), tie=self.tie)
        return Member(self, n, GDoubleStar(market, self.eta(Fraction(n))))

    def market(self, n: int) -> InterdependentInstance:
        """Member n of the sequence as an instance: all signal profiles are listed."""
        member = self.member(n)
        market, macro = member.g.market, self.macro(n)
        prior = macro.prior(market)
        beliefs = {omega: macro.posterior(market, omega) for omega in prior.profiles()}
        traders = tuple(
            InterdependentTrader(
                {
                    omega: unit_trader(market.side(i), member.worth(market.side(i), omega[i], belief))
                    for omega, belief in beliefs.items()
                }
            )
            for i in market.agents
        )
        return InterdependentInstance(f"{self.title}, n = {n}", member.g, prior, traders, "Section 3.4")


def limit_share(block: Block, shock: str) -> Fraction:
    """The limit of the block's share: a rational function of n tends to the ratio of its leading terms."""
    from sympy import Symbol, limit, oo

    n = Symbol("n", positive=True)
    return Fraction(str(limit(block.share[shock](n), n, oo)))


def unit_trader(side: Side, worth: Fraction) -> Trader:
    """A trader of one unit."""
    return separable(side, [[worth]])


@dataclass(frozen=True)
class Member:
    """One market of a sequence with a macro shock, and what price takers announce there."""

    sequence: ShockSequence
    n: int
    g: GDoubleStar

    @cached_property
    def _shares(self) -> dict[Side, dict[str, dict[str, Fraction]]]:
        shocks = self.sequence.macro(self.n).shocks
        return {
            Side.SELLER: {shock.name: dict(shock.seller) for shock in shocks},
            Side.BUYER: {shock.name: dict(shock.buyer) for shock in shocks},
        }

    @cached_property
    def _worths(self) -> dict[tuple[Side, str, str], Fraction]:
        return {
            (block.side, signal, shock): worth + block.shift_at(shock, self.n)
            for block in self.sequence.blocks
            for signal, worth in zip(block.signals(self.n), block.worths(self.n), strict=True)
            for shock in self.sequence.shocks
        }

    def signals(self, side: Side) -> list[str]:
        """Ω_s or Ω_b."""
        return [signal for block in self.sequence.of(side) for signal in block.signals(self.n)]

    def worth(self, side: Side, signal: str, belief: Mapping[str, Fraction]) -> Fraction:
        """What a trade is worth given the own signal and a belief about the shock."""
        return sum(
            (share * self._worths[side, signal, shock] for shock, share in belief.items()), Fraction(0)
        )

    def traders(self, omega: Signals, shock: str) -> list[Trader]:
        """Everybody's payoffs at ω when the shock is known: u_i(x, q, ω_0, ω_i)."""
        market = self.g.market
        return [
            unit_trader(market.side(i), self._worths[market.side(i), own, shock])
            for i, own in enumerate(omega)
        ]

    def belief(self, buyers: Sequence[str]) -> dict[str, Fraction]:
        """The probabilities of the shocks given the signals of some buyers."""
        joint = {
            shock: f_0(Fraction(self.n))
            * prod((self._shares[Side.BUYER][shock][signal] for signal in buyers), start=Fraction(1))
            for shock, f_0 in self.sequence.prior.items()
        }
        total = sum(joint.values(), Fraction(0))
        return {shock: share / total for shock, share in joint.items()}

    def message(self, side: Side, worth: Fraction) -> Message:
        """What a price taker announces to whom a trade is worth that; nothing where she is indifferent."""
        sells = side is Side.SELLER
        return tuple((int(worth < p if sells else worth > p),) for (p,) in self.g.market.P)

    @cached_property
    def firsts(self) -> dict[str, Message]:
        """Each buyer's signal with a price-taking first message."""
        return {
            signal: self.message(Side.BUYER, self.worth(Side.BUYER, signal, self.belief([signal])))
            for signal in self.signals(Side.BUYER)
        }

    def profile(self, omega: Signals) -> MessageProfile:
        """What all announce at ω by strategies with properties (9) and (10)."""
        half = self.g.market.side_size
        known = self.belief([])  # sellers have private values: no belief moves them
        sellers = [self.message(Side.SELLER, self.worth(Side.SELLER, own, known)) for own in omega[:half]]
        buyers = [
            BuyerMessage(self.firsts[own], Informed(self, own), Informed(self, own)) for own in omega[half:]
        ]
        return MessageProfile(sellers, buyers)


class Informed(Mapping[FirstMessages, Message]):
    """A second or third message: the demand given the signals that the first messages reveal, by (8)."""

    def __init__(self, member: Member, own: str) -> None:
        self._member, self._own = member, own
        self._signals = {message: signal for signal, message in member.firsts.items()}
        self._known: dict[tuple[str, ...], Message] = {}

    def __getitem__(self, shown: FirstMessages) -> Message:
        signals = tuple(sorted(self._signals[message] for message in shown))
        if signals not in self._known:
            belief = self._member.belief(signals)
            worth = self._member.worth(Side.BUYER, self._own, belief)
            self._known[signals] = self._member.message(Side.BUYER, worth)
        return self._known[signals]

    def __iter__(self) -> Iterator[FirstMessages]:
        raise NotImplementedError("one entry for each tuple of signals: too many to list")

    def __len__(self) -> int:
        raise NotImplementedError("one entry for each tuple of signals: too many to list")
