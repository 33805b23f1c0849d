"""Does a file say what is expected of claims? It is read for that, and not executed."""

import re
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from mechanisms.files.python import is_python
from proofs.testing import stated_in_python
from proofs.testing.stated_in_python import text_of

TABLES, SUBJECTS = ("expect", "witness"), ("market", "sequence", "mechanism", "game")
KEY = re.compile(rf"^\s*(?:\[+\s*)?[\"']?(?:{'|'.join(TABLES)})\b", re.MULTILINE)  # of what is not TOML


def has_claims(path: Path) -> bool:
    """Does the file say what is expected of claims?"""
    if is_python(path):
        return stated_in_python.has_claims(path)
    return path.suffix.lower() == ".toml" and _says_in_toml(text_of(path))


def _says_in_toml(text: str) -> bool:
    """Is there a table `expect` or `witness`, however it is written? A file with a mistake says so later."""
    try:
        table = tomllib.loads(text)
        keys = set(table)
        about_us = not keys.isdisjoint(SUBJECTS)
        return not keys.isdisjoint(TABLES) or (about_us and any(map(_means_a_table, _keys(table))))
    except tomllib.TOMLDecodeError:
        return KEY.search(text) is not None


def _keys(table: dict[str, Any]) -> Iterator[str]:
    """The keys of the table, and of the tables in it."""
    for key, value in table.items():
        yield key
        if isinstance(value, dict):
            yield from _keys(value)


def _means_a_table(key: str) -> bool:
    """Is it one of ours, or nearly?"""
    key = key.lower()
    return key.startswith(TABLES) or bool(get_close_matches(key.strip("_"), TABLES))
