"""The market of section 2.1: who trades, how much, and at which prices.

Agents are counted from 0 in the program and from 1 in everything a person reads, as in the paper: first
the sellers, then the buyers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cached_property
from itertools import groupby, pairwise, product
from typing import TypeAlias

from gametheory.games.errors import InputError
from gametheory.games.exact import Rational

Price: TypeAlias = tuple[Fraction, ...]  # one unit price per commodity
Bundle: TypeAlias = tuple[int, ...]  # one amount per commodity
Message: TypeAlias = tuple[Bundle, ...]  # an element of D: the bundle named at each price of P, in P's order


LISTED = 200  # prices; of more the number is told, and which are the first and the last
WRITTEN_OUT = 20  # bundles of a message, one for each price


class Side(Enum):
    """Which side of the market an agent is on."""

    SELLER = "seller"
    BUYER = "buyer"


class Tie(Enum):
    """Which of several clearing prices is taken: the paper leaves it open."""

    LOWEST = "lowest"  # first in the lexicographic order of P
    HIGHEST = "highest"  # last


def price_grid(k: int, T: int) -> tuple[Price, ...]:
    """P = {0, 1/T, ..., 1}^k in lexicographic order.

    >>> [str(p) for (p,) in price_grid(1, 2)]
    ['0', '1/2', '1']
    """
    return tuple(product([Fraction(t, T) for t in range(T + 1)], repeat=k))


def grid_steps(k: int, P: tuple[Price, ...]) -> int | None:
    """T when P is the paper's grid, else None."""
    T = 1
    while (T + 1) ** k < len(P):
        T += 1
    return T if price_grid(k, T) == P else None


@dataclass(frozen=True)
class Market:
    """Groups of n sellers and n buyers who trade k commodities, up to l units of each, at prices in P.

    `P` is any list of distinct price vectors in lexicographic order; the paper's is `price_grid(k, T)`.
    """

    n: int
    k: int
    l: int
    P: tuple[Price, ...]
    tie: Tie = Tie.LOWEST
    groups: int = 2  # 2 in G* and G**, r >= 3 in G+

    def __post_init__(self) -> None:
        """Raises `InputError` for what is no market."""
        for name, value, least in (
            ("n", self.n, 1),
            ("k", self.k, 1),
            ("l", self.l, 1),
            ("groups", self.groups, 2),
        ):
            if type(value) is not int or value < least:
                raise InputError(f"{name}: an integer >= {least}, got {value}")
        if not isinstance(self.tie, Tie):
            raise InputError(f"tie: Tie.LOWEST or Tie.HIGHEST, got {self.tie!r}")
        if not self.P:
            raise InputError("P: at least one price, got none")
        if not isinstance(self.P, Sequence):
            raise InputError(f"P: a tuple of prices, got {type(self.P).__name__}")
        for p in self.P:
            for price in p:
                if type(price) not in (int, Fraction):
                    raise InputError(f"P: integers and Fractions, got the {type(price).__name__} {price}")
        if any(isinstance(price, int) for p in self.P for price in p):
            object.__setattr__(self, "P", tuple(tuple(map(Fraction, p)) for p in self.P))
        if wrong := next((p for p in self.P if len(p) != self.k), None):
            raise InputError(f"P: prices of {self.k} commodities, got {show(wrong)}")
        if wrong := next((q for p, q in pairwise(self.P) if p >= q), None):
            raise InputError(f"P: distinct prices in lexicographic order, got {show(wrong)} after another")

    @cached_property
    def side_size(self) -> int:
        """How many sellers there are, and how many buyers: 2n in G*."""
        return self.groups * self.n

    @cached_property
    def agents(self) -> range:
        """All agents: 4n in G*."""
        return range(2 * self.side_size)

    @cached_property
    def sellers(self) -> range:
        """The sellers come first."""
        return range(self.side_size)

    @cached_property
    def buyers(self) -> range:
        """The buyers come after the sellers."""
        return range(self.side_size, 2 * self.side_size)

    @cached_property
    def X(self) -> tuple[Bundle, ...]:
        """All bundles {0, ..., l}^k in lexicographic order."""
        return tuple(product(range(self.l + 1), repeat=self.k))

    @property
    def message_count(self) -> int:
        """|D| = (l+1)^(k |P|)."""
        return int(len(self.X) ** len(self.P))

    def tuple_count(self, length: int) -> str:
        """|D^length|, how many tuples of so many messages there are, as a power."""
        return f"{len(self.X)}^{len(self.P) * length}"

    def profiles_up_to(self, most: int) -> int | None:
        """How many message profiles there are, or None if there are more than `most`.

        >>> Market(n=1, k=1, l=1, P=price_grid(1, 1)).profiles_up_to(1000)
        256
        """
        count = 1
        for _ in range(len(self.P) * len(self.agents)):
            count *= len(self.X)
            if count > most:
                return None
        return count

    def messages(self) -> "product[Message]":
        """All messages: D in lexicographic order."""
        return product(self.X, repeat=len(self.P))

    def side(self, i: int) -> Side:
        """The side agent i is on."""
        return Side.SELLER if i < self.side_size else Side.BUYER

    def name(self, i: int) -> str:
        """What a person calls agent i.

        >>> Market(n=1, k=1, l=1, P=price_grid(1, 1)).name(2)
        'buyer 3'
        """
        return f"{self.side(i).value} {i + 1}"


def show(numbers: Sequence[Rational]) -> str:
    """A price or a bundle as a person writes it: a bare number when there is one commodity.

    >>> show((Fraction(1, 2),)), show((0, 1))
    ('1/2', '(0, 1)')
    """
    return str(numbers[0]) if len(numbers) == 1 else f"({', '.join(map(str, numbers))})"


def show_size(market: Market) -> str:
    """The size in the paper's letters, r where there are more than two groups.

    >>> show_size(Market(n=1, k=1, l=2, P=price_grid(1, 2)))
    'n=1 k=1 l=2 T=2'
    >>> show_size(Market(n=1, k=1, l=1, P=price_grid(1, 1), groups=3))
    'n=1 k=1 l=1 T=1 r=3'
    """
    if T := grid_steps(market.k, market.P):
        prices = f"T={T}"
    elif len(market.P) > LISTED:
        prices = f"|P|={len(market.P)}"
    else:
        prices = f"P={{{', '.join(map(show, market.P))}}}"
    groups = f" r={market.groups}" if market.groups > 2 else ""
    return f"n={market.n} k={market.k} l={market.l} {prices}{groups}"


def meet(x: Bundle, r: Bundle) -> Bundle:
    """x ∧ r: the smaller amount of each commodity."""
    return tuple(map(min, x, r))


def within(y: Bundle, r: Bundle) -> bool:
    """y <= r: no more of any commodity."""
    return all(a <= b for a, b in zip(y, r, strict=True))


def show_message(d: Message) -> str:
    """A message as a person writes it: the bundle at each price in turn; of many prices, how often in a row.

    >>> show_message(((0,), (1,), (2,)))
    '0 1 2'
    >>> show_message(((0,),) * 999 + ((1,),) * 2)
    '999 times 0, 2 times 1'
    """
    if len(d) <= WRITTEN_OUT:
        return " ".join(map(show, d))
    rows = ((show(x), sum(1 for _ in row)) for x, row in groupby(d))
    return ", ".join(x if count == 1 else f"{count} times {x}" for x, count in rows)
