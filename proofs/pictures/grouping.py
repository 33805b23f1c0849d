"""A grouping of G* as a picture: what makes the price, and who is served at it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from gametheory.games.svg import Drawing
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.clearing import excess
from mechanisms.markets.grouping import Group, Grouping
from mechanisms.markets.market import Market, Message, show
from mechanisms.markets.trader import Trader

WIDTH = 340.0  # of a panel: it fits a telephone
MOST_PRICES = 14  # of more, those that matter are shown
ROW = 24.0


def price_panel(g: GStar, group: Group, m: Sequence[Message], h: int, whose: str) -> Drawing:
    """Supply and demand of commodity h in a group at each price, and the price of least excess."""
    market = g.market
    chosen = g.price(group, m)
    places = _shown(market, group, m, chosen)
    top, left, right = 56.0, 70.0, WIDTH - 78
    title = f"{whose}: {_members(market, group)} make the price{_commodity(market, h)}"
    drawing = Drawing(WIDTH, top + ROW * len(places) + 34, title)
    drawing.words((8, 14), f"{whose}: {_members(market, group)}", bold=True)
    drawing.words((8, 36), f"price{_commodity(market, h)}", "faint", size=12)
    drawing.box((left + 20, 31), (9, 9), "supply")
    drawing.words((left + 34, 36), "supply", "supply", size=12)
    drawing.dot((left + 98, 36), 5, "demand")
    drawing.words((left + 108, 36), "demand", "demand", size=12)
    drawing.words((WIDTH - 8, 36), "excess", "faint", size=12, anchor="end")
    totals = [tuple(sum(m[j][p][h] for j in side) for side in (group.sellers, group.buyers)) for p in places]
    largest = max(1, *(amount for both in totals for amount in both))

    def x(amount: int) -> float:
        return left + (right - left) * amount / largest

    heights = [top + ROW * (len(places) - row - 0.5) for row in range(len(places))]
    for row, p in enumerate(places):
        if p == chosen:
            drawing.box((4, heights[row] - ROW / 2), (WIDTH - 8, ROW), "wash", "mark", round_=4)
    for amount in range(largest + 1):
        if largest <= 12 or amount in (0, largest):
            drawing.line([(x(amount), top), (x(amount), top + ROW * len(places))], "line", 1)
            drawing.words(
                (x(amount), heights[0] + ROW / 2 + 12), str(amount), "faint", size=11, anchor="middle"
            )
    for side, look in enumerate(("supply", "demand")):
        drawing.line([(x(both[side]), y) for both, y in zip(totals, heights, strict=True)], look, 2)
    for row, p in enumerate(places):
        supply, demand = totals[row]
        drawing.box((x(supply) - 5, heights[row] - 5), (10, 10), "supply")
        drawing.dot((x(demand), heights[row]), 5.5 if supply != demand else 3, "demand")
        price = show(market.P[p])
        drawing.words((left - 14, heights[row]), price, anchor="end", bold=p == chosen)
        total = excess(market, [m[j] for j in group.sellers], [m[j] for j in group.buyers], p)
        words = f"{total}: price" if p == chosen else str(total)
        drawing.words((WIDTH - 8, heights[row]), words, anchor="end", bold=p == chosen)
    return drawing


def served_panel(
    g: GStar, group: Group, p: int, m: Sequence[Message], h: int, i: int, earns: Fraction, heading: str
) -> Drawing:
    """Who wants how much of commodity h at the p-th price, in the order of service, and who gets it."""
    market = g.market
    sides = (group.sellers, group.buyers)
    trades = g.trades(group, p, m)
    left = 66.0
    most = max(1, *(sum(m[j][p][h] for j in side) for side in sides))
    unit = min(44.0, (WIDTH - left - 16) / (most + 0.5 * max(map(len, sides))))
    drawing = Drawing(WIDTH, 190, f"{heading}: who trades at {show(market.P[p])}")
    drawing.words((8, 14), heading, bold=True)
    drawing.words(
        (8, 36), f"her group at the price {show(market.P[p])}{_commodity(market, h)}", "faint", size=12
    )
    for row, (side, look) in enumerate(zip(sides, ("supply", "demand"), strict=True)):
        y, x = 66 + 50.0 * row, left
        drawing.words((8, y + 14), ("offered", "asked")[row], look, size=12)
        for j in side:
            wanted, got = m[j][p][h], trades[j][h]
            width = unit * wanted if wanted else unit * 0.4
            edge = "mark" if j == i else look
            if got:
                drawing.box((x, y), (unit * got, 28), look)
            drawing.box((x, y), (width, 28), "", edge, width=3 if j == i else 1.2)
            drawing.words((x + width / 2, y - 9), str(j + 1), "faint", anchor="middle", size=11, bold=j == i)
            x += width + 4
    got, wanted = trades[i][h], m[i][p][h]
    verb = "sells" if i in group.sellers else "buys"
    told = f"{market.name(i)} names {wanted} and {verb} {got}"
    drawing.words((8, 166), told, size=12)
    drawing.words((8, 182), f"earns {earns}", "bad" if earns < 0 else "ink", size=13, bold=True)
    return drawing


def _shown(market: Market, group: Group, m: Sequence[Message], chosen: int) -> list[int]:
    """The places of the prices to show: all, or those next to which an excess changes and the chosen one."""
    everything = range(len(market.P))
    if len(everything) <= MOST_PRICES:
        return list(everything)
    supplies, demands = ([m[j] for j in side] for side in (group.sellers, group.buyers))
    excesses = [excess(market, supplies, demands, p) for p in everything]
    wanted = {chosen, 0, len(everything) - 1}
    for p in sorted(everything, key=lambda p: (abs(p - chosen), p)):
        if len(wanted) >= MOST_PRICES:
            break
        if any(excesses[p] != excesses[q] for q in (p - 1, p + 1) if q in everything):
            wanted.add(p)
    return sorted(wanted)


def _members(market: Market, group: Group) -> str:
    sellers, buyers = (", ".join(str(j + 1) for j in side) for side in (group.sellers, group.buyers))
    return f"{sellers} with {buyers}"


def _commodity(market: Market, h: int) -> str:
    return f", commodity {h + 1}" if market.k > 1 else ""


def two_messages(
    g: GStar, trader: Trader, phi: Grouping, i: int, m: Sequence[Message], better: Message, h: int
) -> Iterator[Drawing]:
    """The prices that both groups make at φ, and what agent i trades at hers with either message."""
    one, two = phi.groups(g.market.n)
    own, other = (one, two) if i in one.sellers + one.buyers else (two, one)
    p = g.price(other, m)
    yield price_panel(g, other, m, h, "The other group")
    yield price_panel(g, own, m, h, "Her group, for the other one")
    for message, heading in ((m[i], "With her message"), (better, "With the better message")):
        everybody = (*m[:i], message, *m[i + 1 :])
        earns = trader.payoff(g.trades(own, p, everybody)[i], g.market.P[p])
        yield served_panel(g, own, p, everybody, h, i, earns, heading)
