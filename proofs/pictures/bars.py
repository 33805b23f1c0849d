"""Numbers as bars in groups: what a bundle, a message or a plan earns."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from gametheory.games.svg import Drawing, width_of

WIDTH, ROW = 340.0, 22.0


@dataclass(frozen=True)
class Bar:
    """A number with its name; `look` is a colour of `gametheory.games.svg`, `told` the number cut short."""

    name: str
    amount: Fraction
    look: str = "faint"
    note: str = ""
    told: str = ""


@dataclass(frozen=True)
class Bars:
    """Bars under a line of words, such as who has which signal."""

    words: str
    bars: Sequence[Bar]


def bars_panel(heading: str, groups: Sequence[Bars]) -> Drawing:
    """The groups below each other, all on one scale, zero where it belongs."""
    lines, head = [broken(group.words, 12) for group in groups], broken(heading, 14.5)  # bold words are wider
    height = (
        12
        + 18 * len(head)
        + sum(
            16 * len(words) + ROW * len(group.bars) + 12 for words, group in zip(lines, groups, strict=True)
        )
    )
    drawing = Drawing(WIDTH, height, heading)
    for k, line in enumerate(head):
        drawing.words((8, 14 + 18 * k), line, bold=True)
    amounts = [bar.amount for group in groups for bar in group.bars]
    low, high = min([*amounts, Fraction(0)]), max([*amounts, Fraction(0)])
    names = max(width_of(bar.name, 12) for group in groups for bar in group.bars)
    told = max(width_of(_told(bar), 12) for group in groups for bar in group.bars)
    left, right = 16 + names, WIDTH - told - 14
    span = high - low or Fraction(1)

    def x(amount: Fraction) -> float:
        return left + (right - left) * float((amount - low) / span)

    y = 14.0 + 18 * len(head)
    for words, group in zip(lines, groups, strict=True):
        for line in words:
            drawing.words((8, y + 6), line, "faint", size=12)
            y += 16
        drawing.line([(x(Fraction(0)), y), (x(Fraction(0)), y + ROW * len(group.bars))], "ink", 1)
        for bar in group.bars:
            start, end = sorted((x(Fraction(0)), x(bar.amount)))
            drawing.words((8, y + ROW / 2), bar.name, size=12)
            drawing.box((start, y + 4), (max(end - start, 1.0), ROW - 8), bar.look)
            drawing.words((WIDTH - 8, y + ROW / 2), _told(bar), bar.look if bar.note else "ink", size=12,
                          anchor="end", bold=bool(bar.note))  # fmt: skip
            y += ROW
        y += 12
    return drawing


def _told(bar: Bar) -> str:
    return f"{bar.note} {bar.told or bar.amount}".strip()


def broken(words: str, size: float) -> list[str]:
    """Lines that fit a panel, of words of this size."""
    lines: list[str] = []
    for word in words.split():
        if lines and width_of(f"{lines[-1]} {word}", size) < WIDTH - 20:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
