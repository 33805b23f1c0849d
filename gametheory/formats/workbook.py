"""Reads `.gbt`, a workbook of Gambit's: XML around the text of an `.efg` or `.nfg` file."""

from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from gametheory.formats.efg import parse_efg
from gametheory.formats.game_file import GameFile
from gametheory.formats.nfg import parse_nfg
from gametheory.formats.whole_file import read_whole
from gametheory.games.errors import GameFileError

ROOT = ["gambit:document", "game"]
DEEPEST = 100  # elements within each other
READERS = {"efgfile": parse_efg, "nfgfile": parse_nfg}


def read_gbt(path: str | Path) -> GameFile:
    """Read the game in a `.gbt` file; lines in errors are those of the whole file.

    A file that is not well formed, or in which there is no game, raises `GameFileError`.
    """
    found = _Content(str(path), read_whole(path))
    if found.kind is None:
        raise found.error("a workbook of Gambit has a game: <gambit:document> <game> <efgfile> or <nfgfile>")
    return READERS[found.kind]("\n" * (found.line - 1) + "".join(found.text), str(path))


class _Content:
    """The game in a workbook: its kind, if there is one, its text, and the line in which that begins."""

    def __init__(self, source: str, data: bytes) -> None:
        self.source = source
        self.kind: str | None = None
        self.line = 1
        self.text: list[str] = []
        self.place: list[str] = []  # the elements around
        self.parser = expat.ParserCreate("UTF-8")  # as Gambit, whatever the file says of itself
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = lambda name: self.place.pop()
        self.parser.CharacterDataHandler = self.say
        self.parser.StartDoctypeDeclHandler = self.refuse_definitions
        self.parser.StartCdataSectionHandler = self.refuse_sections
        try:
            data.decode()
            self.parser.Parse(data.replace(b"&", b"&amp;"), True)  # as Gambit, too, which knows no references
        except UnicodeDecodeError as wrong:
            line, byte = data[: wrong.start].count(b"\n") + 1, data[wrong.start]
            raise GameFileError(f"{source}, line {line}: UTF-8 text, got byte {byte:#04x}") from None
        except expat.ExpatError as wrong:
            words = expat.ErrorString(wrong.code)
            raise GameFileError(f"{source}, line {wrong.lineno}: well-formed XML, got {words}") from None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        del attributes
        self.place.append(name)
        if len(self.place) > DEEPEST:
            raise self.error(f"at most {DEEPEST} elements within each other, got more")
        if self.is_game():
            if self.kind is not None:
                raise self.error("one game, got another")
            self.kind, self.line = name, self.parser.CurrentLineNumber

    def say(self, text: str) -> None:
        if self.is_game():
            self.text.append(text)

    def refuse_definitions(self, *_: object) -> NoReturn:
        raise self.error("a workbook of Gambit defines nothing, got a document type")

    def refuse_sections(self) -> NoReturn:
        raise self.error("a workbook of Gambit has its game as it is, got a CDATA section")

    def is_game(self) -> bool:
        """Is this inside a game that Gambit would read?"""
        return len(self.place) == 3 and self.place[:2] == ROOT and self.place[2] in READERS

    def error(self, words: str) -> GameFileError:
        return GameFileError(f"{self.source}, line {self.parser.CurrentLineNumber}: {words}")
