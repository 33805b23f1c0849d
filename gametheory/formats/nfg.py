"""Reads and writes Gambit's strategic games, `.nfg`, in both their versions, with every number exact.

Format: Gambit 16 manual, "The strategic game (.nfg) file format", payoff version and outcome version. In the
list of profiles the first player's strategy runs fastest.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from pathlib import Path

import numpy as np

from gametheory.formats.nfg_tokens import Tokens
from gametheory.games.errors import GameError, GameFileError
from gametheory.games.exact import IntegerArray, common_denominator, integer_dtype
from gametheory.games.normal_form import NormalFormGame

_NUMBER = re.compile(r"[+-]?(?:\d+/\d+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)")


@dataclass(frozen=True)
class GambitFile:
    """What an `.nfg` file says: a game, its title and its comment."""

    game: NormalFormGame
    title: str
    comment: str


def read_nfg(path: str | Path) -> GambitFile:
    """Read an `.nfg` file; numbers such as 0.1 and 1e-3 are exact decimals.

    Strategies without a label are numbered from 1, and so are all strategies of a player whose labels are
    not distinct; players likewise. A file that is not well formed raises `GameFileError`.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise GameFileError(
            f"{path}, line {line}: a game file is UTF-8 text, got byte {error.object[error.start]:#04x}"
        ) from None
    return parse_nfg(text, str(path))


def parse_nfg(text: str, source: str = "text") -> GambitFile:
    """Read the text of an `.nfg` file; `source` is what errors call it.

    >>> parse_nfg('NFG 1 R "pennies" { "A" "B" } { 2 2 }  1 -1  -1 1  -1 1  0.5 -1/2').game.payoff(0, (1, 1))
    Fraction(1, 2)
    """
    return _Parser(text, source).file()


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
    players = " ".join(_quoted(name) for name in game.players)
    strategies = "\n  ".join("{ " + " ".join(map(_quoted, own)) + " }" for own in game.strategies)
    columns = []
    for table, denominator in zip(game.numerators, game.denominators, strict=True):
        column = table.ravel(order="F").tolist()
        written = {numerator: str(Fraction(numerator, denominator)) for numerator in set(column)}
        columns.append([written[numerator] for numerator in column])
    body = "\n".join(" ".join(row) for row in zip(*columns, strict=True))
    return f"NFG 1 R {_quoted(title)} {{ {players} }}\n\n{{ {strategies} }}\n{_quoted(comment)}\n\n{body}\n"


def write_nfg(game: NormalFormGame, path: str | Path, title: str = "", comment: str = "") -> None:
    """Write the game to an `.nfg` file that `read_nfg` and Gambit read back as the same game."""
    Path(path).write_text(format_nfg(game, title, comment), encoding="utf-8")


