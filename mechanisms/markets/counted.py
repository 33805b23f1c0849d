"""Instances whose agents are exchangeable, by how many have which signal: one case for each orbit of Φ.

Let Φ, the permutations of sellers and of buyers, change neither f nor payoffs: f(ω) depends only on how many
sellers, and buyers, have each signal, and what a trade is worth to an agent only on her side, her own signal
and how many of the others have each. Then so does everything that is defined by f and payoffs alone, such as
what an agent expects who knows some signals: of ω_N it is enough to know the *census*, how many in N of each
side have each signal. A census stands for as many ω_N as there are ways to deal its signals out, a product of
multinomial coefficients; and so a sum over the profiles of 2rn agents is one over at most
(rn + 1)^(|Ω_s| + |Ω_b| - 2) censuses.

`InterdependentInstance` is the definition, in which all profiles are listed; `counted` finds the census form
of an instance that has one, by looking at every profile.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from itertools import combinations, pairwise
from math import factorial, prod
from typing import Any, TypeAlias

from gametheory.games.exact import common_denominator
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market, Side
from mechanisms.markets.prior import PriorError
from mechanisms.markets.trader import Trader, mean_trader

Counts: TypeAlias = tuple[int, ...]  # how many agents have each signal, in the order of their signal set
Census: TypeAlias = tuple[Counts, Counts]  # of sellers, and of buyers
Place: TypeAlias = tuple[Side, str, Census]  # an agent's side and signal, and the census of all others
SIDES = (Side.SELLER, Side.BUYER)


def counts_of(space: tuple[str, ...], size: int) -> Iterator[Counts]:
    """How so many agents may have the signals of a set.

    >>> list(counts_of(("L", "H"), 2))
    [(2, 0), (1, 1), (0, 2)]
    """
    for bars in combinations(range(size + len(space) - 1), len(space) - 1):
        edges = (-1, *bars, size + len(space) - 1)
        yield tuple(b - a - 1 for a, b in pairwise(edges))[::-1]


@cache
def ways(census: Census) -> int:
    """How many lists of signals have this census: a product of multinomial coefficients.

    >>> ways(((2, 1), (1, 1)))
    6
    """
    return prod(factorial(sum(counts)) // prod(map(factorial, counts)) for counts in census)


def plus(one: Census, other: Census) -> Census:
    """The census of both together."""
    first, second = (tuple(map(int.__add__, a, b)) for a, b in zip(one, other, strict=True))
    return first, second


@dataclass(frozen=True)
class CountedInstance:
    """A game of section 3 in which the agents of a side are exchangeable.

    `spaces` has the signal sets of sellers and of buyers, `f` the probability of each *profile* with a census
    of all agents, `traders` what an agent's trades are worth to her.
    """

    mechanism: BranchMechanism[Any]
    spaces: tuple[tuple[str, ...], tuple[str, ...]]
    f: Mapping[Census, Fraction]
    traders: Mapping[Place, Trader]
    _informed: dict[Place, Trader] = field(default_factory=dict, init=False, repr=False, compare=False)
    _totals: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)
    _rests: dict[tuple[int, ...], list[tuple[int, int]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Raises `PriorError` when probabilities do not sum to 1: a census left out, or counted twice."""
        total = sum(ways(census) * share for census, share in self.f.items())
        if total != 1 or min(self.f.values()) < 0:
            raise PriorError(f"prior: probabilities >= 0 that sum to 1, got {total}")

    @property
    def market(self) -> Market:
        """Who trades."""
        return self.mechanism.market

    def censuses(self, sellers: int, buyers: int) -> Iterator[Census]:
        """Every census of so many sellers and buyers."""
        for of_sellers in counts_of(self.spaces[0], sellers):
            for of_buyers in counts_of(self.spaces[1], buyers):
                yield of_sellers, of_buyers

    @property
    def nobody(self) -> Census:
        """The census of no agents."""
        return (0,) * len(self.spaces[0]), (0,) * len(self.spaces[1])

    def one(self, side: Side, signal: str) -> Census:
        """The census of one agent."""
        at, (sellers, buyers) = SIDES.index(side), self.nobody
        alone = tuple(int(own == signal) for own in self.spaces[at])
        return (alone, buyers) if at == 0 else (sellers, alone)

    def rest(self, known: Census) -> Iterator[Census]:
        """Every census of all agents who are not in this one."""
        return self.censuses(*(self.market.side_size - sum(counts) for counts in known))

    def probability(self, known: Census) -> Fraction:
        """The probability that so many agents have certain signals of this census."""
        return Fraction(self._total(known), self._denominator)

    def can_happen(self, known: Census) -> bool:
        """Is it positive?"""
        return self._total(known) > 0

    def _total(self, known: Census) -> int:
        code = self._code(known)
        if code not in self._totals:
            numerators = self._numerators
            self._totals[code] = sum(count * numerators[code + rest] for rest, count in self._rest(known))
        return self._totals[code]

    def _code(self, census: Census) -> int:
        """The census as one number, whose digits are its counts: those of both together add up."""
        code = 0
        for counts in census:
            for count in counts:
                code = code * (self.market.side_size + 1) + count
        return code

    def _rest(self, known: Census) -> list[tuple[int, int]]:
        """`rest` by codes, with how many lists of signals have each."""
        sizes = tuple(map(sum, known))
        if sizes not in self._rests:
            self._rests[sizes] = [(self._code(census), ways(census)) for census in self.rest(known)]
        return self._rests[sizes]

    @cached_property
    def _denominator(self) -> int:
        return common_denominator(self.f.values())

    @cached_property
    def _numerators(self) -> dict[int, int]:
        return {self._code(census): int(share * self._denominator) for census, share in self.f.items()}

    @cached_property
    def _traders(self) -> dict[tuple[Side, str], dict[int, Trader]]:
        found: dict[tuple[Side, str], dict[int, Trader]] = defaultdict(dict)
        for (side, own, others), trader in self.traders.items():
            found[side, own][self._code(others)] = trader
        return found

    def informed(self, side: Side, own: str, known: Census) -> Trader:
        """c_i(·, ω_N) or v_i(·, ω_N): an agent who knows her own signal and those of others, by their census.

        Raises `PriorError` when these signals have probability zero.
        """
        asked = side, own, known
        if asked not in self._informed:
            together = plus(self.one(side, own), known)
            others, everybody = self._code(known), self._code(together)
            traders, numerators = self._traders[side, own], self._numerators
            weighed = [
                (traders[others + rest], count * share)
                for rest, count in self._rest(together)
                if (share := numerators[everybody + rest])
            ]
            if not weighed:
                raise PriorError(f"signals {together}: an event of positive probability, got 0")
            self._informed[asked] = mean_trader(weighed)
        return self._informed[asked]


