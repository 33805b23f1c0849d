"""Rules that an outcome breaks, as pictures: who names, trades and pays what, beside what should be."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.allocation import Allocation, Infeasibility
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.clearing import excess
from mechanisms.markets.grouping_mechanism import GroupingMechanism
from mechanisms.markets.market import Market, show
from proofs.pictures.bars import Bar, Bars, bars_panel
from proofs.pictures.chips import Chip, Chips, chips_panel
from proofs.pictures.picture import Picture
from proofs.rules import own_influence, own_price
from proofs.rules.clearing import NotClearing
from proofs.rules.feasibility import InfeasibleDraw, InfeasibleOutcome
from proofs.rules.own_price_in_g_double_star import MovedPrice
from proofs.rules.rationing import Misrationed
from proofs.rules.serving import NoPlace

MOST_PRICES = 14


def infeasibility(record: Infeasibility, market: Market) -> Picture:
    """Who trades what at which price."""
    a = record.allocation
    chips = [
        Chip(f"{market.name(i)}: {show(a.x[i])}", _look(market, i), note=_at(a, i)) for i in market.agents
    ]
    caption = f"This is no allocation: {record.describe(market)}."
    return Picture((chips_panel("Who trades what at which price", [Chips("", chips)]),), caption)


def not_clearing(record: NotClearing, g: GroupingMechanism) -> Picture:
    """The other group's excess at each price, the least marked, and the price at which the group trades."""
    market, groups = g.market, record.phi.groups(g.market.n)
    group, other = groups[record.group], groups[1 - record.group]
    q = g.allocation(record.phi, record.m).q[group.sellers[0]]
    named = market.P[record.better]
    shown = [p for p, price in enumerate(market.P) if price in (q, named) or len(market.P) <= MOST_PRICES]
    sides = [[record.m[j] for j in side] for side in (other.sellers, other.buyers)]
    bars = [
        Bar(
            show(market.P[p]),
            Fraction(excess(market, sides[0], sides[1], p)),
            "good" if p == record.better else "bad" if market.P[p] == q else "faint",
            "least:" if p == record.better else "the price:" if market.P[p] == q else "",
        )
        for p in shown
    ]
    panel = bars_panel(f"The excess in group {2 - record.group}", [Bars("at each price", bars)])
    caption = f"Group {record.group + 1} trades at {show(q)}, and should at {show(named)}."
    return Picture((panel,), caption)


def misrationed(record: Misrationed, g: GroupingMechanism) -> Picture:
    """In the order of service, what each names and what each trades."""
    market, h = g.market, record.commodity
    a, group = g.allocation(record.phi, record.m), record.phi.groups(market.n)[record.group]
    groups = [
        Bars(
            market.name(i),
            [
                Bar("names", Fraction(record.m[i][market.P.index(a.q[i])][h]), "faint"),
                Bar("trades", Fraction(a.x[i][h]), _look(market, i)),
            ],
        )
        for i in (*group.sellers, *group.buyers)
    ]
    panel = bars_panel(f"Commodity {h + 1} in group {record.group + 1}", groups)
    return Picture(
        (panel,), "In the order of service: (3) serves the short side in full, and the long one in order."
    )


def own_terms(record: own_price.OwnInfluence, g: GroupingMechanism) -> Picture:
    """What she trades at which price with her message, and if she names everything."""
    greedy, actual = record.allocations(g)
    named = record.m[record.i][g.market.P.index(actual.q[record.i])]
    rows = [
        Chips(f"she names {show(named)}", [_trade(actual, record.i)]),
        Chips("she names everything everywhere", [_trade(greedy, record.i)]),
    ]
    caption = (
        "Her price should be the same, and she should trade what she names, as far as it is left to her."
    )
    return Picture((chips_panel(g.market.name(record.i), rows),), caption)


def other_part(record: own_influence.OwnInfluence, g: GPlus) -> Picture:
    """What she trades at which price, with one part of her message changed and unchanged."""
    before, after = record.allocations(g)
    rows = [
        Chips("with her message", [_trade(before, record.i)]),
        Chips(f"with another {record.part} message", [_trade(after, record.i)]),
    ]
    heading = f"{g.market.name(record.i)} in branch {record.outcome.b}"
    return Picture(
        (chips_panel(heading, rows),),
        "It should change neither her price nor, where it does not count, her trade.",
    )


def wrong_trade(record: own_influence.WrongTrade, g: GPlus) -> Picture:
    """What she names and what she trades."""
    named, traded = record.trade(g)
    groups = [
        Bars(f"commodity {h + 1}", [Bar("names", Fraction(a), "faint"), Bar("trades", Fraction(b), "bad")])
        for h, (a, b) in enumerate(zip(named, traded, strict=True))
    ]
    heading = f"{g.market.name(record.i)} in branch {record.outcome.b}"
    return Picture((bars_panel(heading, groups),), "She should trade what the message that counts names.")


def moved_price(record: MovedPrice, g: GDoubleStar) -> Picture:
    """Her price with either message."""
    rows = [
        Chips(words, [Chip(f"pays {show(price)}", look)])
        for words, price, look in zip(
            ("with her message", "with another one"), record.prices(g), ("supply", "demand"), strict=True
        )
    ]
    return Picture(
        (chips_panel(g.market.name(record.i), rows),), "By (11) she should not change her own price."
    )


def no_place(record: NoPlace, g: BranchMechanism[Any]) -> Picture:
    """What the sellers of the group offer and sell, beside what its buyers buy."""
    return sale(*record.sale(g), f"Commodity {record.h + 1} in branch {record.b}", "No place î fits (7).")


def sale(offered: Iterable[int], sold: Iterable[int], bought: int, heading: str, caption: str) -> Picture:
    """What each seller offers and sells, and what the buyers buy together."""
    groups = [
        Bars(
            f"seller {place} of the group",
            [Bar("offers", Fraction(some), "supply"), Bar("sells", Fraction(got), "good")],
        )
        for place, (some, got) in enumerate(zip(offered, sold, strict=True), start=1)
    ]
    groups.append(Bars("its buyers", [Bar("buy", Fraction(bought), "demand")]))
    return Picture((bars_panel(heading, groups),), caption)


def _trade(a: Allocation, i: int) -> Chip:
    return Chip(f"trades {show(a.x[i])}", "mark", note=_at(a, i))


def _at(a: Allocation, i: int) -> str:
    return f"at {show(a.q[i])}"


def _look(market: Market, i: int) -> str:
    return "supply" if i in market.sellers else "demand"


DRAWN: dict[type, Callable[[Any, Any], Picture]] = {
    Infeasibility: infeasibility,
    InfeasibleOutcome: lambda record, g: infeasibility(record.infeasibility, g.market),
    InfeasibleDraw: lambda record, g: infeasibility(record.infeasibility, g.market),
    NotClearing: not_clearing,
    Misrationed: misrationed,
    own_price.OwnInfluence: own_terms,
    own_influence.OwnInfluence: other_part,
    own_influence.WrongTrade: wrong_trade,
    MovedPrice: moved_price,
    NoPlace: no_place,
}
