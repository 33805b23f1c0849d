"""Messages as pictures: what is named at each price, one beside the other."""

from collections.abc import Sequence

from gametheory.games.svg import Drawing, width_of
from mechanisms.markets.market import Bundle, Market, Message, show

WIDTH, ROW = 340.0, 24.0
MOST_PRICES = 20


def messages_panel(heading: str, market: Market, columns: Sequence[tuple[str, Message, str]]) -> Drawing:
    """A row for a price, a column for a message with its name and its colour; where they differ is marked."""
    places = [
        p for p in reversed(range(len(market.P))) if len(market.P) <= MOST_PRICES or _differ(columns, p)
    ]
    drawing = Drawing(WIDTH, 64 + ROW * len(places), heading)
    drawing.words((8, 14), heading, bold=True)
    drawing.words((8, 38), "price", "faint", size=12)
    step = (WIDTH - 80) / len(columns)
    for k, (name, _, look) in enumerate(columns):
        drawing.words((80 + step * (k + 0.5), 38), name, look, size=12, anchor="middle", bold=True)
    for row, p in enumerate(places[:MOST_PRICES]):
        y = 52 + ROW * row
        if _differ(columns, p):
            drawing.box((4, y), (WIDTH - 8, ROW - 2), "wash", "mark", round_=4)
        drawing.words((8, y + ROW / 2 - 1), show(market.P[p]), size=12)
        for k, (_, message, look) in enumerate(columns):
            _amount(drawing, (80 + step * (k + 0.5), y + ROW / 2 - 1), message[p], market.l, look, step)
    return drawing


def _differ(columns: Sequence[tuple[str, Message, str]], p: int) -> bool:
    return len({message[p] for _, message, _ in columns}) > 1


def _amount(drawing: Drawing, at: tuple[float, float], x: Bundle, l: int, look: str, room: float) -> None:
    """The bundle: its units as boxes where there is one commodity and room, and in numbers."""
    words = show(x)
    if len(x) > 1 or l > 4 or room < 16 * l + 30:
        drawing.words(at, words, size=12, anchor="middle")
        return
    width = 16.0 * l + width_of(words, 12) + 8
    start = at[0] - width / 2
    for unit in range(l):
        drawing.box((start + 16 * unit, at[1] - 6), (12, 12), look if unit < x[0] else "", look)
    drawing.words((start + 16 * l + 4, at[1]), words, size=12)
