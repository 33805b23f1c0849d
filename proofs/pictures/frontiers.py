"""Where a theorem holds, as maps over two payoffs: Condition 1 in G*, and hedges in G** with two buyers."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import product

from gametheory.games.svg import Drawing
from mechanisms.markets.market import Market, Side, price_grid
from mechanisms.markets.trader import separable
from proofs.conditions.condition_1 import find_violation
from proofs.conditions.families import grid
from proofs.theorem_1.sharp_form import frontier
from proofs.theorem_4.hedges.hedge import is_outdone
from proofs.theorem_4.hedges.search import turning

WIDTH, LEFT, TOP = 340.0, 54.0, 30.0
PLACE = WIDTH - LEFT - 20


def condition_1_map(step: Fraction = Fraction(1, 8), top: Fraction = Fraction(3, 2)) -> Drawing:
    """For each pair of unit costs of a seller, n = k = 1, l = T = 2: what holds of Theorem 1."""
    market = Market(1, 1, 2, price_grid(1, 2))
    costs = grid(step, top)
    legend = {
        "good": "Condition 1, and the conclusion",
        "supply": "no Condition 1, yet the conclusion",
        "demand": "some message is dominant",
        "bad": "no message is dominant",
    }
    drawing = _frame("Theorem 1: a seller's two unit costs", ("first unit", "second unit"), top, legend)
    side = PLACE / len(costs)
    for (place, first), (row, second) in product(enumerate(costs), enumerate(costs)):
        seller = separable(Side.SELLER, [[first, second]])
        stand = frontier(market, seller)
        look = (
            "good"
            if find_violation(seller) is None
            else "supply"
            if stand.all_price_taking
            else "demand"
            if stand.some_dominant
            else "bad"
        )
        at = LEFT + side * place, TOP + PLACE - side * (row + 1)
        drawing.box((at[0] + 0.5, at[1] + 0.5), (side - 1, side - 1), look)
    return drawing


def hedges_map(step: Fraction = Fraction(1, 2), top: Fraction = Fraction(2)) -> Drawing:
    """For each value function of the grid, what a unit gains and loses by the mate's signal: outdone?"""
    points = [
        (buyer.stakes, is_outdone(buyer.known, buyer.other))
        for buyer in turning(product(grid(step, top), repeat=4))
    ]
    largest = max(max(stakes.gain, stakes.lost) for stakes, _ in points if stakes is not None)
    legend = {
        "good": "the price-taking first message outdoes the other",
        "bad": "it does not: the other survives round 1",
        "line": "loss = half the smaller stake",
    }
    drawing = _frame("Theorem 4: how large the stakes are", ("gain", "loss"), largest, legend)

    def at(gain: Fraction, lost: Fraction) -> tuple[float, float]:
        return LEFT + PLACE * float(gain / largest), TOP + PLACE - PLACE * float(lost / largest)

    for ends in ((largest, largest * Fraction(2, 3)), (largest * Fraction(2, 3), largest)):
        drawing.line([at(Fraction(0), Fraction(0)), at(*ends)], "faint", dashes="4 3")
    for stakes, outdone in points:
        if stakes is not None:
            drawing.dot(at(stakes.gain, stakes.lost), 4, "good" if outdone else "bad")
    return drawing


def _frame(
    title: str, axes: tuple[str, str], largest: Fraction, legend: Iterable[tuple[str, str]] | dict[str, str]
) -> Drawing:
    told = dict(legend)
    drawing = Drawing(WIDTH, TOP + PLACE + 46 + 20 * len(told), title)
    drawing.words((8, 14), title, bold=True)
    drawing.box((LEFT, TOP), (PLACE, PLACE), "wash", "faint")
    for amount, share in ((Fraction(0), 0.0), (largest, 1.0)):
        drawing.words((LEFT + PLACE * share, TOP + PLACE + 12), str(amount), size=11, anchor="middle")
        drawing.words((LEFT - 6, TOP + PLACE * (1 - share)), str(amount), size=11, anchor="end")
    drawing.words((LEFT + PLACE / 2, TOP + PLACE + 12), axes[0], size=12, anchor="middle")
    first, *rest = axes[1].split()
    for line, word in enumerate([first, *rest]):
        drawing.words((LEFT - 6, TOP + PLACE / 2 + 14 * line), word, size=12, anchor="end")
    for k, (look, words) in enumerate(told.items()):
        y = TOP + PLACE + 36 + 20 * k
        if look == "line":
            drawing.line([(8, y), (24, y)], "faint", dashes="4 3")
        else:
            drawing.box((10, y - 6), (12, 12), look)
        drawing.words((32, y), words, size=12)
    return drawing
