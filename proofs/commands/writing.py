"""Files that commands write."""

from collections.abc import Mapping
from pathlib import Path

from gametheory.games.errors import InputError


def write_toml(file: Path, document: Mapping[str, object]) -> None:
    """Write a document, as a person would, to a file whose folder is made where it is missing."""
    import tomlkit

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(tomlkit.dumps(document), encoding="utf-8")
    except OSError as wrong:
        raise InputError(f"{file}: cannot be written: {wrong.strerror}") from None
