"""Private signals and their joint prior f: section 3.1, and the macro shock of section 3.4."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod
from typing import TypeAlias

from gametheory.games.errors import InputError
from gametheory.games.exact import common_denominator
from mechanisms.markets.market import Market

Signals: TypeAlias = tuple[str, ...]  # ω: one signal per agent, sellers first
Belief: TypeAlias = Mapping[Signals, Fraction]  # a probability distribution over signal profiles


class PriorError(InputError):
    """A prior that is none, or an event of probability zero; the message names the place and the value."""


@dataclass(frozen=True)
class Prior:
    """f on Ω, the product of the agents' signal sets `spaces`.

    The paper asks for f(ω) > 0 everywhere. Here single profiles may have probability 0, so that one can see
    what this hypothesis is worth, but every signal of every agent has a positive probability.

    >>> half = Fraction(1, 2)
    >>> Prior((("low", "high"),), {("low",): half, ("high",): 1 - half}).given({0: "low"})
    {('low',): Fraction(1, 1)}
    """

    spaces: tuple[tuple[str, ...], ...]
    f: Belief

    def __post_init__(self) -> None:
        for i, space in enumerate(self.spaces, start=1):
            if not space or len(set(space)) != len(space):
                raise PriorError(f"agent {i}: at least one signal, all distinct, got {list(space)}")
        if set(self.f) != set(self.profiles()):
            raise PriorError(f"prior: one probability for each of {self.size()} signal profiles")
        for omega, share in self.f.items():
            if share < 0:
                raise PriorError(f"prior at {', '.join(omega)}: a probability >= 0, got {share}")
        if (total := sum(self.f.values())) != 1:
            raise PriorError(f"prior: probabilities sum to 1, got {total}")
        for i, space in enumerate(self.spaces):
            for signal in space:
                if self.probability({i: signal}) == 0:
                    raise PriorError(f"agent {i + 1}, signal {signal}: a positive probability, got 0")

    def profiles(self) -> Iterator[Signals]:
        """All of Ω, in the order of the signal sets."""
        return product(*self.spaces)

    def size(self) -> int:
        """|Ω|."""
        return prod(len(space) for space in self.spaces)

    def probability(self, known: Mapping[int, str]) -> Fraction:
        """The probability that the signals of the agents in N = `known` are those given."""
        return Fraction(self._total(known), self._denominator)

    def given(self, known: Mapping[int, str]) -> dict[Signals, Fraction]:
        """f(· | ω_N): the profiles of positive probability that agree with ω_N = `known`, with theirs.

        Raises `PriorError` when ω_N has probability zero.
        """
        total = self._total(known)
        return {omega: Fraction(share, total) for omega, share in self.weights(known).items()}

    def weights(self, known: Mapping[int, str]) -> dict[Signals, int]:
        """The same as integers in proportion to the probabilities.

        Raises `PriorError` when ω_N has probability zero.
        """
        if self._total(known) == 0:
            names = ", ".join(f"agent {i + 1} {signal}" for i, signal in sorted(known.items()))
            raise PriorError(f"signals {names}: an event of positive probability, got 0")
        numerators = self._numerators
        return {omega: share for omega in self._consistent(known) if (share := numerators[omega])}

    @cached_property
    def _denominator(self) -> int:
        return common_denominator(self.f.values())

    @cached_property
    def _numerators(self) -> dict[Signals, int]:
        """f over a common denominator: the same few events are asked for again and again."""
        denominator = self._denominator
        return {
            omega: share.numerator * (denominator // share.denominator) for omega, share in self.f.items()
        }

    @cached_property
    def _totals(self) -> dict[frozenset[tuple[int, str]], int]:
        return {}

    def _total(self, known: Mapping[int, str]) -> int:
        event, totals = frozenset(known.items()), self._totals
        if event not in totals:
            totals[event] = sum(map(self._numerators.__getitem__, self._consistent(known)))
        return totals[event]

    def _consistent(self, known: Mapping[int, str]) -> Iterator[Signals]:
        return product(*((known[i],) if i in known else space for i, space in enumerate(self.spaces)))


@dataclass(frozen=True)
class Shock:
    """A macro shock ω_0: its probability, and how likely each signal is for a seller and for a buyer then."""

    name: str
    probability: Fraction
    seller: Mapping[str, Fraction]  # f_s(· | ω_0)
    buyer: Mapping[str, Fraction]  # f_b(· | ω_0)


@dataclass(frozen=True)
class MacroShock:
    """Section 3.4: an unobserved shock, given which the agents' signals are independent."""

    shocks: tuple[Shock, ...]

    def joint(self, market: Market, shock: Shock, omega: Signals) -> Fraction:
        """f̄(ω_0, ω) = f̄_0(ω_0) ∏ f̄_i(ω_i | ω_0)."""
        shares = [
            (shock.seller if i in market.sellers else shock.buyer)[signal] for i, signal in enumerate(omega)
        ]
        return shock.probability * prod(shares, start=Fraction(1))

    def prior(self, market: Market) -> Prior:
        """f(ω), the sum of f̄(ω_0, ω) over all shocks."""
        sellers, buyers = tuple(self.shocks[0].seller), tuple(self.shocks[0].buyer)
        spaces = (sellers,) * market.side_size + (buyers,) * market.side_size
        return Prior(
            spaces,
            {
                omega: sum((self.joint(market, shock, omega) for shock in self.shocks), Fraction(0))
                for omega in product(*spaces)
            },
        )

    def posterior(self, market: Market, omega: Signals) -> dict[str, Fraction]:
        """f̄(ω_0 | ω) for every shock, by its name."""
        joint = {shock.name: self.joint(market, shock, omega) for shock in self.shocks}
        total = sum(joint.values(), Fraction(0))
        return {name: share / total for name, share in joint.items()}


def explicit_prior(
    market: Market, sellers: Sequence[str], buyers: Sequence[str], f: Mapping[Signals, Fraction]
) -> Prior:
    """The prior with signal sets Ω_s for all sellers and Ω_b for all buyers; profiles left out have f = 0.

    >>> from mechanisms.markets.market import price_grid
    >>> market = Market(n=1, k=1, l=1, P=price_grid(1, 1))
    >>> explicit_prior(market, ["s"], ["b"], {("s", "s", "b", "b"): Fraction(1)}).size()
    1
    """
    spaces = (tuple(sellers),) * market.side_size + (tuple(buyers),) * market.side_size
    profiles = list(product(*spaces))
    if strange := next(iter(f.keys() - set(profiles)), None):
        raise PriorError(f"prior at {', '.join(strange)}: a profile of the agents' signals")
    return Prior(spaces, {omega: f.get(omega, Fraction(0)) for omega in profiles})
