"""Reads and writes Gambit's strategic games, `.nfg`, in both their versions, with every number exact.

Format: Gambit 16 manual, "The strategic game (.nfg) file format", payoff version and outcome version. In the
list of profiles the first player's strategy runs fastest.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import islice
from math import prod
from pathlib import Path
from typing import NoReturn

import numpy as np

from gametheory.formats.exact_numbers import (
    NumberError,
    Rationals,
    count_words,
    read_columns,
    read_numbers,
)
from gametheory.formats.gambit_tokens import TEXT, Tokens, decoded
from gametheory.formats.game_file import GameFile, game_labels, limits_of
from gametheory.formats.whole_file import MOST_BYTES, write_whole
from gametheory.games.errors import GameError, GameFileError
from gametheory.games.exact import IntegerArray
from gametheory.games.labels import visible
from gametheory.games.normal_form import NormalFormGame, require_listable

_OUTCOME = re.compile(rb'\s*+\{\s*+%b((?:\s*+[^\s{},"]++(?:\s*+,)?)*+)\s*+\}' % TEXT)


def read_nfg(path: str | Path) -> GameFile:
    """Read an `.nfg` file; numbers such as 0.1 and 1e-3 are exact decimals.

    Labels are those of the file. A blank one, or several that are alike, are shown with their numbers in
    parentheses, and listed as `relabelled`. A file that is not well formed raises `GameFileError`.
    """
    return _Parser.of_file(path, MOST_BYTES).file()


def parse_nfg(text: str, source: str = "text") -> GameFile:
    """Read the text of an `.nfg` file; `source` is what errors call it.

    >>> parse_nfg('NFG 1 R "pennies" { "A" "B" } { 2 2 }  1 -1  -1 1  -1 1  0.5 -1/2').game.payoff(0, (1, 1))
    Fraction(1, 2)
    """
    return _Parser(text.encode(errors="surrogatepass"), source).file()


def format_nfg(game: NormalFormGame, title: str = "", comment: str = "") -> str:
    """The game as the text of an `.nfg` file, payoff version; fractions are written p/q.

    >>> print(format_nfg(NormalFormGame.from_arrays([[3, Fraction(1, 2)]]), "choice"))
    NFG 1 R "choice" { "1" }
    <BLANKLINE>
    { { "1" "2" } }
    ""
    <BLANKLINE>
    3
    1/2
    <BLANKLINE>
    """
    players = _labels(game.players)
    strategies = "\n  ".join(f"{{ {_labels(own)} }}" for own in game.strategies)
    columns = []
    for table, denominator in zip(game.numerators, game.denominators, strict=True):
        column = table.ravel(order="F").tolist()
        written = {numerator: str(Fraction(numerator, denominator)) for numerator in set(column)}
        columns.append([written[numerator] for numerator in column])
    body = "\n".join(" ".join(row) for row in zip(*columns, strict=True))
    return f"NFG 1 R {_quoted(title)} {{ {players} }}\n\n{{ {strategies} }}\n{_quoted(comment)}\n\n{body}\n"


def write_nfg(game: NormalFormGame, path: str | Path, title: str = "", comment: str = "") -> None:
    """Write the game to an `.nfg` file that `read_nfg` and Gambit read back as the same game."""
    write_whole(path, format_nfg(game, title, comment))


class _Parser(Tokens):
    """Reads the parts of the file in their order."""

    def file(self) -> GameFile:
        self.expect_word("a game file begins with NFG 1", "NFG")
        self.expect_word("the version of an NFG file is 1", "1")
        self.expect_word("after NFG 1 comes the letter R or D", "R", "D")
        title = self.expect_text("the title in quotation marks")
        self.expect_mark("{", "the list of players")
        players = self.texts("a player's name")
        if not players:
            raise self.error("a game has at least one player", ("mark", "}"))
        strategies = self.strategies(players)
        comment = ""
        if self.peek()[0] == "text":
            comment = self.expect_text("the comment")
        shape = tuple(own if isinstance(own, int) else len(own) for own in strategies)
        by_outcomes = self.peek() == ("mark", "{")
        with limits_of(self.source):
            tables = self.outcomes(shape) if by_outcomes else self.payoffs(shape)
        names, labels, relabelled = game_labels(
            players, [[""] * own if isinstance(own, int) else own for own in strategies]
        )
        game = NormalFormGame.from_arrays(
            [table for table, _ in tables],
            denominators=[denominator for _, denominator in tables],
            players=names,
            strategies=labels,
        )
        return GameFile(game, title, comment, relabelled)

    def strategies(self, players: Sequence[str]) -> list[list[str] | int]:
        """Either a list of labels for each player, or how many strategies each player has."""
        self.expect_mark("{", "the list of strategies")
        lists: list[list[str] | int] = []
        for player in players:
            start = self.position
            match self.token():
                case ("mark", "{"):
                    lists.append(self.texts(f"a strategy of player {player!r}"))
                case ("word", word) if re.fullmatch("[0-9]{1,9}", word):
                    lists.append(int(word))
                case got:
                    raise self.error(f"the strategies of player {player!r}, or how many there are", got)
            if not lists[-1]:
                self.position = start
                raise self.error(f"player {player!r} has at least one strategy", ("word", "none"))
        self.expect_mark("}", "the end of the list of strategies: one entry for each player")
        return lists

    def payoffs(self, shape: tuple[int, ...]) -> list[Rationals]:
        """The payoff version: for each profile, everybody's payoff."""
        n = len(shape)
        count = prod(shape) * n
        rule = f"{_number(count, 'payoff')} for {_number(prod(shape), 'profile')} of {_number(n, 'player')}"
        self.require_room(count, rule)
        require_listable(shape)
        try:
            columns = read_columns(self.text, self.position, n)
        except NumberError as wrong:
            self.position = self.start_of(wrong.index)
            error = self.error(f"a payoff {wrong.rule}", ("word", decoded(wrong.word)))
            if self.text[self.position - 1 : self.position] == b'"':
                error = GameFileError(f'{error}; a quotation mark inside a text is written \\"')
            raise error from None
        self.require_count(sum(len(numerators) for numerators, _ in columns), count, rule)
        self.text = b""  # all read: what follows may have its memory
        return [_table(*column, shape) for column in columns]

    def outcomes(self, shape: tuple[int, ...]) -> list[Rationals]:
        """The outcome version: payoffs by outcome, then for each profile an outcome, or 0 for all zero."""
        n, count = len(shape), prod(shape)
        self.expect_mark("{", "the list of outcomes")
        first = self.position
        numbers = bytearray(b"0 " * n)
        last = 0
        while match := _OUTCOME.match(self.text, self.position):
            last += 1
            own = match[1].translate(bytes.maketrans(b",", b" "))
            self.position = match.end()
            if (got := len(own.split())) != n:
                raise self.error(
                    f"outcome {last} has {_number(n, 'payoff')}, one a player", ("word", str(got))
                )
            numbers += own + b" "
        if self.peek() != ("mark", "}"):
            self.refuse_outcome(last + 1)
        self.token()
        rule = f"{_number(count, 'outcome number')} for {_number(count, 'profile')}"
        self.require_room(count, rule)
        require_listable(shape)
        try:
            columns = read_columns(bytes(numbers), 0, n)
        except NumberError as wrong:
            self.position = first
            for _ in range(wrong.index // n - 1):
                self.position = _OUTCOME.match(self.text, self.position).end()  # type: ignore[union-attr]
            self.refuse_outcome(wrong.index // n)
        chosen = self.outcome_numbers(last)
        self.require_count(len(chosen), count, rule)
        used, place = np.unique(chosen, return_inverse=True)
        if len(used) <= last:  # over which denominator payoffs are does not turn on an outcome that is none
            words = numbers.split()
            columns = read_columns(b" ".join(w for o in used for w in words[o * n : (o + 1) * n]), 0, n)
        return [_table(numerators[place], denominator, shape) for numerators, denominator in columns]

    def refuse_outcome(self, number: int) -> NoReturn:
        """Say what is wrong with the outcome that begins here."""
        if (got := self.token()) != ("mark", "{"):
            raise self.error("an outcome or the end of the list of outcomes", got)
        self.expect_text("the name of the outcome")
        while True:
            self.expect_number("a payoff", f"a payoff of outcome {number}")
            if self.peek() == ("mark", ","):
                self.token()

    def outcome_numbers(self, last: int) -> IntegerArray:
        """The rest of the file: for each profile the number of an outcome."""
        try:
            numerators, denominator = read_numbers(self.text, self.position)
            wrong = (numerators % denominator != 0) | (numerators < 0) | (numerators > last * denominator)
            if not wrong.any():
                return (numerators // denominator).astype(np.int64)
            index = int(wrong.argmax())
        except NumberError as no_number:
            index = no_number.index
        self.position = self.start_of(index)
        word = re.compile(rb"\S++").match(self.text, self.position)[0]  # type: ignore[index]
        raise self.error(f"the number of an outcome, 0 to {last}", ("word", decoded(word)))

    def require_room(self, count: int, rule: str) -> None:
        """Refuse a list that the rest of the file is too short for, before anything is made of its length."""
        if count > (len(self.text) - self.position + 1) // 2:
            self.require_count(count_words(self.text, self.position), count, rule)

    def require_count(self, got: int, count: int, rule: str) -> None:
        """The rest of the file is exactly `count` words."""
        if got != count:
            self.position = len(self.text.rstrip())
            raise self.error(rule, ("word", str(got)))

    def start_of(self, index: int) -> int:
        """Where the word of this index starts, counted from the present position."""
        words = re.compile(rb"\S++").finditer(self.text, self.position)
        return next(islice(words, index, None)).start()


def _table(numerators: IntegerArray, denominator: int, shape: tuple[int, ...]) -> Rationals:
    """One player's payoffs at all profiles, the first player's strategy running fastest in `numerators`."""
    return np.ascontiguousarray(numerators.reshape(shape, order="F")), denominator


def _number(count: int, noun: str) -> str:
    number = str(count) if count < 10**18 else "more than 10^18"
    return f"{number} {noun}" if count == 1 else f"{number} {noun}s"


def _labels(labels: Sequence[str]) -> str:
    """Blank ones as they are shown, in quotation marks of their own: in a file blank is no label."""
    written = [label if label.strip() else visible(label) for label in labels]
    if len(set(written)) < len(set(labels)):
        raise GameError(f"a blank label is written in quotation marks, and is then like another: {written}")
    return " ".join(map(_quoted, written))


def _quoted(text: str) -> str:
    if text.endswith("\\"):
        raise GameError(f"a text in an .nfg file cannot end with a backslash, got {text!r}")
    return '"' + text.replace('"', '\\"') + '"'
