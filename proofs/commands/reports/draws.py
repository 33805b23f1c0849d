"""A witness in G** or G+ to redo by hand: who says what, the draws in which it matters, and the sums."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.grouping import Group
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Market, Side, show
from mechanisms.markets.trader import Trader
from proofs.claims.draws import AlikeDraws, TwoWays, draws_by_hand
from proofs.claims.words import describe_prices
from proofs.commands.reports.market import describe_agents
from proofs.commands.reports.table import Column, Table

BRANCHES = {
    GDoubleStar.symbol: (
        "Branches 1, 2 and 3: the price is drawn, and buyers get what their first, second or third messages "
        "ask. Branch 4: the price is where the excess, the largest |supply - demand| of a commodity by the "
        "second messages of the other group, is least (ties: {tie}), and buyers get what they ask third."
    ),
    GPlus.symbol: (
        "Branches 1 to 6: the price is drawn, and the j-th seller and buyer of a group trade what one of "
        "them names, the seller in 1, 3 and 5, the buyer in 2, 4 and 6, in their three messages. "
        "Branch 7: the price is where the excess, the largest |supply - demand| of a commodity by the second "
        "messages of the next group, is least (ties: {tie}), and third messages say what is traded."
    ),
}
MOST = 12  # rows of draws in which it matters; what the others come to is told in one
SOLD = (
    " Sellers sell what the buyers of their group ask in all: if they offer more, they are served in their "
    "order, and if less, raised in it."
)


def draws_tables(instance: InterdependentInstance, two: TwoWays) -> Iterator[Table]:
    """What is said; the draws in which the two messages earn differently; what she earns, with sums.

    Raises `TooLargeError` where the draws are too many.
    """
    rows = draws_by_hand(instance, two)
    others = _others(instance.mechanism.market, two)
    yield Table("What is said", (Column("who"), Column("says", prose=1)), [*two.said, *others])
    if differing := [row for row in rows[:MOST] if row.matters]:
        yield _draws(instance.mechanism, instance.mechanism.market, differing)
    yield _payoffs(instance, two, rows, len(differing))


def _others(market: Market, two: TwoWays) -> list[tuple[str, str]]:
    """A row for others on a side who say the same with a signal."""
    alike: dict[tuple[Side, str, str], list[int]] = {}
    for j, signal, words in two.others:
        alike.setdefault((market.side(j), signal, words), []).append(j)
    return [
        (f"{describe_agents(market, own)}{f' with {signal}' if signal else ''}", words)
        for (_, signal, words), own in alike.items()
    ]


def _draws(g: BranchMechanism[Any], market: Market, rows: Sequence[AlikeDraws]) -> Table:
    is_seller = any(row.bounds for row in rows)
    columns = (
        Column(""),
        Column("branch", right=True),
        Column("signals", prose=1),
        Column("groups", prose=1),
        Column("excess", prose=1),
        Column("price", right=True),
        *([Column("in her group", prose=2)] if is_seller else []),
    )
    cells = [
        (
            str(number),
            str(row.b),
            ", ".join(row.omega),
            _members(row.phi.groups(market.n)),
            _excesses(market, row.excesses) if row.excesses else "drawn",
            show(market.P[row.p]),
            *([_served(row)] if is_seller else []),
        )
        for number, row in enumerate(rows, start=1)
    ]
    note = BRANCHES[g.symbol].format(tie=market.tie.value) + (SOLD if is_seller else "")
    return Table("The draws in which it matters, such as", columns, cells, note)


def _payoffs(
    instance: InterdependentInstance, two: TwoWays, rows: Sequence[AlikeDraws], listed: int
) -> Table:
    market, at = instance.mechanism.market, instance.traders[two.i].at
    cells = [
        (
            str(number),
            str(row.share),
            *(cell for x in row.trades for cell in (show(x), _earned(at[row.omega], x, market.P[row.p]))),
        )
        for number, row in enumerate(rows[:listed], start=1)
    ]
    for own, name in (
        ([row for row in rows[listed:] if row.matters], "more"),
        ([row for row in rows if not row.matters], "others"),
    ):
        if own:
            share = sum((row.share for row in own), Fraction(0))
            means = [f"on average {_expected(own, place) / share}" for place in range(2)]
            cells.append((name, str(share), "", means[0], "", means[1] if name == "more" else "the same"))
    foot = ("expected", "", "", str(_expected(rows, 0)), "", str(_expected(rows, 1)))
    who = f"{market.name(two.i)} with signal {two.own}"
    headings = ("probability", "trades", "earns", "or trades", "or earns")
    columns = (Column(""), *(Column(heading, right=True) for heading in headings))
    return Table(f"What {who} trades and earns; or, with the better message", columns, cells, "", foot)


def _expected(rows: Sequence[AlikeDraws], place: int) -> Fraction:
    return sum((row.share * row.earns[place] for row in rows), Fraction(0))


def _members(groups: Sequence[Group]) -> str:
    told = (
        f"{', '.join(str(j + 1) for j in group.sellers)} with {', '.join(str(j + 1) for j in group.buyers)}"
        for group in groups
    )
    return "; ".join(told)


def _excesses(market: Market, excesses: Sequence[int]) -> str:
    places: dict[int, list[int]] = {}
    for p, value in enumerate(excesses):
        places.setdefault(value, []).append(p)
    return "; ".join(f"{value} at {describe_prices(market, at)}" for value, at in sorted(places.items()))


def _served(row: AlikeDraws) -> str:
    """Whether sellers are served or raised, either way."""
    if row.bounds is None:
        return ""
    one, other, bought = row.bounds
    return f"asked {show(bought)}; offered {_offers(one, bought)}; or {_offers(other, bought)}"


def _offers(offered: Sequence[Bundle], bought: Bundle) -> str:
    words = ["served" if sum(x[h] for x in offered) >= bought[h] else "raised" for h in range(len(bought))]
    told = words[0] if len(set(words)) == 1 else f"({', '.join(words)})"
    return f"{', '.join(map(show, offered))}: {told}"


def _earned(trader: Trader, x: Bundle, q: tuple[Fraction, ...]) -> str:
    """What the bundle earns, revenue less cost or value less payment."""
    payoff, worth = trader.payoff(x, q), trader.worth[x]
    if not any(x):
        return str(payoff)
    if trader.side is Side.SELLER:
        return f"{payoff + worth} - {worth} = {payoff}"
    return f"{worth} - {worth - payoff} = {payoff}"
