"""Reads games of two players from `.csv`: one or two matrices of payoffs, with every number exact.

A row of a matrix is a strategy of the first player, a column one of the second. Two matrices stand below each
other with an empty row between them, the first player's above. In one matrix every cell is a pair of payoffs,
"3, 1" or "3 1"; or every cell is a single payoff, and the game is zero-sum.

The first row holds labels if its first cell is empty, or if none of its cells begins as a number does; so
does the first column. Cells are separated by semicolons where there are any, else by tabs, else by commas.
"""

import csv
import re
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TypeAlias

from gametheory.formats.exact_numbers import NumberError, Rationals, narrowed, read_columns
from gametheory.formats.game_file import GameFile, game_labels, limits_of
from gametheory.formats.whole_file import read_whole
from gametheory.games.errors import GameFileError
from gametheory.games.labels import visible
from gametheory.games.normal_form import NormalFormGame, require_listable

PLAYERS = ("Row", "Column")
_BLANKS = " \t\r\n"
_SEPARATOR = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)
_COMMA, _BETWEEN = re.compile(r",(?=[ \t\r\n])"), re.compile(r"[ \t\r\n]+")
_THOUSANDS = re.compile(r"0\d")  # what follows the blank in 1 000, and is no payoff of a pair
_NO_NUMBER = re.compile(r"\W*(nan|inf|infinity)\W*", re.IGNORECASE)  # as spreadsheets and programs write it
_ZERO_SUM = "one matrix of single payoffs: Column gets the opposite of what Row gets"

Row: TypeAlias = tuple[int, list[str]]  # the line of the file, and its cells


