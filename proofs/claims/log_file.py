"""The file of a log: which files may be one, seen before anything is written, and what may go wrong."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG

from gametheory.games.errors import InputError
from proofs.claims.text_log import version_in

APPLICATION = int.from_bytes(b"undm")  # in the header of the file, where SQLite has a place for it
FORMAT = 1  # the user_version of the file
PATIENCE = 60  # seconds to wait for another run's transaction, which takes a fraction of one
LONGEST = 1_000_000  # bytes of a row

# What SQLite would take for its own beside a file of this name, and how it begins if it is; a journal that is
# being written begins with zeros.
SIDE_FILES = {"-journal": (b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", bytes(8)), "-wal": (b"\x37\x7f\x06",)}

FAILURES = {
    sqlite3.SQLITE_FULL: "cannot be written: the disk is full; what it holds is kept",
    sqlite3.SQLITE_IOERR: "cannot be written: {}; what it holds is kept",
    sqlite3.SQLITE_READONLY: "cannot be written: {}",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened to be written",
    sqlite3.SQLITE_BUSY: f"another program has held it for {PATIENCE} seconds",
    sqlite3.SQLITE_TOOBIG: f"a row of at most {LONGEST:,} bytes ({{}})",
}
DAMAGED = "damaged beyond single rows, and left as it is ({}); `sqlite3 FILE .recover` may help"


class LogError(InputError):
    """A file that cannot be the log, or that cannot be read or written; the message names it."""


def look(path: Path) -> bytes:
    """How a file begins that may be a log, empty if there is none yet. Nothing is opened for writing.

    Raises `LogError` for a folder, a device, and a file that is neither empty nor a store nor a log of an
    earlier version.
    """
    head = head_of(path)
    ours = application_in(head) == APPLICATION
    if head and not ours and version_in(head) is None:
        raise LogError(f"{path}: a log of undominated or a new file, got another file, left as it is")
    if ours and (found := int.from_bytes(head[60:64])) != FORMAT:
        raise LogError(f"{path}: a log of format {FORMAT}, got format {found}, of another version")
    return head


def head_of(path: Path) -> bytes:
    """How a file begins that SQLite may open; `LogError` for what is none, and for strangers beside it."""
    with named(path):
        if path.exists() and not path.is_file():
            raise LogError(f"{path}: a file, got a {'folder' if path.is_dir() else 'device or a pipe'}")
        if not path.parent.is_dir():
            raise LogError(f"{path}: a file in a folder, but {path.parent} is none")
        real = Path(os.path.realpath(path))  # SQLite follows links before it names its own files
        for suffix, beginnings in SIDE_FILES.items():
            beside = real.with_name(real.name + suffix)
            with suppress(FileNotFoundError):  # another run may have it, and remove it now
                regular = S_ISREG(beside.stat().st_mode)
                if not regular or _head(beside, len(beginnings[0])) not in (*beginnings, b""):
                    raise LogError(f"{beside}: in the way of {path.name}, and not a part of it")
        return _head(path, 1000) if path.exists() else b""


def application_in(head: bytes) -> int | None:
    """Whose SQLite file it is that begins so; None for another file."""
    return int.from_bytes(head[68:72]) if head.startswith(b"SQLite format 3\0") else None


def _head(path: Path, length: int) -> bytes:
    with path.open("rb") as file:
        return file.read(length)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Turn what goes wrong with a file into one line that names it."""
    try:
        yield
    except OSError as wrong:
        raise LogError(f"{path}: cannot be read or written: {wrong.strerror}") from None
    except sqlite3.Error as wrong:
        code = getattr(wrong, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        raise LogError(f"{path}: {FAILURES.get(code, DAMAGED).format(wrong)}") from None
    except UnicodeDecodeError:  # in what SQLite says of a damaged schema
        raise LogError(f"{path}: {DAMAGED.format('its schema')}") from None
