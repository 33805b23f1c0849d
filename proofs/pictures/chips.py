"""Words in boxes: what somebody can say, what is left of it, and what has gone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gametheory.games.svg import Drawing, width_of
from proofs.pictures.bars import broken

WIDTH, LINE, GAP = 340.0, 26.0, 6.0
LONGEST = 40  # letters of a chip
MOST = 24  # chips of a row


@dataclass(frozen=True)
class Chip:
    """Words in a box; what is `gone` is struck out, and `note` stands behind it."""

    words: str
    look: str = "faint"  # a colour of `gametheory.games.svg`
    gone: bool = False
    note: str = ""

    @property
    def told(self) -> str:
        """The words, as far as there is room for them."""
        return self.words if len(self.words) <= LONGEST else f"{self.words[: LONGEST - 1]}…"


@dataclass(frozen=True)
class Chips:
    """Chips under a line of words."""

    words: str
    chips: Sequence[Chip]


def chips_panel(heading: str, rows: Sequence[Chips]) -> Drawing:
    """The rows below each other."""
    lines = [(row.words, list(_lines(row.chips))) for row in rows]
    head = broken(heading, 14.5)  # as wide as bold words are
    said = [broken(words, 12) for words, _ in lines]
    height = 12 + 18 * len(head) + sum(16 * len(words) for words in said)
    drawing = Drawing(WIDTH, height + sum(LINE * len(own) + 12 for _, own in lines), heading)
    for k, line in enumerate(head):
        drawing.words((8, 14 + 18 * k), line, bold=True)
    y = 12.0 + 18 * len(head)
    for words, (_, own) in zip(said, lines, strict=True):
        for part in words:
            drawing.words((8, y + 6), part, "faint", size=12)
            y += 16
        for chips in own:
            for x, chip in chips:
                _draw(drawing, (x, y + 2), chip)
            y += LINE
        y += 12
    return drawing


def _room(chip: Chip) -> float:
    note = width_of(chip.note, 11) + 4 if chip.note else 0.0
    return width_of(chip.told, 12) + 14 + note


def _lines(chips: Sequence[Chip]) -> Iterator[list[tuple[float, Chip]]]:
    """Lines that fit, each with where its chips begin; of many chips the first ones, and how many more."""
    shown = list(chips[:MOST])
    if len(chips) > MOST:
        shown.append(Chip(f"and {len(chips) - MOST:,} more"))
    line: list[tuple[float, Chip]] = []
    x = 8.0
    for chip in shown:
        if line and x + _room(chip) > WIDTH - 8:
            yield line
            line, x = [], 8.0
        line.append((x, chip))
        x += _room(chip) + GAP
    if line:
        yield line


def _draw(drawing: Drawing, at: tuple[float, float], chip: Chip) -> None:
    x, y = at
    width = width_of(chip.told, 12) + 14
    drawing.box((x, y), (width, LINE - 5), "wash" if chip.gone else "", chip.look, round_=4)
    drawing.words((x + 7, y + (LINE - 5) / 2), chip.told, "faint" if chip.gone else "ink", size=12)
    if chip.gone:  # the words stay readable behind it
        drawing.line([(x + 2, y + LINE - 7), (x + width - 2, y + 2)], chip.look, 1)
    if chip.note:
        drawing.words((x + width + 4, y + (LINE - 5) / 2), chip.note, chip.look, size=11)
