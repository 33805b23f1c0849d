"""A table, written once and shown in a terminal, in Markdown and in LaTeX."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from proofs.commands.reports.markup import latex, markdown, markdown_paragraph

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.text import Text

Cell: TypeAlias = "str | Text"  # a `Text` where a terminal has colours
LEAST = 20  # characters for a share of the room; where there is no room for as many a table is stacked
PADDING = 3  # characters between columns
LATEX_LINE = 66  # characters of a line in LaTeX
LATEX_GAP = 3  # the same, between columns


@dataclass(frozen=True)
class Column:
    """A column of numbers or of a few words that stay together; or of prose, with a share of the room."""

    heading: str
    right: bool = False  # aligned
    prose: int = 0


@dataclass(frozen=True)
class Table:
    """A table that is never cut: `console.print(table)`, `table.markdown()`, `table.latex()`.

    Where a terminal is too narrow, columns are continued below, the first one repeated; prose is stacked, a
    row below the other. `foot` is a last row, with sums. A line break in a cell is one.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    foot: Sequence[Cell] = ()

    def __post_init__(self) -> None:
        """Raises `ValueError` for a row that is too short or too long."""
        for row in self._all_rows():
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(self.columns)} cells, got {len(row)}")

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "Iterator[RenderableType]":
        from rich.text import Text

        if self.title:
            yield Text(self.title)
        room = options.max_width - 1
        blocks = self._blocks(console, room)
        if blocks is None:
            yield from self._stacked()
        else:
            yield from (self._block(console, places, room) for places in blocks)
        if self.note:
            yield Text(self.note)

    def markdown(self) -> str:
        """The table in GitHub's Markdown."""
        rules = ["--:" if column.right else ":--" for column in self.columns]
        rows = [[column.heading for column in self.columns], *self._all_rows()]
        head, *body = (f"| {' | '.join(map(_markdown_cell, row))} |" for row in rows)
        lines = "\n".join([head, f"| {' | '.join(rules)} |", *body])
        title = [f"**{markdown(self.title)}**"] if self.title else []
        return "\n\n".join([*title, lines, *([markdown_paragraph(self.note)] if self.note else [])])

    def latex(self) -> str:
        """The table in LaTeX with the packages `booktabs`, and if a column is broken `array`, `longtable`."""
        title, note = (latex(words) for words in (self.title, self.note))
        body = [*map(_latex_row, self.rows), *(["\\midrule", _latex_row(self.foot)] if self.foot else [])]
        head = ["\\toprule", _latex_row([column.heading for column in self.columns]), "\\midrule"]
        broken = self._broken_in_latex()
        kinds = "".join(map(_latex_column, self.columns, broken))
        if any(broken):  # and perhaps more than a page
            lines = [
                f"\\begin{{longtable}}{{{kinds}}}",
                *([f"\\caption{{{title}}} \\\\"] if title else []),
                *head,
                "\\endhead",
                *body,
                "\\bottomrule",
                "\\end{longtable}",
            ]
            return "\n".join([*lines, *(["", note] if note else [])])
        lines = [
            "\\begin{table}",
            "\\centering",
            *([f"\\caption{{{title}}}"] if title else []),
            f"\\begin{{tabular}}{{{kinds}}}",
            *head,
            *body,
            "\\bottomrule",
            "\\end{tabular}",
            *([f"\\par {note}"] if note else []),
            "\\end{table}",
        ]
        return "\n".join(lines)

    def _broken_in_latex(self) -> list[int]:
        """For each column 0, or how many characters a line of it has where it is broken to fit on a page.

        No column is narrower than its longest word; those that need more share what is left.
        """
        texts = [
            [column.heading, *(str(row[place]) for row in self._all_rows())]
            for place, column in enumerate(self.columns)
        ]
        whole = [max(len(line) for text in own for line in [*text.splitlines(), ""]) for own in texts]
        words = [max(len(word) for text in own for word in [*text.split(), ""]) for own in texts]
        room, level = LATEX_LINE - LATEX_GAP * len(texts), 1
        widths = words
        while widths != whole:
            wider = [max(word, min(most, level)) for word, most in zip(words, whole, strict=True)]
            if sum(wider) > room:
                break
            widths, level = wider, level + 1
        has_lines = [any("\n" in text for text in own) for own in texts]
        return [
            width if width < most or lines else 0
            for width, most, lines in zip(widths, whole, has_lines, strict=True)
        ]

    def _all_rows(self) -> list[Sequence[Cell]]:
        return [*self.rows, *([self.foot] if self.foot else [])]

    def _widths(self, console: "Console", place: int) -> tuple[int, int]:
        """The least width of a column, and the one at which nothing is broken."""
        from rich.text import Text

        cells = [self.columns[place].heading, *(row[place] for row in self._all_rows())]
        measured = [console.measure(Text.assemble(cell)) for cell in cells]
        whole = max(each.maximum for each in measured)
        words = max(each.minimum for each in measured)
        prose = self.columns[place].prose
        return max(words, min(whole, LEAST * prose)) if prose else whole, whole

    def _blocks(self, console: "Console", room: int) -> list[list[int]] | None:
        """The places of the columns that stand side by side, or None where there is no room for them."""
        least = [self._widths(console, place)[0] + PADDING for place in range(len(self.columns))]
        if sum(least) <= room:
            return [list(range(len(least)))]
        if any(column.prose for column in self.columns[1:]) or least[0] + max(least[1:], default=0) > room:
            return None
        blocks: list[list[int]] = []
        for place in range(1, len(least)):
            if not blocks or sum(least[other] for other in [*blocks[-1], place]) > room:
                blocks.append([0])
            blocks[-1].append(place)
        return blocks

    def _block(self, console: "Console", places: Sequence[int], room: int) -> "RenderableType":
        from rich.box import HORIZONTALS
        from rich.table import Table as RichTable
        from rich.text import Text

        widths, whole = (
            dict(zip(places, each, strict=True))
            for each in zip(*(self._widths(console, place) for place in places), strict=True)
        )
        while sum(widths.values()) + PADDING * len(places) < room and (
            broken := [place for place in places if widths[place] < whole[place]]
        ):
            widths[min(broken, key=lambda place: widths[place] // self.columns[place].prose)] += 1
        cells = [(place, cell) for row in self.rows for place, cell in enumerate(row) if place in widths]
        is_broken = any(
            "\n" in str(cell) or console.measure(Text.assemble(cell)).maximum > widths[place]
            for place, cell in cells
        )
        table = RichTable(box=HORIZONTALS, show_lines=is_broken, show_footer=bool(self.foot))
        for place, width in widths.items():
            column = self.columns[place]
            foot = Text.assemble(self.foot[place]) if self.foot else ""
            side: Literal["right", "left"] = "right" if column.right else "left"
            table.add_column(Text(column.heading), foot, justify=side, width=width, overflow="fold")
        for row in self.rows:
            table.add_row(*(Text.assemble(row[place]) for place in places))
        return table

    def _stacked(self) -> "Iterator[RenderableType]":
        from rich.padding import Padding
        from rich.rule import Rule
        from rich.text import Text

        for row in self._all_rows():
            yield Rule(style="none")
            yield Text.assemble(row[0])
            for column, cell in zip(self.columns[1:], row[1:], strict=True):
                if "\n" in str(cell):
                    yield Text(f"  {column.heading}:")
                    yield Padding(Text.assemble(cell), (0, 0, 0, 4))
                elif str(cell):
                    yield Padding(Text.assemble(f"{column.heading}: ", cell), (0, 0, 0, 2))
        yield Rule(style="none")


def _markdown_cell(cell: Cell) -> str:
    return "<br>".join(markdown(line) for line in str(cell).splitlines())


def _latex_column(column: Column, broken: int) -> str:
    if not broken:
        return "r" if column.right else "l"
    side = "left" if column.right else "right"
    return f">{{\\ragged{side}\\arraybackslash}}p{{{broken / LATEX_LINE:.2f}\\linewidth}}"


def _latex_row(cells: Sequence[Cell]) -> str:
    row = " & ".join(map(_latex_cell, cells))
    return f"{{}}{row} \\\\" if row.startswith(("[", "*")) else f"{row} \\\\"  # no option of what is before


def _latex_cell(cell: Cell) -> str:
    return " \\newline ".join(latex(line) for line in str(cell).splitlines())
