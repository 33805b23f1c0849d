"""What an agent's own messages can change for herself in G+.  (paper, 3.5)

Claim    At every φ, p, b and m, agent i's messages do not change the price at which she trades. Her first
         message matters to her only in branch 1 if she is a seller, 2 if a buyer; her second only in 3, or 4;
         her third only in 5 and 7, or 6 and 7. There she trades what it names at her price, except that in 7
         a seller trades what it names clamped between two bounds that do not depend on it.
Why      The price of group β is made by the second messages of group β + 1, which see the first messages of
         group β + 2. With r >= 3 this is not group β; with r = 2 it would be.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.allocation import Allocation
from mechanisms.markets.market import Bundle, Message, Price, Side, show
from mechanisms.markets.triplicate import Everywhere, Triplicate
from proofs.rules.g_plus_outcomes import GPlusOutcome

Trade: TypeAlias = tuple[Bundle, Price]  # of one agent

# In which branches an agent's first, second and third messages count for what she trades.
COUNTS = {
    Side.SELLER: {"first": (1,), "second": (3,), "third": (5, 7)},
    Side.BUYER: {"first": (2,), "second": (4,), "third": (6, 7)},
}


@dataclass(frozen=True)
class OwnInfluence:
    """Evidence against the claim: what agent i gets when she sends `other` for one part of her triplicate."""

    i: int
    part: str  # first, second or third
    outcome: GPlusOutcome
    other: Triplicate

    def allocations(self, g: GPlus) -> tuple[Allocation, Allocation]:
        """What comes of her message, and of the changed one, by running G+."""
        changed = replace(self.outcome.m[self.i], **{self.part: getattr(self.other, self.part)})
        own = self.outcome.m[self.i]
        return _run(g, self.outcome, self.i, own), _run(g, self.outcome, self.i, changed)

    def holds(self, g: GPlus) -> bool:
        """Recheck by running G+ on both messages."""
        before, after = ((a.x[self.i], a.q[self.i]) for a in self.allocations(g))
        return _is_influence(before, after, self.outcome.b in COUNTS[g.market.side(self.i)][self.part])

    def describe(self, g: GPlus) -> str:
        """Which message changes what it must not."""
        return (
            f"{g.market.name(self.i)} in branch {self.outcome.b}: another {self.part} message changes her "
            "price, or what she trades though it does not count"
        )


@dataclass(frozen=True)
class WrongTrade:
    """Evidence against the claim: agent i does not trade what the message that counts names."""

    i: int
    outcome: GPlusOutcome

    def holds(self, g: GPlus) -> bool:
        """Recheck by running G+."""

        def trade(own: Triplicate) -> Trade:
            a = _run(g, self.outcome, self.i, own)
            return a.x[self.i], a.q[self.i]

        return _is_wrong(g, self.outcome, self.i, trade)

    def trade(self, g: GPlus) -> tuple[Bundle, Bundle]:
        """What she names, and what she trades."""
        a = _run(g, self.outcome, self.i, self.outcome.m[self.i])
        return _named(g, self.outcome, self.i, a.q[self.i]), a.x[self.i]

    def describe(self, g: GPlus) -> str:
        """What she names and what she trades."""
        named, traded = map(show, self.trade(g))
        return f"{g.market.name(self.i)} in branch {self.outcome.b} names {named} and trades {traded}"


def _counting_part(g: GPlus, b: int, i: int) -> str | None:
    parts = COUNTS[g.market.side(i)]
    return next((part for part, branches in parts.items() if b in branches), None)


def _is_influence(before: Trade, after: Trade, counts: bool) -> bool:
    """Does another message change her price, or what she trades though it does not count?"""
    return before[1] != after[1] or (not counts and before[0] != after[0])


def _is_wrong(g: GPlus, outcome: GPlusOutcome, i: int, trade: Callable[[Triplicate], Trade]) -> bool:
    """Does she trade something else than what the message that counts names, clamped where it may be?"""
    if _counting_part(g, outcome.b, i) is None:
        return False
    own = outcome.m[i]
    traded, price = trade(own)
    low = high = named = _named(g, outcome, i, price)
    if outcome.b == 7 and i in g.market.sellers:
        low, high = (trade(replace(own, third=Everywhere(d)))[0] for d in _extremes(g))
    return traded != tuple(
        max(bottom, min(amount, top)) for bottom, amount, top in zip(low, named, high, strict=True)
    )


def _named(g: GPlus, outcome: GPlusOutcome, i: int, price: Price) -> Bundle:
    """What agent i's message that counts in this branch names at a price."""
    groups = enumerate(outcome.phi.groups(g.market.n))
    beta = next(beta for beta, group in groups if i in (*group.sellers, *group.buyers))
    (d,) = g.named(outcome.phi, beta, [i], outcome.m, outcome.b)
    return d[g.market.P.index(price)]


def _extremes(g: GPlus) -> Sequence[Message]:
    """Nothing everywhere, and as much as possible everywhere."""
    return [(g.market.X[place],) * len(g.market.P) for place in (0, -1)]


def _run(g: GPlus, outcome: GPlusOutcome, i: int, own: Triplicate) -> Allocation:
    m = [own if j == i else message for j, message in enumerate(outcome.m)]
    return g.allocation(outcome.phi, outcome.p, m, outcome.b)


def violations(
    g: GPlus, outcome: GPlusOutcome, others: Sequence[Triplicate]
) -> Iterator[OwnInfluence | WrongTrade]:
    """What breaks the claim at an outcome when each agent i thinks of sending `others[i]` instead.

    It goes by her part of the outcome alone; the records run G+ for all.
    """
    for i in g.market.agents:
        own = outcome.m[i]

        def trade(message: Triplicate, i: int = i) -> Trade:
            m = [*outcome.m[:i], message, *outcome.m[i + 1 :]]
            return g.trade(outcome.phi, outcome.p, m, outcome.b, i)

        if _is_wrong(g, outcome, i, trade):
            yield WrongTrade(i, outcome)
        before = trade(own)
        for part, branches in COUNTS[g.market.side(i)].items():
            after = trade(replace(own, **{part: getattr(others[i], part)}))
            if _is_influence(before, after, outcome.b in branches):
                yield OwnInfluence(i, part, outcome, others[i])
