"""The random division into groups: the permutations φ in Φ of section 2.2 (and 3.5 for r groups)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import chain, permutations
from math import factorial, prod

from more_itertools import distinct_permutations

from gametheory.games.errors import TooLargeError
from mechanisms.markets.market import Market

MOST_GROUPINGS = 200_000


@dataclass(frozen=True)
class Group:
    """The members of one group; the order of each list is the order in which they are served."""

    sellers: tuple[int, ...]
    buyers: tuple[int, ...]

    @cached_property
    def alternating(self) -> tuple[int, ...]:
        """The first seller, the first buyer, the second seller, and so on."""
        return tuple(chain.from_iterable(zip(self.sellers, self.buyers, strict=True)))


@dataclass(frozen=True)
class Grouping:
    """φ: the sellers φ(1), φ(2), ... and the buyers φ(rn+1), φ(rn+2), ... in order.

    The first n of each list are group 1, the next n group 2, and so on. (The paper prints "sellers φ(1), …,
    φ(2n) … belong to group 1", which is everybody; all its formulas use φ(1), …, φ(n).)
    """

    sellers: tuple[int, ...]
    buyers: tuple[int, ...]

    def groups(self, n: int) -> list[Group]:
        """The groups of n sellers and n buyers.

        >>> Grouping((1, 0), (2, 3)).groups(1)
        [Group(sellers=(1,), buyers=(2,)), Group(sellers=(0,), buyers=(3,))]
        """
        return list(_groups(self.sellers, self.buyers, n))


@lru_cache(maxsize=10_000)
def _groups(sellers: tuple[int, ...], buyers: tuple[int, ...], n: int) -> tuple[Group, ...]:
    starts = range(0, len(sellers), n)
    return tuple(Group(sellers[j : j + n], buyers[j : j + n]) for j in starts)


def grouping_count(market: Market) -> int:
    """|Φ| = ((rn)!)², each φ equally likely. (The paper prints (2n!)² for ((2n)!)².)"""
    return factorial(market.side_size) ** 2


def groupings(market: Market) -> Iterator[Grouping]:
    """All of Φ."""
    for sellers in permutations(market.sellers):
        for buyers in permutations(market.buyers):
            yield Grouping(sellers, buyers)


def distinct_groupings(market: Market, m: Sequence[object], i: int) -> tuple[list[Grouping], Fraction]:
    """Groupings that stand for all of Φ as far as agent i is concerned, and the probability of each.

    What happens to agent i under φ depends only on her place and on the *messages* at the other places.
    So agents on one side who send the same message (other than i) may be exchanged, and one φ per distinct
    arrangement of messages suffices. Every arrangement stands for equally many φ, namely for the product
    of the factorials of how often each message is sent, so all are equally likely.

    Raises `TooLargeError` when even these are too many to run through.
    """

    def kinds_of(agents: range) -> list[int]:
        # A kind is a message, or agent i herself.
        return [(-1 if j == i else m.index(m[j], agents.start, agents.stop)) for j in agents]

    def count(kinds: list[int]) -> int:
        return factorial(len(kinds)) // prod(factorial(kinds.count(kind)) for kind in set(kinds))

    def arrangements(agents: range) -> list[tuple[int, ...]]:
        # Each arrangement of kinds is filled with agents in order.
        kinds = kinds_of(agents)
        filled = []
        for arrangement in distinct_permutations(kinds):
            pools = {
                kind: iter([j for j, own in zip(agents, kinds, strict=True) if own == kind]) for kind in kinds
            }
            filled.append(tuple(next(pools[kind]) for kind in arrangement))
        return filled

    needed = count(kinds_of(market.sellers)) * count(kinds_of(market.buyers))
    if needed > MOST_GROUPINGS:
        raise TooLargeError(
            f"n = {market.n}: at most {MOST_GROUPINGS:,} distinct arrangements of the agents' messages, "
            f"got {needed:,}"
        )
    pairs = [Grouping(s, b) for s in arrangements(market.sellers) for b in arrangements(market.buyers)]
    return pairs, Fraction(1, len(pairs))