class _Parser(Tokens):
    """Reads the parts of the file in their order."""

    def file(self) -> GambitFile:
        for word, rule in (
            ("NFG", "a game file begins with NFG 1"),
            ("1", "the version of an NFG file is 1"),
        ):
            if (got := self.token()) != ("word", word):
                raise self.error(rule, got)
        if (got := self.token()) not in (("word", "R"), ("word", "D")):
            raise self.error("after NFG 1 comes the letter R or D", got)
        title = self.expect_text("the title in quotation marks")
        self.expect_mark("{", "the list of players")
        players = self.texts("a player's name")
        if not players:
            raise self.error("a game has at least one player", ("mark", "}"))
        strategies = self.strategies(players)
        comment = ""
        if self.peek()[0] == "text":
            comment = self.expect_text("the comment")
        shape = tuple(len(own) for own in strategies)
        rows = self.outcomes(shape) if self.peek() == ("mark", "{") else self.payoffs(shape)
        game = NormalFormGame.from_arrays(
            [table for table, _ in rows],
            denominators=[denominator for _, denominator in rows],
            players=_labels(players),
            strategies=[_labels(own) for own in strategies],
        )
        return GambitFile(game, title, comment)

    def strategies(self, players: Sequence[str]) -> list[list[str]]:
        """Either a list of labels for each player, or how many strategies each player has."""
        self.expect_mark("{", "the list of strategies")
        lists: list[list[str]] = []
        for player in players:
            start = self.position
            match self.token():
                case ("mark", "{"):
                    lists.append(self.texts(f"a strategy of player {player!r}"))
                case ("word", word) if re.fullmatch(r"\d{1,6}", word):
                    lists.append([""] * int(word))
                case got:
                    raise self.error(f"the strategies of player {player!r}, or how many there are", got)
            if not lists[-1]:
                self.position = start
                raise self.error(f"player {player!r} has at least one strategy", ("word", "none"))
        self.expect_mark("}", "the end of the list of strategies: one entry for each player")
        return lists

    def payoffs(self, shape: tuple[int, ...]) -> list[tuple[IntegerArray, int]]:
        """The payoff version: for each profile, everybody's payoff."""
        players = len(shape)
        words = self.words(
            prod(shape) * players,
            f"{prod(shape)} profiles of {players} players need {prod(shape) * players} payoffs",
        )
        values = {word: self.number(word, words) for word in set(words)}
        return [_table(words[i::players], values, shape) for i in range(players)]

    def outcomes(self, shape: tuple[int, ...]) -> list[tuple[IntegerArray, int]]:
        """The outcome version: payoffs by outcome, then for each profile an outcome, or 0 for all zero."""
        self.expect_mark("{", "the list of outcomes")
        outcomes = [[Fraction(0)] * len(shape)]
        while (got := self.token()) == ("mark", "{"):
            self.expect_text("the name of the outcome")
            numbers: list[Fraction] = []
            while (got := self.token()) != ("mark", "}"):
                if got == ("mark", ",") and numbers:
                    got = self.token()
                if got[0] != "word":
                    raise self.error(f"a payoff of outcome {len(outcomes)}", got)
                numbers.append(self.number(got[1]))
            if len(numbers) != len(shape):
                rule = f"outcome {len(outcomes)} has one payoff for each of {len(shape)} players"
                raise self.error(rule, ("word", str(len(numbers))))
            outcomes.append(numbers)
        if got != ("mark", "}"):
            raise self.error("an outcome or the end of the list of outcomes", got)
        words = self.words(prod(shape), f"{prod(shape)} profiles need {prod(shape)} outcome numbers")
        index = {}
        for word in set(words):
            if not re.fullmatch(r"\d{1,9}", word) or int(word) >= len(outcomes):
                self.position = self.start_of(words.index(word))
                raise self.error(f"the number of an outcome, 0 to {len(outcomes) - 1}", ("word", word))
            index[word] = outcomes[int(word)]
        return [
            _table(words, {word: numbers[i] for word, numbers in index.items()}, shape)
            for i in range(len(shape))
        ]

    def words(self, count: int, rule: str) -> list[str]:
        """The rest of the file: exactly `count` words."""
        words = self.text[self.position :].split()
        if len(words) != count:
            self.position = len(self.text.rstrip())
            raise self.error(rule, ("word", str(len(words))))
        return words

    def start_of(self, index: int) -> int:
        """Where the word of this index starts, counted from the present position."""
        found = re.finditer(r"\S+", self.text[self.position :])
        return self.position + next(match.start() for k, match in enumerate(found) if k == index)

    def number(self, word: str, words: Sequence[str] = ()) -> Fraction:
        """The exact value of a number; `words` helps to find its line when it is not one."""
        denominator = word.partition("/")[2]
        if _NUMBER.fullmatch(word) and len(word) <= 4000 and (not denominator or denominator.strip("0")):
            return Fraction(word)
        if words:
            self.position = self.start_of(words.index(word))
        raise self.error("a payoff is an integer, a decimal or p/q", ("word", word[:40]))


def _table(
    words: Sequence[str], values: Mapping[str, Fraction], shape: tuple[int, ...]
) -> tuple[IntegerArray, int]:
    """One player's payoffs at all profiles, the first player's strategy running fastest in `words`."""
    distinct = set(words)
    denominator = common_denominator(values[word] for word in distinct)
    numerators = {word: int(values[word] * denominator) for word in distinct}
    dtype = integer_dtype(max(abs(numerator) for numerator in numerators.values()))
    flat = np.array([numerators[word] for word in words], dtype=dtype)
    return np.ascontiguousarray(flat.reshape(shape, order="F")), denominator


def _labels(labels: Sequence[str]) -> list[str]:
    """The labels, with the position for an empty one; positions throughout when these are not distinct."""
    filled = [label if label.strip() else str(k) for k, label in enumerate(labels, start=1)]
    return filled if len(set(filled)) == len(filled) else [str(k) for k in range(1, len(labels) + 1)]


def _quoted(text: str) -> str:
    if text.endswith("\\"):
        raise GameError(f"a text in an .nfg file cannot end with a backslash, got {text!r}")
    return '"' + text.replace('"', '\\"') + '"'
