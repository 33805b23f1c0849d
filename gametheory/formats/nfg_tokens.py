"""The words of Gambit's file formats: quoted texts, braces, commas, and anything else between spaces."""

import re

from gametheory.games.errors import GameFileError

# Gambit's own rule for texts: a quotation mark that follows a backslash does not end the text.
_TOKEN = re.compile(r'\s*(?:"(?P<text>(?:[^"\\]|\\+[^\\])*)"|(?P<mark>[{},])|(?P<word>[^\s{},"]+))')


class Tokens:
    """Walks over a text once; `position` is where the next token is looked for."""

    def __init__(self, text: str, source: str) -> None:
        self.text = text
        self.source = source
        self.position = 0

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

    def peek(self) -> tuple[str, str]:
        before = self.position
        token = self.token()
        self.position = before
        return token

    def token(self) -> tuple[str, str]:
        """The next token as (kind, value), or ("end", "")."""
        match = _TOKEN.match(self.text, self.position)
        if match is None:
            rest = self.text[self.position :].strip()
            if rest:  # only a quotation mark can begin no token
                self.position += self.text[self.position :].index('"')
                raise self.error("a text ends with a quotation mark", ("word", rest.split("\n")[0][:40]))
            return "end", ""
        self.position = match.end()
        kind = str(match.lastgroup)
        value = match[kind]
        return kind, value.replace('\\"', '"') if kind == "text" else value

    def error(self, rule: str, got: tuple[str, str]) -> GameFileError:
        """Call it right after reading the token that is wrong."""
        line = self.text.count("\n", 0, self.position) + 1
        kind, value = got
        shown = "the end of the file" if kind == "end" else f'"{value}"' if kind == "text" else value
        return GameFileError(f"{self.source}, line {line}: {rule}, got {shown}")
