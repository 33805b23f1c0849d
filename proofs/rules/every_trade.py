"""Outcomes that stand for all outcomes of a mechanism, as far as (1), (2), (7) and (14) can tell them apart.

What a group trades depends on the price p at which it trades and on the amounts that its members name at p,
in their order; and it is settled commodity by commodity (paper, 2.2, 3.2 and 3.5). Agents are treated alike,
so that φ the identity stands for all of Φ. So it is enough to look, for each group, price and commodity, at
every way to name amounts of this commodity at this price, in every branch. The other groups make the price.

    G*           |P| · k · (l+1)^(2n) for each of 2 groups
    G**          the same in each of 4 branches
    G+           |P| · k · (l+1)^n in each of the branches 1 to 6, |P| · k · (l+1)^(2n) in branch 7, r groups
"""

from collections.abc import Iterator, Sequence
from itertools import product

from mechanisms.g_double_star.mechanism import BuyerMessage, MessageProfile
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.grouping import Group, Grouping
from mechanisms.markets.market import Market, Message
from mechanisms.markets.triplicate import Everywhere, Triplicate
from proofs.rules.g_plus_outcomes import GPlusOutcome
from proofs.rules.outcome import Outcome


def case_count(market: Market, branches: int = 1) -> int:
    """How many outcomes G* has to be looked at in, or G** with so many branches."""
    return int(branches * market.groups * len(market.P) * market.k * (market.l + 1) ** (2 * market.n))


def g_plus_case_count(market: Market) -> int:
    """How many outcomes G+ has to be looked at in."""
    pairs = 6 * (market.l + 1) ** market.n + (market.l + 1) ** (2 * market.n)
    return int(market.groups * len(market.P) * market.k * pairs)


def in_g_star(market: Market) -> Iterator[tuple[Grouping, tuple[Message, ...]]]:
    """Outcomes (φ, m) of G*."""
    phi, groups = _identity(market)
    for place, group in enumerate(groups):
        for p, named in _patterns(market, group):
            silent = _clearing_at(market, groups[1 - place], p)
            yield phi, tuple({**silent, **named}[i] for i in market.agents)


def in_g_double_star(g: BranchMechanism[MessageProfile]) -> Iterator[Outcome[MessageProfile]]:
    """Outcomes of G**: buyers say in all three messages what the pattern has, whatever was said before."""
    market = g.market
    phi, groups = _identity(market)
    for place, group in enumerate(groups):
        for p, named in _patterns(market, group):
            said = {**_clearing_at(market, groups[1 - place], p), **named}
            buyers = [BuyerMessage(said[i], Everywhere(said[i]), Everywhere(said[i])) for i in market.buyers]
            m = MessageProfile([said[i] for i in market.sellers], buyers)
            yield from (Outcome(phi, p, b, m) for b in g.branches)


def in_g_plus(g: GPlus) -> Iterator[GPlusOutcome]:
    """Outcomes of G+: the next group makes the price of a group in branch 7."""
    market = g.market
    phi, groups = _identity(market)
    nothing: Message = (market.X[0],) * len(market.P)
    for beta, group in enumerate(groups):
        following = groups[g.following(beta)]
        for b in g.branches[:-1]:
            speakers = Group(group.sellers, ()) if b % 2 else Group((), group.buyers)
            for p, named in _patterns(market, speakers):
                yield Outcome(phi, p, b, [_constant(named.get(i, nothing)) for i in market.agents])
        for p, named in _patterns(market, group):
            silent = _clearing_at(market, following, p)
            said = [silent.get(i, named.get(i, nothing)) for i in market.agents]
            yield Outcome(phi, 0, g.branches[-1], [_constant(d) for d in said])


def _constant(d: Message) -> Triplicate:
    return Triplicate(d, Everywhere(d), Everywhere(d))


def _identity(market: Market) -> tuple[Grouping, list[Group]]:
    phi = Grouping(tuple(market.sellers), tuple(market.buyers))
    return phi, phi.groups(market.n)


def _patterns(market: Market, group: Group) -> Iterator[tuple[int, dict[int, Message]]]:
    """Every price, and what the members name: any amounts of one commodity there, nothing elsewhere."""
    members: Sequence[int] = group.sellers + group.buyers
    nothing = market.X[0]
    for p in range(len(market.P)):
        for h in range(market.k):
            for amounts in product(range(market.l + 1), repeat=len(members)):
                bundles = ((*nothing[:h], amount, *nothing[h + 1 :]) for amount in amounts)
                yield (
                    p,
                    {
                        i: tuple(x if q == p else nothing for q in range(len(market.P)))
                        for i, x in zip(members, bundles, strict=True)
                    },
                )


def _clearing_at(market: Market, group: Group, p: int) -> dict[int, Message]:
    """Messages of a group that clear at the p-th price only: elsewhere its sellers offer all they can."""
    nothing, everything = market.X[0], market.X[-1]
    supply = tuple(nothing if q == p else everything for q in range(len(market.P)))
    return dict.fromkeys(group.sellers, supply) | {i: (nothing,) * len(market.P) for i in group.buyers}