def read_csv(path: str | Path) -> GameFile:
    """Read a `.csv` file with one or two matrices; the players are Row and Column.

    A file that is not well formed raises `GameFileError`.
    """
    data = read_whole(path)
    try:
        return parse_csv(data.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as wrong:
        line = data[: wrong.start].count(b"\n") + 1
        raise GameFileError(
            f"{path}, line {line}: a game file is UTF-8 text, got byte {data[wrong.start]:#04x}"
        ) from None


def parse_csv(text: str, source: str = "text") -> GameFile:
    """Read the text of a `.csv` file; `source` is what errors call it.

    >>> game = parse_csv(",L,R\\nU,3 1,0 0\\nD,0 0,1/2 3").game
    >>> game.strategies, game.payoff(0, (1, 1))
    ((('U', 'D'), ('L', 'R')), Fraction(1, 2))
    """
    blocks = _blocks(text, source)
    if not 1 <= len(blocks) <= 2:
        raise GameFileError(f"{source}: one matrix, or two with an empty row between them, got {len(blocks)}")
    matrices = [_Matrix.of_block(block, source) for block in blocks]
    first, last = matrices[0], matrices[-1]
    if last.shape != first.shape:
        sizes = " and ".join(f"{m.shape[0]} x {m.shape[1]}" for m in matrices)
        raise GameFileError(f"{source}: two matrices of the same size, got {sizes}")
    labels = []
    for axis, noun in enumerate(("rows", "columns")):
        ours, theirs = first.labels[axis], last.labels[axis]
        if ours and theirs and ours != theirs:
            raise GameFileError(f"{source}: both matrices have the same labels of {noun}, got different ones")
        labels.append(ours or theirs or [""] * first.shape[axis])
    pairs = len(matrices) == 1 and any(len(_parts(cell)) > 1 for _, cells in first.rows for cell in cells)
    with limits_of(source):
        require_listable(first.shape)
        tables = [table for matrix in matrices for table in matrix.payoffs(2 if pairs else 1)]
    remarks: tuple[str, ...] = ()
    if len(tables) == 1:
        tables.append((narrowed(-tables[0][0].astype(object)), tables[0][1]))
        remarks = (_ZERO_SUM,)
    names, shown, relabelled = game_labels(PLAYERS, labels)
    game = NormalFormGame.from_arrays(
        [table for table, _ in tables],
        denominators=[denominator for _, denominator in tables],
        players=names,
        strategies=shown,
    )
    return GameFile(game, relabelled=relabelled, remarks=remarks)


@dataclass(frozen=True)
class _Matrix:
    """The rows of a matrix without labels, the labels of rows and columns or none, and where it is."""

    rows: list[Row]
    labels: tuple[list[str], list[str]]
    source: str

    @classmethod
    def of_block(cls, rows: list[Row], source: str) -> "_Matrix":
        """Take labels and payoffs apart."""
        line, top = rows[0]
        for other, cells in rows:
            if len(cells) != len(top):
                raise GameFileError(
                    f"{source}, line {other}: as many cells as in line {line}, {len(top)}, got {len(cells)}"
                )
        corner = not top[0].strip()
        head = corner or not any(map(_begins_like_a_number, top))
        below = rows[1:] if head else rows
        side = corner or not any(_begins_like_a_number(cells[0]) for _, cells in below)
        if not below or len(top) == side:
            raise GameFileError(f"{source}, line {line}: a matrix of payoffs, got only labels")
        return cls(
            [(at, cells[side:]) for at, cells in below],
            ([cells[0] for _, cells in below] if side else [], top[side:] if head else []),
            source,
        )

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), len(self.rows[0][1])

    def payoffs(self, each: int) -> list[Rationals]:
        """As many tables as there are payoffs in each cell."""
        words = []
        for line, cells in self.rows:
            for k, cell in enumerate(cells):
                parts = _parts(cell)
                if len(parts) == 2 and _THOUSANDS.match(parts[1]):
                    raise self.error(line, k, "no blank between the digits of a number", cell)
                if len(parts) != each:
                    raise self.error(line, k, "a pair of payoffs" if each > 1 else "one payoff", cell)
                words += parts
        try:
            columns = read_columns(" ".join(words).encode(), 0, each)
        except NumberError as wrong:
            row, k = divmod(wrong.index // each, self.shape[1])
            line, cells = self.rows[row]
            hint = " (in a pair a space follows the comma)" if b"," in wrong.word else ""
            raise self.error(line, k, f"a payoff {wrong.rule}{hint}", cells[k]) from None
        return [(numerators.reshape(self.shape), denominator) for numerators, denominator in columns]

    def error(self, line: int, k: int, rule: str, cell: str) -> GameFileError:
        column = k + 1 + bool(self.labels[0])
        got = visible(cell.strip()[:60]) if cell.strip() else "an empty cell"
        return GameFileError(f"{self.source}, line {line}, column {column}: {rule}, got {got}")


def _blocks(text: str, source: str) -> list[list[Row]]:
    """The rows of the file, a list of them between any two empty rows."""
    outside = re.sub('"[^"]*"', "", text)
    delimiter = next((mark for mark in ";\t" if mark in outside), ",")
    if told := re.match(_SEPARATOR, text):  # by which a spreadsheet is told what separates cells
        delimiter, text = told[1], f"\n{text[told.end() :]}"
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    blocks: list[list[Row]] = [[]]
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                blocks[-1].append((reader.line_num, cells))
            elif blocks[-1]:
                blocks.append([])
    except csv.Error as wrong:
        raise GameFileError(f"{source}, line {reader.line_num}: {wrong}") from None
    return [block for block in blocks if block]


def _parts(cell: str) -> list[str]:
    """The payoffs in a cell. A comma between digits without space may be a decimal one, and stays.

    So do other blanks than the plain ones, by which spreadsheets part thousands, and parentheses around a
    single payoff, which are a minus sign in accounts.
    """
    if cell.isascii() and "," not in cell and "(" not in cell:
        return cell.split()
    whole = cell.strip(_BLANKS)
    inner = whole[1:-1] if whole.startswith("(") and whole.endswith(")") else whole
    parts = re.sub(_COMMA, " ", inner).strip(_BLANKS)
    pair = re.split(_BETWEEN, parts)
    return pair if len(pair) > 1 else [whole] if whole else []


def _begins_like_a_number(cell: str) -> bool:
    """A payoff, or one that is misspelt and would be lost as a label: with another minus sign, say."""
    first = next(filter(str.isalnum, cell), "")
    return first.isnumeric() or cell.strip().startswith("#") or re.fullmatch(_NO_NUMBER, cell) is not None
