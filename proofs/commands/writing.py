"""Files that commands write."""

import os
from collections.abc import Mapping
from pathlib import Path

from gametheory.formats.whole_file import make_folder_of, write_whole
from gametheory.games.errors import InputError
from gametheory.games.labels import visible
from proofs.commands.options import refuse_a_file_in_use

MADE = b"# Made by undominated, which writes it anew: keep changes elsewhere.\n"


def write_file(file: Path, text: str | bytes, fresh: bool = False) -> None:
    """Write a file whole or not at all, in a folder that is made where it is missing, and over no input.

    With `fresh` over nothing at all. Raises `InputError`.
    """
    refuse_a_file_in_use(file)
    try:
        make_folder_of(file)
        write_whole(file, text, fresh)
    except OSError as wrong:
        if fresh and isinstance(wrong, FileExistsError) and os.path.lexists(file):
            raise InputError(f"{file}: is there already, and would be overwritten") from None
        raise InputError(f"{file}: cannot be written: {wrong.strerror}") from None


def write_made(file: Path, document: Mapping[str, object]) -> None:
    """Write a document under a name of our choice, over nothing but what was written so before.

    Raises `InputError`.
    """
    import tomlkit

    try:
        if os.path.lexists(file):
            with file.open("rb") as there:
                if there.read(len(MADE)) != MADE:
                    raise InputError(f"{file}: is there already, not written by us, and would be overwritten")
    except OSError as wrong:
        raise InputError(f"{file}: is there already, and cannot be read: {wrong.strerror}") from None
    try:
        text = tomlkit.dumps(document).encode()
    except UnicodeEncodeError as wrong:
        place = wrong.object.count("\n", 0, wrong.start)
        odd = wrong.object.split("\n")[place]
        raise InputError(f"{file}: names files in UTF-8, got {visible(odd)}") from None
    write_file(file, MADE + text)


def write_toml(file: Path, document: Mapping[str, object]) -> None:
    """Write a document, as a person would, to a file whose folder is made where it is missing."""
    import tomlkit

    write_file(file, tomlkit.dumps(document))
