"""A market of section 3.4 with many agents: kinds of traders, and what they know and believe."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, product
from math import prod
from typing import Any

from gametheory.games.errors import InputError
from gametheory.games.exact import exact
from mechanisms.large.types import Indifferent
from mechanisms.markets.market import Market, Side
from mechanisms.markets.price_taking import best_bundles
from mechanisms.markets.prior import Shock
from mechanisms.markets.trader import Trader, require_trader


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
        if not isinstance(self.choice, Indifferent):
            raise InputError(f"choice: Indifferent.LEAST or Indifferent.GREATEST, got {self.choice!r}")
        self._check_odds()
        for name, kinds in (("sellers", self.sellers), ("buyers", self.buyers)):
            if not isinstance(kinds, tuple):
                raise InputError(f"{name}: a tuple of TraderKind, got {type(kinds).__name__}")
            kind: Any  # whatever a user may give
            for kind in kinds:
                if not isinstance(kind, TraderKind) or type(kind.count) is not int or kind.count < 0:
                    raise InputError(f"{name}: TraderKind with a count >= 0, an integer, got {kind}")
            if (total := sum(kind.count for kind in kinds)) != self.market.side_size:
                raise InputError(f"{name}: 2n = {self.market.side_size} in all, got {total}")
        for side in Side:
            every = set(product((shock.name for shock in self.shocks), self.signals(side)))
            for kind in self.kinds(side):
                if set(kind.at) != every:
                    raise InputError(f"{side.value}s: one {side.value} at each shock and signal of a kind")
                for place, own in kind.at.items():
                    require_trader(self.market, side, own, f"{side.value} at {', '.join(place)}")
        for (one, s), (two, t) in combinations(self.types(Side.BUYER), 2):
            if s != t and not self._differ(self.mean(one, s, None), self.mean(two, t, None)):
                raise InputError(f"(8): no price-taking first message of two signals, got one of {s} and {t}")

    def _check_odds(self) -> None:
        exact(self.eta, "eta")
        for shock in self.shocks:
            for value in (shock.probability, *shock.seller.values(), *shock.buyer.values()):
                exact(value, f"shock {shock.name}")
        if not 0 < self.eta < Fraction(1, 3):
            raise InputError(f"eta: a number in (0, 1/3), got {self.eta}")
        if len({shock.name for shock in self.shocks}) != len(self.shocks) or not self.shocks:
            raise InputError("shocks: at least one, all distinct")
        if (total := sum(shock.probability for shock in self.shocks)) != 1:
            raise InputError(f"shocks: probabilities sum to 1, got {total}")
        for shock in self.shocks:
            if shock.probability <= 0:
                raise InputError(f"shock {shock.name}: a probability > 0, got {shock.probability}")
            for name, odds, first in (
                ("seller", shock.seller, self.shocks[0].seller),
                ("buyer", shock.buyer, self.shocks[0].buyer),
            ):
                place = f"shock {shock.name}, {name}"
                if set(odds) != set(first) or not odds:
                    raise InputError(f"{place}: signals {', '.join(first)}, got {', '.join(odds)}")
                if sum(odds.values()) != 1 or min(odds.values()) < 0:
                    rule = "probabilities >= 0 that sum to 1"
                    raise InputError(f"{place}: {rule}, got {', '.join(map(str, odds.values()))}")
        for side in Side:
            for signal in self.signals(side):
                if not any(self.share(shock, side, signal) for shock in self.shocks):
                    raise InputError(f"{side.value}, signal {signal}: a positive probability, got 0")

    def replicated(self, n: int) -> "ShockMarket":
        """The market in which every agent has more copies, at the same prices; n is a multiple of its own."""
        if n < 1 or n % self.market.n:
            raise InputError(f"n: a multiple of the instance's {self.market.n}, got {n}")
        times = n // self.market.n
        sellers, buyers = (
            tuple(replace(kind, count=times * kind.count) for kind in self.kinds(side)) for side in Side
        )
        return replace(self, market=replace(self.market, n=n), sellers=sellers, buyers=buyers)

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
