"""The words of Gambit's file formats: quoted texts, braces, commas, and anything else between spaces."""

import re
from pathlib import Path
from typing import Self

from gametheory.formats.exact_numbers import NumberError, exact_number
from gametheory.formats.whole_file import MOST_BYTES_OF_WORDS, read_whole
from gametheory.games.errors import GameFileError
from gametheory.games.labels import visible

# Gambit's own rule for texts: a quotation mark that follows a backslash does not end the text. Nothing that
# matched is tried again in another way, so no file takes long to refuse.
TEXT = rb'"(?:[^"\\]++|\\++[^\\])*+"'
_TOKEN = re.compile(rb'\s*+(?:(?P<text>%b)|(?P<mark>[{},])|(?P<word>[^\s{},"]++))' % TEXT)
_MOST_SHOWN = 60


class Tokens:
    """Walks over a text once; `position` is where the next token is looked for."""

    def __init__(self, text: bytes, source: str) -> None:
        self.text = text
        self.source = source
        self.position = 3 if text.startswith(b"\xef\xbb\xbf") else 0  # a byte order mark

    @classmethod
    def of_file(cls, path: str | Path, most: int = MOST_BYTES_OF_WORDS) -> Self:
        """Those of a file."""
        return cls(read_whole(path, most), str(path))

    def texts(self, what: str) -> list[str]:
        """Quoted texts up to the closing brace."""
        texts = []
        while (got := self.token()) != ("mark", "}"):
            if got[0] != "text":
                raise self.error(f"{what} in quotation marks", got)
            texts.append(got[1])
        return texts

    def expect_text(self, what: str) -> str:
        if (got := self.token())[0] != "text":
            raise self.error(what, got)
        return got[1]

    def expect_mark(self, mark: str, what: str) -> None:
        if (got := self.token()) != ("mark", mark):
            raise self.error(f"{mark!r} for {what}", got)

    def expect_word(self, rule: str, *words: str) -> str:
        if (got := self.token())[0] != "word" or got[1] not in words:
            raise self.error(rule, got)
        return got[1]

    def expect_number(self, name: str, what: str) -> tuple[int, int]:
        """The next token as an exact number; an error calls it by `name` if it is a word, else by `what`."""
        if (got := self.token())[0] != "word":
            raise self.error(what, got)
        try:
            return exact_number(got[1].encode())
        except NumberError as wrong:
            raise self.error(f"{name} {wrong.rule}", got) from None

    def peek(self) -> tuple[str, str]:
        before = self.position
        token = self.token()
        self.position = before
        return token

    def token(self) -> tuple[str, str]:
        """The next token as (kind, value), or ("end", "")."""
        match = _TOKEN.match(self.text, self.position)
        if match is None:
            rest = re.compile(rb"\S[^\n]*").search(self.text, self.position)
            if rest is None:
                return "end", ""
            self.position = rest.start()  # only a quotation mark can begin no token
            raise self.error("a text ends with a quotation mark", ("word", decoded(rest[0])))
        self.position = match.end()
        kind = str(match.lastgroup)
        if kind != "text":
            return kind, decoded(match[kind])
        try:
            return kind, match[kind][1:-1].decode().replace('\\"', '"')
        except UnicodeDecodeError as wrong:
            self.position = match.start(kind) + 1 + wrong.start
            raise self.error(
                "a game file is UTF-8 text", ("word", f"byte {wrong.object[wrong.start]:#04x}")
            ) from None

    def error(self, rule: str, got: tuple[str, str]) -> GameFileError:
        """Call it right after reading the token that is wrong."""
        line = self.text.count(b"\n", 0, self.position) + 1
        kind, value = got
        if len(value) > _MOST_SHOWN:
            value = f"{value[:_MOST_SHOWN]}..."
        shown = "the end of the file" if kind == "end" else f'"{value}"' if kind == "text" else value
        return GameFileError(f"{self.source}, line {line}: {rule}, got {visible(shown)}")


def decoded(word: bytes) -> str:
    """A word to be shown, whatever its bytes are."""
    return word.decode(errors="backslashreplace")
