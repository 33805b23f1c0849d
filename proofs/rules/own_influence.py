"""What an agent's own messages can change for herself in G+.  (paper, 3.5)

Claim    At every φ, p, b and m, agent i's messages do not change the price at which she trades. Her first
         message matters to her only in branch 1 if she is a seller, 2 if a buyer; her second only in 3, or 4;
         her third only in 5 and 7, or 6 and 7. There she trades what it names at her price, except that in 7
         a seller trades what it names clamped between two bounds that do not depend on it.
Why      The price of group β is made by the second messages of group β + 1, which see the first messages of
         group β + 2. With r >= 3 this is not group β; with r = 2 it would be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.allocation import Allocation
from mechanisms.markets.market import Bundle, Message, Side, show
from mechanisms.markets.triplicate import Everywhere, Triplicate
from proofs.rules.g_plus_outcomes import GPlusOutcome

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
        before, after = self.allocations(g)
        counts = self.outcome.b in COUNTS[g.market.side(self.i)][self.part]
        return before.q[self.i] != after.q[self.i] or (not counts and before.x[self.i] != after.x[self.i])

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
        part = _counting_part(g, self.outcome.b, self.i)
        if part is None:
            return False
        a = _run(g, self.outcome, self.i, self.outcome.m[self.i])
        named = _named(g, self.outcome, self.i, a)
        low = high = named
        if self.outcome.b == 7 and self.i in g.market.sellers:
            low, high = (
                _run(g, self.outcome, self.i, replace(self.outcome.m[self.i], third=Everywhere(d))).x[self.i]
                for d in _extremes(g)
            )
        return a.x[self.i] != tuple(
            max(bottom, min(amount, top)) for bottom, amount, top in zip(low, named, high, strict=True)
        )

    def trade(self, g: GPlus) -> tuple[Bundle, Bundle]:
        """What she names, and what she trades."""
        a = _run(g, self.outcome, self.i, self.outcome.m[self.i])
        return _named(g, self.outcome, self.i, a), a.x[self.i]

    def describe(self, g: GPlus) -> str:
        """What she names and what she trades."""
        named, traded = map(show, self.trade(g))
        return f"{g.market.name(self.i)} in branch {self.outcome.b} names {named} and trades {traded}"


def _counting_part(g: GPlus, b: int, i: int) -> str | None:
    parts = COUNTS[g.market.side(i)]
    return next((part for part, branches in parts.items() if b in branches), None)


def _named(g: GPlus, outcome: GPlusOutcome, i: int, a: Allocation) -> Bundle:
    """What agent i's message that counts in this branch names at the price at which she trades."""
    groups = enumerate(outcome.phi.groups(g.market.n))
    beta = next(beta for beta, group in groups if i in (*group.sellers, *group.buyers))
    (d,) = g.named(outcome.phi, beta, [i], outcome.m, outcome.b)
    return d[g.market.P.index(a.q[i])]


def _extremes(g: GPlus) -> Sequence[Message]:
    """Nothing everywhere, and as much as possible everywhere."""
    return [(g.market.X[place],) * len(g.market.P) for place in (0, -1)]


def _run(g: GPlus, outcome: GPlusOutcome, i: int, own: Triplicate) -> Allocation:
    m = [own if j == i else message for j, message in enumerate(outcome.m)]
    return g.allocation(outcome.phi, outcome.p, m, outcome.b)


def violations(
    g: GPlus, outcome: GPlusOutcome, others: Sequence[Triplicate]
) -> Iterator[OwnInfluence | WrongTrade]:
    """What breaks the claim at an outcome when each agent i thinks of sending `others[i]` instead."""
    for i in g.market.agents:
        wrong = WrongTrade(i, outcome)
        if wrong.holds(g):
            yield wrong
        for part in COUNTS[g.market.side(i)]:
            found = OwnInfluence(i, part, outcome, others[i])
            if found.holds(g):
                yield found
