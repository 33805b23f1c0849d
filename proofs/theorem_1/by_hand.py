"""What a witness against Theorem 1 comes to, grouping by grouping: what there is to redo by hand.

Agent i's expected payoff is the mean of what she earns over all φ. Many φ are alike for her: the other group
has the same excess at every price, and she is left and trades the same.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from mechanisms.markets.clearing import excess
from mechanisms.markets.grouping import Group, Grouping, distinct_groupings
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Bundle, Market, Message
from proofs.theorem_1.statement import NotDominant


@dataclass(frozen=True)
class Alike:
    """Groupings at which the same happens to agent i; pairs are for her message and for the better one."""

    phi: Grouping  # one of them
    share: Fraction  # of all of Φ
    excesses: tuple[int, ...]  # of the other group, at each price of P
    p: int  # the place in P of the price at which her group trades
    left: Bundle  # what the others leave her there
    trades: tuple[Bundle, Bundle]
    earns: tuple[Fraction, Fraction]

    @property
    def matters(self) -> bool:
        """Does she earn more with one message than with the other?"""
        return self.earns[0] != self.earns[1]


def by_hand(instance: Instance, violation: NotDominant) -> list[Alike]:
    """All of Φ, by running the mechanism; first those at which the two messages earn differently."""
    g, trader, i = instance.mechanism, instance.traders[violation.i], violation.i
    market, m = g.market, violation.profile
    everything: Message = ((market.l,) * market.k,) * len(market.P)
    phis, share = distinct_groupings(market, m, i)
    found: dict[Alike, list[Grouping]] = {}
    for phi in phis:
        own, better, most = (
            g.allocation(phi, (*m[:i], message, *m[i + 1 :]))
            for message in (m[i], violation.better, everything)
        )
        excesses = _excesses(market, groups_of(market, phi, i)[1], m, range(market.k))
        trades = own.x[i], better.x[i]
        earns = trader.payoff(own.x[i], own.q[i]), trader.payoff(better.x[i], better.q[i])
        alike = Alike(phis[0], share, excesses, market.P.index(own.q[i]), most.x[i], trades, earns)
        found.setdefault(alike, []).append(phi)
    rows = [replace(alike, phi=own[0], share=len(own) * share) for alike, own in found.items()]
    return sorted(rows, key=lambda row: not row.matters)


def groups_of(market: Market, phi: Grouping, i: int) -> tuple[Group, Group]:
    """Agent i's group, and the other one."""
    one, two = phi.groups(market.n)
    return (one, two) if i in one.sellers + one.buyers else (two, one)


def commodities_that_matter(market: Market, violation: NotDominant, rows: Sequence[Alike]) -> tuple[int, ...]:
    """Those in which her messages differ, or that she trades; all, if an excess turns on another one."""
    both = [*zip(violation.profile[violation.i], violation.better, strict=True)]
    differing = [*both, *((x, (0,) * market.k) for row in rows for x in row.trades)]
    some = tuple(h for h in range(market.k) if any(x[h] != y[h] for x, y in differing))
    others = (groups_of(market, row.phi, violation.i)[1] for row in rows)
    alone = (_excesses(market, other, violation.profile, some) for other in others)
    enough = all(own == row.excesses for own, row in zip(alone, rows, strict=True))
    return some if enough else tuple(range(market.k))


def _excesses(
    market: Market, group: Group, m: Sequence[Message], commodities: Collection[int]
) -> tuple[int, ...]:
    """The group's excess in these commodities at each price of P."""

    def only(message: Message) -> Message:
        return tuple(tuple(x[h] if h in commodities else 0 for h in range(market.k)) for x in message)

    supplies, demands = ([only(m[j]) for j in side] for side in (group.sellers, group.buyers))
    return tuple(excess(market, supplies, demands, p) for p in range(len(market.P)))
