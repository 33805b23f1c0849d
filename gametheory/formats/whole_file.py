"""Reads a file whole or refuses it, and writes one whole or not at all."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EEXIST, EINVAL, ELOOP, ENOTDIR
from pathlib import Path
from secrets import token_hex

from gametheory.games.errors import InputError, TooLargeError

MOST_BYTES = 2_000_000_000  # of a game as a list of numbers
MOST_BYTES_OF_WORDS = 100_000_000  # of a game of whose every word an object is made
# What a command has read, with the content of what can be read but once; None where none is running.
_read: dict[str, bytes | None] | None = None
_written: set[Path] | None = None  # what it has written
_watched = False
_PIECE = 1 << 24


def read_whole(path: str | Path, most: int = MOST_BYTES_OF_WORDS) -> bytes:
    """The content of a file, a device or a pipe, which may have no end.

    Raises `TooLargeError` for more than `most` bytes, before memory is spent, and `OSError`.
    """
    if _read is not None and (known := _read.setdefault(str(path), None)) is not None:
        return known
    if "\0" in str(path):
        raise OSError(EINVAL, "no file has a name with the character 0")
    with open(path, "rb") as opened:
        size = os.fstat(opened.fileno()).st_size  # zero of a device or a pipe
        pieces, left, wanted = [], most if size <= most else -1, size + 1
        while left >= 0 and (piece := opened.read(min(wanted, left + 1))):
            pieces.append(piece)
            left, wanted = left - len(piece), _PIECE
    if left < 0:
        raise TooLargeError(f"{path}: a file of at most {most:,} bytes, got more")
    content = b"".join(pieces)
    if _read is not None and not os.path.isfile(path):
        _read[str(path)] = content
    return content


@contextmanager
def files_of_a_call() -> Iterator[None]:
    """Until its end a pipe may be read again and again, and what is read or written is not written over.

    Nobody leaves the folder to which names of files are relative.
    """
    global _read, _written, _watched
    if not _watched:
        sys.addaudithook(_stay_here)
        _watched = True
    before = _read, _written
    _read, _written = {}, set()
    try:
        yield
    finally:
        _read, _written = before


def _stay_here(event: str, arguments: tuple[object, ...]) -> None:
    """In a user's code `os.chdir` would move all that is written after it, to other files of these names."""
    if event == "os.chdir" and _read is not None:
        raise PermissionError("names of files are relative to the folder of the call, which is not left")


def write_whole(path: str | Path, text: str | bytes, fresh: bool = False) -> None:
    """Write a file, text as UTF-8; what was there stays until all of the new content is written beside it.

    A link is followed, and a device or a pipe is written to as it is. With `fresh` nothing may be there.
    Raises `OSError`, after which everything is as before, and `InputError` for what a command has read, or
    has written under the same name or another.
    """
    content = text.encode(errors="backslashreplace") if isinstance(text, str) else text
    if fresh and os.path.lexists(path):
        raise FileExistsError(EEXIST, os.strerror(EEXIST), str(path))
    target = Path(os.path.realpath(path))
    if target.is_symlink():  # to itself, in the end
        raise OSError(ELOOP, os.strerror(ELOOP), str(path))
    # A command reads more than it is asked for: a sweep names a market, a file of Python imports another.
    if target.is_file() and any(os.path.exists(read) and target.samefile(read) for read in _read or ()):
        raise InputError(f"{path}: is read by this command, and would be overwritten")
    if target in (_written or ()):
        raise InputError(f"{path}: has been written by this command, and would be overwritten")
    if os.path.exists(path) and not os.path.isfile(path):
        Path(path).write_bytes(content)  # a pipe of a shell has a name, and the target of its link none
        return
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(EACCES, os.strerror(EACCES), str(path))
    beside = target if fresh else target.with_name(f".undominated-{token_hex(4)}")
    open(beside, "xb").close()  # fails where another process was first
    try:
        beside.write_bytes(content)
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
        if _written is not None:
            _written.add(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def make_folder_of(path: str | Path) -> None:
    """Make the folder that the file will be in, where a link leads it."""
    Path(os.path.realpath(path)).parent.mkdir(parents=True, exist_ok=True)


def why_unwritable(path: str | Path) -> str | None:
    """What would stop `write_whole`, as far as it can be seen before there is anything to write."""
    target = Path(os.path.realpath(path))
    if os.path.exists(path) and not os.path.isfile(path):
        return None if os.access(path, os.W_OK) else os.strerror(EACCES)
    try:
        os.lstat(target)
    except FileNotFoundError:
        return why_no_folder(target.parent)
    except OSError as wrong:  # a name that is too long, say
        return wrong.strerror
    if target.is_symlink():
        return os.strerror(ELOOP)
    if not os.access(target, os.W_OK):
        return os.strerror(EACCES)
    return why_no_folder(target.parent)


def why_no_folder(path: str | Path) -> str | None:
    """What would stop a file in this folder, which is made where it is missing."""
    folder = Path(os.path.realpath(path))
    while True:
        try:
            os.lstat(folder)
            break
        except FileNotFoundError:
            folder = folder.parent
        except OSError as wrong:
            return wrong.strerror
    if not folder.is_dir():
        return os.strerror(ELOOP if folder.is_symlink() else ENOTDIR)
    return None if os.access(folder, os.W_OK | os.X_OK) else os.strerror(EACCES)
