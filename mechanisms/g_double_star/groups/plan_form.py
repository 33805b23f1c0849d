"""A buyer's message in G** in plan form, for groups of any size: what she can still be asked once she began.

Her root is her first message d in D. After it she can only be asked for

    her second message at the tuples of D^n that show d at one of their n places (her place is random),
    her third message at the tuples of D^2n that show d at her own place (the order of the buyers is fixed),

each at every price. So there are |D|^n - (|D|-1)^n + |D|^(2n-1) tuples after each root, |P| cells for each of
them, and |X| actions at each cell. With n = 2 and k = l = T = 1 that is 4 roots with 7 and 64 tuples.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray
from gametheory.plans.form import Plan, PlanForm
from mechanisms.g_double_star.mechanism import BuyerMessage, GroupSizeError
from mechanisms.markets.market import Bundle, Market, Message, show
from mechanisms.markets.triplicate import FirstMessages

MOST_COORDINATES = 5_000_000


class Cell(NamedTuple):
    """A question: which bundle does she demand in her second (or third) message after `shown`, at price p?"""

    part: int  # 2 or 3
    shown: FirstMessages
    p: int  # a place in P

    def label(self, market: Market) -> str:
        """The question as a person writes it."""
        shown = ", ".join("".join(map(show, d)) for d in self.shown)
        return f"m^{self.part}({shown}) at {show(market.P[self.p])}"


@dataclass(frozen=True)
class BuyerForm:
    """The plan form of buyer i.

    >>> from mechanisms.markets.market import price_grid
    >>> buyer = BuyerForm(Market(n=2, k=1, l=1, P=price_grid(1, 1)), 4)
    >>> buyer.form.size, len(buyer.cells[0]), buyer.cells[0][0].label(buyer.market)
    (1140, 142, 'm^2(00, 00) at 0')
    """

    market: Market
    i: int

    def __post_init__(self) -> None:
        market = self.market
        if market.groups != 2:
            raise GroupSizeError(f"groups: these plans are for G** and its 2 groups, got {market.groups}")
        if self.i not in market.buyers:
            raise ValueError(f"i: a buyer, {market.buyers[0]} to {market.buyers[-1]}, got {self.i}")
        D, block = market.message_count, len(market.P) * len(market.X)
        size = D + D * block * (D**market.n - (D - 1) ** market.n + D ** (2 * market.n - 1))
        if size > MOST_COORDINATES:
            raise TooLargeError(
                f"plans of a buyer: at most {MOST_COORDINATES:,} coordinates, got {size:,} with |D| = {D}"
            )

    @cached_property
    def demands(self) -> tuple[Message, ...]:
        """D, in the order of the roots."""
        return tuple(self.market.messages())

    @cached_property
    def rivals(self) -> tuple[int, ...]:
        """The other 2n - 1 buyers."""
        return tuple(j for j in self.market.buyers if j != self.i)

    def all_first(self, own: Message, others: FirstMessages) -> FirstMessages:
        """m^{b,1}: all buyers' first messages in their order, when she sends `own`."""
        place = self.i - self.market.buyers[0]
        return (*others[:place], own, *others[place:])

    @cached_property
    def tuples(self) -> tuple[tuple[tuple[int, FirstMessages], ...], ...]:
        """After each root, the (part, tuple of first messages) at which she can be asked, in order."""
        n = self.market.n
        return tuple(
            (
                *((2, shown) for shown in product(self.demands, repeat=n) if d in shown),
                *((3, self.all_first(d, others)) for others in product(self.demands, repeat=2 * n - 1)),
            )
            for d in self.demands
        )

    @cached_property
    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells after each root, in the order of `form`."""
        prices = range(len(self.market.P))
        return tuple(
            tuple(Cell(part, shown, p) for part, shown in own for p in prices) for own in self.tuples
        )

    @cached_property
    def form(self) -> PlanForm:
        """The decision: every cell has an action for each bundle, in the order of X."""
        return PlanForm(tuple((len(self.market.X),) * len(own) for own in self.cells))

    def plan_of(self, message: BuyerMessage) -> Plan:
        """The plan that a message comes down to; a `KeyError` if the message leaves out what it needs."""
        root = self.demands.index(message.first)
        parts = {2: message.second, 3: message.third}
        actions = (self.market.X.index(parts[part][shown][p]) for part, shown, p in self.cells[root])
        return Plan(root, tuple(actions))

    def message_of(self, plan: Plan) -> BuyerMessage:
        """The entries of a message that the plan fixes, and no others: to ask for another is a `KeyError`.

        So a run of G** on such messages also shows that nothing else is ever read.
        """
        self.form.coordinates(plan)  # refuses what is no plan
        step = len(self.market.P)
        parts: dict[int, dict[FirstMessages, tuple[Bundle, ...]]] = {2: {}, 3: {}}
        for place, (part, shown) in enumerate(self.tuples[plan.root]):
            bundles = plan.actions[place * step : (place + 1) * step]
            parts[part][shown] = tuple(self.market.X[x] for x in bundles)
        return BuyerMessage(self.demands[plan.root], parts[2], parts[3])

    @cached_property
    def _starts(self) -> tuple[Mapping[tuple[int, FirstMessages], int], ...]:
        """After each root, the first of the |P| |X| coordinates that belong to a tuple."""
        step = len(self.market.P)
        return tuple(
            {asked: first[place * step] for place, asked in enumerate(own)}
            for own, first in zip(self.tuples, self.form.first, strict=True)
        )

    def start(self, root: int, part: int, shown: FirstMessages) -> int:
        """The first of the |P| |X| coordinates of a tuple after a root."""
        return self._starts[root][part, shown]

    @cached_property
    def second_at(self) -> IntegerArray:
        """`second_at[place, d, mates]`: where the tuple begins that has d at `place` and the mates around it.

        One axis for each of the n - 1 mates' first messages, by their places in D.
        """
        n, D = self.market.n, self.demands
        table = [
            [
                [
                    self._starts[root][2, (*mates[:place], d, *mates[place:])]
                    for mates in product(D, repeat=n - 1)
                ]
                for root, d in enumerate(D)
            ]
            for place in range(n)
        ]
        return np.array(table).reshape((n, len(D)) + (len(D),) * (n - 1))

    @cached_property
    def third_at(self) -> IntegerArray:
        """`third_at[d, others]`: where the tuple of all first messages begins; one axis for each rival."""
        n, D = self.market.n, self.demands
        table = [
            [self._starts[root][3, self.all_first(d, others)] for others in product(D, repeat=2 * n - 1)]
            for root, d in enumerate(D)
        ]
        return np.array(table).reshape((len(D),) + (len(D),) * (2 * n - 1))

    def gather(self, direction: IntegerArray) -> tuple[IntegerArray, IntegerArray]:
        """How a direction on the coordinates weighs what second and third messages earn.

        Second messages by the mates' first messages, third ones by all others', then price and bundle.
        """
        tail = (len(self.market.P), len(self.market.X))
        block = np.arange(tail[0] * tail[1])
        second = direction[self.second_at[..., np.newaxis] + block].sum(axis=(0, 1))
        third = direction[self.third_at[..., np.newaxis] + block].sum(axis=0)
        return second.reshape(*second.shape[:-1], *tail), third.reshape(*third.shape[:-1], *tail)
