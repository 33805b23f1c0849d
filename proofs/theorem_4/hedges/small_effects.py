"""Small effects of the own signal: first messages without a hedge that are not outdone either.

Two buyers in a group, two signals, P = {0, 1}. A unit is worth `others` by how many of the other buyers have
H, rising in them and worth 1 on average, and `effect` less with the own L, more with the own H. So a first
message that is wrong at price 1 loses the effect alone, and much turns on the mate's signal.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product

from mechanisms.markets.market import Message, Tie
from proofs.conditions.families import grid
from proofs.theorem_4.anonymous_buyers import EVEN, SIGNALS, AnonymousCase, units
from proofs.theorem_4.hedges.hedge import find_hedge, is_outdone, replies
from proofs.theorem_4.hedges.search import P

ODDS = (1, 3, 3, 1)  # that 0, 1, 2, 3 of the others have H, when all signal profiles are equally likely


@dataclass(frozen=True)
class SmallEffect:
    """What a unit is worth: `others[c]` less or more the effect."""

    others: tuple[Fraction, ...]
    effect: Fraction
    tie: Tie = Tie.LOWEST

    @property
    def case(self) -> AnonymousCase:
        """The game in which it is so for everybody."""
        low, high = (units(*(v + own for v in self.others)) for own in (-self.effect, self.effect))
        return AnonymousCase(low, high, EVEN, P, self.tie)

    def unhedged(self) -> dict[str, list[Message]]:
        """By signal, the first messages that have no hedge in round 1 and are not outdone."""
        instance = self.case.instance()
        market = instance.mechanism.market
        every = list(market.messages())
        found = {}
        for t in SIGNALS:
            known = replies(instance, (market.buyers[0], t), dict.fromkeys(SIGNALS, every))
            found[t] = [d for d in every if not is_outdone(known, d) and find_hedge(known, d) is None]
        return found


def small_effects(
    effects: Iterable[Fraction], step: Fraction, top: Fraction, ties: Iterable[Tie] = (Tie.LOWEST,)
) -> Iterator[SmallEffect]:
    """Values on a grid that rise, not all equal, whose mean is 1; every effect that leaves them positive.

    >>> sum(1 for _ in small_effects([Fraction(1, 100)], Fraction(1, 4), Fraction(9, 4)))
    12
    """
    for others, effect, tie in product(product(grid(step, top), repeat=len(ODDS)), effects, ties):
        mean = sum((share * v for share, v in zip(ODDS, others, strict=True)), Fraction(0)) / sum(ODDS)
        rises = others[0] < others[-1] and all(u <= v for u, v in pairwise(others))
        if rises and mean == 1 and others[0] > effect:
            yield SmallEffect(others, effect, tie)


def smallest_unhedged(effects: Iterable[Fraction], step: Fraction, top: Fraction) -> SmallEffect:
    """The first with a first message that no hedge decides. Raises `LookupError` where there is none."""
    for found in small_effects(effects, step, top):
        if any(found.unhedged().values()):
            return found
    raise LookupError(f"no values up to {top} in steps of {step}")
