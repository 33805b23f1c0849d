"""Writes a file whole or not at all."""

import os
import shutil
from contextlib import suppress
from errno import EACCES, EEXIST
from pathlib import Path
from secrets import token_hex


def write_whole(path: str | Path, text: str | bytes, fresh: bool = False) -> None:
    """Write a file, text as UTF-8; what was there stays until all of the new content is written beside it.

    A link is followed, and a device or a pipe is written to as it is. With `fresh` nothing may be there.
    Raises `OSError`, after which everything is as before.
    """
    content = text.encode(errors="backslashreplace") if isinstance(text, str) else text
    if fresh and os.path.lexists(path):
        raise FileExistsError(EEXIST, os.strerror(EEXIST), str(path))
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(EACCES, os.strerror(EACCES), str(path))
    beside = target.with_name(f".undominated-{token_hex(4)}")
    try:
        beside.write_bytes(content)
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