def count_up(
    mechanism: BranchMechanism[Any],
    spaces: tuple[tuple[str, ...], tuple[str, ...]],
    share: Callable[[Census], Fraction],
    trader: Callable[[Side, str, Census], Trader],
) -> CountedInstance:
    """The instance with these payoffs, and f in proportion to `share`, both asked once for each census."""
    size = mechanism.market.side_size
    every = [(a, b) for a in counts_of(spaces[0], size) for b in counts_of(spaces[1], size)]
    shares = {census: share(census) for census in every}
    total = sum(ways(census) * each for census, each in shares.items())
    traders = {
        (side, own, others): trader(side, own, others)
        for at, side in enumerate(SIDES)
        for own in spaces[at]
        for others in [
            (a, b) for a in counts_of(spaces[0], size - 1 + at) for b in counts_of(spaces[1], size - at)
        ]
    }
    return CountedInstance(
        mechanism, spaces, {census: each / total for census, each in shares.items()}, traders
    )


def counted(instance: InterdependentInstance) -> CountedInstance | None:
    """The census form of an instance, or None where exchanging two agents of a side changes f or a payoff."""
    market, prior = instance.mechanism.market, instance.prior
    sides = (market.sellers, market.buyers)
    if any(prior.spaces[j] != prior.spaces[side[0]] for side in sides for j in side):
        return None
    spaces = prior.spaces[market.sellers[0]], prior.spaces[market.buyers[0]]
    f: dict[Census, Fraction] = {}
    traders: dict[Place, Trader] = {}
    size = market.side_size
    for omega in prior.profiles():
        of = tuple(omega[:size]), tuple(omega[size:])
        census = tuple(of[0].count(own) for own in spaces[0]), tuple(of[1].count(own) for own in spaces[1])
        if f.setdefault(census, prior.f[omega]) != prior.f[omega]:
            return None
        for at, side in enumerate(SIDES):
            others: dict[str, Census] = {}
            for i, own in zip(sides[at], of[at], strict=True):
                if own not in others:
                    place = spaces[at].index(own)
                    less = tuple(count - (j == place) for j, count in enumerate(census[at]))
                    others[own] = (less, census[1]) if at == 0 else (census[0], less)
                trader = instance.traders[i].at[omega]
                first = traders.setdefault((side, own, others[own]), trader)
                if first is not trader and first != trader:
                    return None
    return CountedInstance(instance.mechanism, spaces, f, traders)
