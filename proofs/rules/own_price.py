"""(4) and (5): at which price an agent trades, and what her own message can change.

Claim    (Paper, proof of Theorem 1.) An agent in group 1 trades at p̃*, one in group 2 at p̂*; her message
         changes neither that price nor what the others leave her: she trades m_i(q_i) ∧ r with r
         independent of m_i.
Printed  The proof says q_i = p̃*(φ, m) for both groups.
Checked  On every φ, profile and own message of the smallest markets.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mechanisms.markets.allocation import Allocation
from mechanisms.markets.clearing import clearing_price
from mechanisms.markets.grouping import Group, Grouping
from mechanisms.markets.grouping_mechanism import GroupingMechanism
from mechanisms.markets.market import Market, Message, Price, meet, show
from proofs.claims.verdict import Reading
from proofs.claims.words import describe_messages


@dataclass(frozen=True)
class WrongPrice:
    """Evidence that an agent does not trade at the price that a reading names."""

    reading: Reading
    i: int
    phi: Grouping
    m: tuple[Message, ...]

    def holds(self, g: GroupingMechanism) -> bool:
        """Recheck by the definition of the mechanism and of the clearing price."""
        groups = self.phi.groups(g.market.n)
        own = next(place for place, group in enumerate(groups) if self.i in group.sellers + group.buyers)
        named = groups[1 if self.reading is Reading.PRINTED else 1 - own]
        return g.allocation(self.phi, self.m).q[self.i] != _clearing(g.market, named, self.m)

    def describe(self, g: GroupingMechanism) -> str:
        """Her price and the one that the reading names, for an agent in group 2."""
        a = g.allocation(self.phi, self.m)
        group_1, group_2 = self.phi.groups(g.market.n)
        own = "p̂*" if self.i in group_2.sellers + group_2.buyers else "p̃*"
        p_tilde = a.q[group_1.sellers[0]]
        return (
            f"{g.market.name(self.i)}, in group {1 if own == 'p̃*' else 2}, trades at {own} = "
            f"{show(a.q[self.i])}, not at p̃* = {show(p_tilde)}, when {describe_messages(g.market, self.m)}"
        )


@dataclass(frozen=True)
class OwnInfluence:
    """Evidence that agent i's own message changes her price or what she is left."""

    i: int
    phi: Grouping
    m: tuple[Message, ...]  # at place i the message whose outcome is not as the claim says

    def allocations(self, g: GroupingMechanism) -> tuple[Allocation, Allocation]:
        """What comes of naming everything everywhere, and of her message."""
        return self.greedy(g), g.allocation(self.phi, self.m)

    def greedy(self, g: GroupingMechanism) -> Allocation:
        """What comes of naming everything everywhere."""
        i, everything = self.i, ((g.market.l,) * g.market.k,) * len(g.market.P)
        return g.allocation(self.phi, (*self.m[:i], everything, *self.m[i + 1 :]))

    def holds(self, g: GroupingMechanism) -> bool:
        """Recheck by the definition of the mechanism."""
        return _is_influence(g.market, self.i, self.m[self.i], *self.allocations(g))

    def describe(self, g: GroupingMechanism) -> str:
        """Whose message it is."""
        return f"{g.market.name(self.i)} changes her own terms"


def wrong_prices(
    g: GroupingMechanism, reading: Reading, phi: Grouping, m: Sequence[Message]
) -> Iterator[WrongPrice]:
    """Every agent who trades at another price than the reading says."""
    a = g.allocation(phi, m)
    group_1, group_2 = phi.groups(g.market.n)
    p_hat, p_tilde = (_clearing(g.market, group, m) for group in (group_1, group_2))
    of_group_2 = p_hat if reading is Reading.READ else p_tilde
    for group, price in (group_1, p_tilde), (group_2, of_group_2):
        for i in (*group.sellers, *group.buyers):
            if a.q[i] != price:
                yield WrongPrice(reading, i, phi, tuple(m))


def _clearing(market: Market, group: Group, m: Sequence[Message]) -> Price:
    supplies, demands = ([m[i] for i in side] for side in (group.sellers, group.buyers))
    return market.P[clearing_price(market, supplies, demands)]


def own_influences(
    g: GroupingMechanism, phi: Grouping, m: Sequence[Message], agents: Sequence[int]
) -> Iterator[OwnInfluence]:
    """Every one of some agents whose message in m changes her price, or more than her own wish."""
    actual = g.allocation(phi, m)
    for i in agents:
        found = OwnInfluence(i, phi, tuple(m))
        if _is_influence(g.market, i, m[i], found.greedy(g), actual):
            yield found


def _is_influence(market: Market, i: int, own: Message, greedy: Allocation, actual: Allocation) -> bool:
    # What she is left is what she trades when she names everything everywhere.
    named = own[market.P.index(actual.q[i])]
    return actual.q[i] != greedy.q[i] or actual.x[i] != meet(named, greedy.x[i])
