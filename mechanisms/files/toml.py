"""Reading TOML as data: every value is asked for by key and rule, and every refusal is one clear line."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from gametheory.formats.whole_file import read_whole
from gametheory.games.errors import InexactNumberError, InputError, TooLargeError
from gametheory.games.exact import exact, of_a_decimal
from gametheory.games.labels import visible

T = TypeVar("T")


LARGEST = 1_000_000_000  # of sizes and counts
MOST_DIGITS = 1000  # of numerators and denominators
MOST_BYTES = 50_000_000  # of a file
MOST_PARTS = 30  # of a key; what reads TOML takes memory by their number squared
LONG_KEY = re.compile(rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}""")
MOST_COMPARED = 1000  # keys that a mistyped one is compared with
MOST_NAMED = 40  # things that a message lists


class InstanceError(InputError):
    """A file that is not a well-formed instance: file, key, rule and value in one line."""


@dataclass(frozen=True)
class _Float:
    """A float literal as it stands in the file, kept only to be refused by name."""

    literal: str

    def __repr__(self) -> str:
        return self.literal


@dataclass(frozen=True)
class Section:
    """A table of a TOML file, its file and its path in it."""

    file: str
    path: str
    content: dict[str, Any]

    def __contains__(self, key: str) -> bool:
        return key in self.content

    def error(self, key: str, rule: str, *got: object) -> InstanceError:
        """The refusal of the value at `key`: what must be, and what is."""
        place = visible(".".join(part for part in (self.path, key) if part) or "the file")
        found = f", got {visible(_shorten(got[0]))}" if got else ""
        return InstanceError(f"{self.file}: {place}: {rule}{found}")

    def allow(self, keys: Iterable[str]) -> None:
        """Refuse any key but these."""
        known = list(keys)
        for key in self.content:
            if key not in known:
                close = get_close_matches(key, known[:MOST_COMPARED], n=1)
                hint = f"did you mean {visible(close[0])}?" if close else f"known keys: {_few(known)}"
                raise self.error(key, f"unknown key ({hint})")

    def require(self, key: str) -> Any:
        """The raw value at a key that must be there."""
        if key not in self.content:
            raise self.error(key, "required, but missing")
        return self.content[key]

    def section(self, key: str) -> "Section":
        """The table at `key`."""
        return self.as_section(key, self.require(key))

    def sections(self, key: str) -> list["Section"]:
        """The array of tables at `key`: [[key]]."""
        value = self.require(key)
        if not isinstance(value, list) or not value:
            raise self.error(key, f"one or more tables [[{key}]]", value)
        return [self.as_section(f"{key}[{place}]", table) for place, table in enumerate(value, start=1)]

    def as_section(self, key: str, value: object) -> "Section":
        """`value`, found at `key`, as a table."""
        if not isinstance(value, dict):
            raise self.error(key, "a table", value)
        return Section(self.file, ".".join(part for part in (self.path, key) if part), value)

    def text(self, key: str, default: str | None = None) -> str:
        """The string at `key`."""
        value = self.require(key) if default is None else self.content.get(key, default)
        if not isinstance(value, str):
            raise self.error(key, "a string", value)
        return value

    def choice(self, key: str, choices: dict[str, T], default: str | None = None) -> T:
        """One of a few named things."""
        name = self.text(key, default)
        if name not in choices:
            raise self.error(key, f"one of {_few(list(choices))}", name)
        return choices[name]

    def truth(self, key: str) -> bool:
        """True or false."""
        value = self.require(key)
        if not isinstance(value, bool):
            raise self.error(key, "true or false", _quoted(value))
        return value

    def integer(self, key: str, *, least: int, default: int | None = None) -> int:
        """An integer no smaller than `least`."""
        value = self.require(key) if default is None else self.content.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self.error(key, f"an integer >= {least}", _quoted(value))
        if value > LARGEST:
            raise self.error(key, f"an integer up to {LARGEST}", value)
        return value

    def number(self, key: str, value: object, *, least: int | None = None) -> Fraction:
        """`value`, found at `key`, as an exact number no smaller than `least`."""
        try:
            number = exact(value)
        except InexactNumberError as wrong:
            if "denominator" in str(wrong):
                raise self.error(key, "a fraction with a denominator that is not zero", value) from None
            hint = of_a_decimal(str(value)) if isinstance(value, str | _Float) else ""
            rule = f'an exact number: an integer or a string "p/q"{hint}'
            raise self.error(key, rule, _quoted(value)) from None
        if max(abs(number.numerator), number.denominator) >= 10**MOST_DIGITS:
            raise self.error(key, f"a number of at most {MOST_DIGITS} digits", value)
        if least is not None and number < least:
            raise self.error(key, f"a number >= {least}", str(number))
        return number

    def listed(self, key: str, value: object, length: int | None, rule: str) -> list[Any]:
        """`value`, found at `key`, as a list of the given length."""
        if not isinstance(value, list) or (length is not None and len(value) != length):
            got = f"{len(value)} of them: {_written(value)}" if isinstance(value, list) else _quoted(value)
            raise self.error(key, rule, got)
        return value

    def names(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        names = self.listed(key, self.require(key), None, "a list of names")
        for name in names:
            if not isinstance(name, str):
                raise self.error(key, "a list of names", name)
        return tuple(names)


def each_of(count: int, one: str, many: str = "") -> str:
    """Where one thing is asked for at each of several places, or at the only one there is.

    >>> each_of(2, "price"), each_of(1, "commodity", "commodities")
    ('each of the 2 prices', 'the only commodity')
    """
    return f"the only {one}" if count == 1 else f"each of the {count:,} {many or one + 's'}"


def read_toml(path: Path) -> Section:
    """The whole file as a section. Raises `InstanceError` for what cannot be read or is not TOML."""
    return parse_toml(str(path), read_text(path))


def read_text(path: Path) -> str:
    """The text of a file that is data. Raises `InstanceError` for what cannot be read or is no text."""
    file = str(path)
    try:
        return read_whole(path, MOST_BYTES).decode("utf-8-sig")
    except TooLargeError as wrong:
        raise InstanceError(str(wrong)) from None
    except OSError as wrong:
        raise InstanceError(f"{file}: cannot be read: {wrong.strerror}") from None
    except UnicodeDecodeError as wrong:
        raise InstanceError(f"{file}: not UTF-8 text (byte {wrong.start})") from None


def parse_toml(file: str, text: str) -> Section:
    """A text that stands in a file as a section. Raises `InstanceError` for what is not TOML."""
    if LONG_KEY.search(text):
        raise InstanceError(f"{file}: keys of at most {MOST_PARTS} parts, got one of more")
    try:
        return Section(file, "", tomllib.loads(text, parse_float=_Float))
    except (ValueError, RecursionError) as wrong:  # TOMLDecodeError, and integers of thousands of digits
        from gametheory.formats.read_game import READERS

        if Path(file).suffix.lower() in READERS:
            rule = "a market in TOML, got a game, which is for `undominated eliminate`"
            raise InstanceError(f"{file}: {rule}") from None
        why = "nested too deeply" if isinstance(wrong, RecursionError) else f"not valid TOML: {wrong}"
        raise InstanceError(f"{file}: {why}") from None


def _shorten(value: object) -> str:
    text = value if isinstance(value, str) else _written(value)
    return text if len(text) <= 80 else text[:77] + "..."


def _few(names: Sequence[str]) -> str:
    return ", ".join([*map(visible, names[:MOST_NAMED]), *(["..."] if len(names) > MOST_NAMED else [])])


def _written(value: object, depth: int = 3) -> str:
    """A value about as TOML has it; what is long or deep is cut."""
    match value:
        case bool():
            return str(value).lower()
        case int() if abs(value) >= 10**80:
            return "an integer of more than 80 digits"
        case list() if depth == 0:
            return "[...]"
        case list():
            return f"[{', '.join(_quoted(each, depth - 1) for each in value[:MOST_NAMED])}]"
        case dict():
            return "a table"
        case _:
            return str(value)


def _quoted(value: object, depth: int = 3) -> str:
    return f'"{value}"' if isinstance(value, str) else _written(value, depth)
