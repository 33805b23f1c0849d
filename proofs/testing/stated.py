"""Does a file say what is expected of claims? It is read for that, and not executed."""

import re
import tomllib
from pathlib import Path

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
        keys = set(tomllib.loads(text))
        misspelt = not keys.isdisjoint(SUBJECTS) and any(key.lower().startswith(TABLES) for key in keys)
        return misspelt or not keys.isdisjoint(TABLES)
    except tomllib.TOMLDecodeError:
        return KEY.search(text) is not None
