"""A hedge as a picture: what every other first message lacks, against one kind of others or another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

from gametheory.games.svg import Drawing
from mechanisms.g_double_star.groups.reads import Entry
from mechanisms.g_double_star.groups.second_message_payoffs import Sent
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Message, show, show_message
from proofs.pictures.picture import Picture
from proofs.theorem_4.hedges.hedge import Hedge
from proofs.theorem_4.hedges.recheck import BuyerByRuns, Vector, add, entries

WIDTH, LINE, BAR = 340.0, 16.0, 24.0
MOST_ROWS = 12


@dataclass(frozen=True)
class Attempt:
    """A first message, second demands after it, and how much more than the hedge they earn, for each e."""

    first: Message
    demands: tuple[tuple[Entry, Bundle], ...]
    more: Vector


def hedge_picture(hedge: Hedge, instance: InterdependentInstance) -> Picture:
    """A panel for each kind of others; a row for a plan that no plan with its first message beats."""
    market, (i, signal) = instance.mechanism.market, hedge.agent
    rows = close_attempts(hedge, instance)
    close = {each.first for each in rows}
    told, shown = _labels(rows, instance), rows[:MOST_ROWS]
    largest = max((abs(more) for row in shown for more in row.more), default=Fraction(1)) or Fraction(1)
    panels = tuple(
        _panel(
            f"Others send {sent_in_words(e)}",
            [(told[k], row.more[place]) for k, row in enumerate(shown)],
            largest,
        )
        for place, e in enumerate(hedge.sent)
    )
    far = [d for d in market.messages() if d not in close and d != hedge.first]
    elsewhere = f" With {' or '.join(map(show_message, far))} she never earns more." if far else ""
    left_out = f" {len(rows) - len(shown)} more fall short as well." if len(rows) > len(shown) else ""
    bought = "; ".join(
        f"after a mate's ({show_message(m)}): ({show_message(x)}) if her own message stands first, "
        f"({show_message(y)}) if second"
        for m, (x, y) in hedge.second
    )
    draws = factorial(len(market.buyers)) * len(market.P)
    caption = (
        f"A hedge: {market.name(i)} with signal {signal} sends {show_message(hedge.first)}. Her "
        "second message demands "
        f"{bought}. Each row is a plan with another first message, and how much more than the "
        "hedge it earns "
        f"in branches 1 and 2, times {draws}, the number of orders and prices. Each falls short against "
        f"one of these kinds, so none of them dominates it.{elsewhere}{left_out}"
    )
    return Picture(panels, caption)


def close_attempts(hedge: Hedge, instance: InterdependentInstance) -> list[Attempt]:
    """Those whose first message sometimes earns more than the hedge; if none does, the closest."""
    found = sorted(attempts(hedge, instance), key=lambda each: min(each.more), reverse=True)
    close = {each.first for each in found if max(each.more) > 0} or {each.first for each in found[:1]}
    return sorted((each for each in found if each.first in close), key=lambda each: each.first)


def attempts(hedge: Hedge, instance: InterdependentInstance) -> Iterator[Attempt]:
    """The plans with another first message; of those with the same one only what no other one beats."""
    buyer = BuyerByRuns(instance, hedge.agent, hedge.sent)
    earned = buyer.earned(hedge.first, entries(hedge.first, dict(hedge.second)))
    for d in instance.mechanism.market.messages():
        if d != hedge.first:
            base, cells = buyer.branches_1_and_2(d)
            for total, demands in _best_sums(base, cells).items():
                yield Attempt(d, demands, tuple(a - b for a, b in zip(total, earned, strict=True)))


def _best_sums(
    base: Vector, cells: Mapping[Entry, Mapping[Bundle, Vector]]
) -> dict[Vector, tuple[tuple[Entry, Bundle], ...]]:
    """The sums of `base` and a vector of each cell that are nowhere below another; with what makes them."""
    sums: dict[Vector, tuple[tuple[Entry, Bundle], ...]] = {base: ()}
    for cell, by_bundle in cells.items():
        more: dict[Vector, tuple[tuple[Entry, Bundle], ...]] = {}
        for total, demands in sums.items():
            for x, vector in by_bundle.items():
                more.setdefault(add(total, vector), (*demands, (cell, x)))
        sums = {
            total: demands
            for total, demands in more.items()
            if not any(
                other != total and all(a >= b for a, b in zip(other, total, strict=True)) for other in more
            )
        }
    return sums


def _labels(rows: Sequence[Attempt], instance: InterdependentInstance) -> list[list[str]]:
    """The first message, and the demands in which its plans differ, a line each."""
    P = instance.mechanism.market.P
    at_price = {p: f" at {show(q)}" if len(P) > 1 else "" for p, q in enumerate(P)}
    told = []
    for row in rows:
        alike = [dict(each.demands) for each in rows if each.first == row.first]
        differing = [
            f"{show(x)} after ({'; '.join(map(show_message, shown))}){at_price[p]}"
            for (shown, p), x in row.demands
            if any(each[shown, p] != x for each in alike)
        ]
        told.append([f"sends {show_message(row.first)}", *(f"demands {each}" for each in differing)])
    return told


def _panel(heading: str, rows: Sequence[tuple[list[str], Fraction]], largest: Fraction) -> Drawing:
    """Lines of words for each row, and a bar below them, of one scale in all panels."""
    heights = [LINE * len(label) + BAR for label, _ in rows]
    drawing = Drawing(WIDTH, 56 + sum(heights), heading)
    drawing.words((8, 14), heading, bold=True)
    drawing.words((8, 36), "earns less than the hedge", "bad", size=12)
    drawing.words((WIDTH - 8, 36), "more", "good", size=12, anchor="end")
    zero, reach, y = WIDTH / 2, WIDTH / 2 - 70, 52.0
    for (label, more), height in zip(rows, heights, strict=True):
        length = float(abs(more) / largest) * reach
        look = "bad" if more < 0 else "good"
        for k, line in enumerate(label):
            drawing.words((8, y + LINE * (k + 0.5)), line, size=11)
        at = y + LINE * len(label)
        drawing.box((zero - length if more < 0 else zero, at + 2), (length, 12), look)
        drawing.line([(zero, at), (zero, at + 16)], "ink", 1)
        x, anchor = (zero - length - 6, "end") if more < 0 else (zero + length + 6, "start")
        drawing.words((x, at + 8), str(more), look, size=12, anchor=anchor, bold=more < 0)
        y += height
    return drawing


def sent_in_words(e: Sent) -> str:
    """What others send, signal by signal."""
    return ", ".join(f"{show_message(message)} with {t}" for t, message in e)
