"""The command `undominated`, which is also `python -m undominated`.

The packages of this project are called `gametheory`, `mechanisms` and `proofs`. Another distribution may have
one of that name too: installed later it overwrites ours, and in a folder that Python searches first it hides
ours. So the command looks whose they are before it imports them, and says in one line what is wrong.
"""

# What takes time to import is imported within `main`, which answers an interrupt in one line.
from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import NoReturn

ROOMS = ("gametheory", "mechanisms", "proofs")
MARK = b'\n__distribution__ = "undominated"'  # a line in the __init__.py of each


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The entry point; exit status 2 if the installation is damaged, else that of the command."""
    try:
        for room in ROOMS:
            if (damage := not_ours(room)) is not None:
                _stop(damage)
        from proofs.commands.main import main as run

        run(arguments)
    except ImportError as failed:
        damage = overwritten() or missing(failed)
        if damage is None:
            raise
        _stop(damage)
    except KeyboardInterrupt:  # while the command was imported; once it runs, it says itself what is known
        _stop("interrupted", 130)


def not_ours(room: str) -> str | None:
    """What is wrong if Python finds another package under this name. Imports nothing, and reads one file."""
    from importlib.util import find_spec
    from os.path import realpath

    spec = find_spec(room)
    if spec is None or spec.origin is None:
        return f"{room}/__init__.py is missing: pip install --force-reinstall --no-deps undominated"
    try:
        with open(spec.origin, "rb") as file:
            if MARK in file.read():
                return None
    except OSError:  # packed in a way that has no such file; if it is not ours, an import will fail
        return None
    owner = dict(others_files()).get(realpath(spec.origin))
    return (
        _in_the_way(spec.origin, owner) if owner else f"{spec.origin} hides the package {room} of undominated"
    )


def overwritten() -> str | None:
    """What is wrong if another distribution has overwritten a file within our packages."""
    from importlib.metadata import PackageNotFoundError, files
    from os.path import realpath

    theirs = dict(others_files())
    try:
        ours = [realpath(str(file.locate())) for file in files("undominated") or ()]
    except PackageNotFoundError:  # a checkout that is not installed
        return None
    return next((_in_the_way(file, theirs[file]) for file in ours if file in theirs), None)


def others_files() -> Iterator[tuple[str, str]]:
    """The files in packages of these names that are as another distribution installed them, and which did.

    Reads the record of everything that is installed, which may take a second.
    """
    from base64 import urlsafe_b64encode
    from hashlib import sha256
    from importlib.metadata import distributions
    from os.path import realpath

    for other in distributions():
        for file in other.files or () if other.name != "undominated" else ():
            if file.parts[0] in ROOMS and file.hash is not None and file.hash.mode == "sha256":
                path = realpath(str(file.locate()))
                try:
                    with open(path, "rb") as content:
                        digest = urlsafe_b64encode(sha256(content.read()).digest())
                except OSError:
                    continue
                if digest.decode().rstrip("=") == file.hash.value:
                    yield path, f"{other.name} {other.version}"


def missing(failed: ImportError) -> str | None:
    """Which library is not installed that we need; None if the fault is in a module of ours."""
    name = (failed.name or "").partition(".")[0]
    if not isinstance(failed, ModuleNotFoundError) or name in ("", *ROOMS):
        return None
    return f"{name} is not installed, and is needed: pip install --force-reinstall undominated"


def _in_the_way(file: str, owner: str) -> str:
    return f"{file} is that of {owner} now: install undominated in an environment of its own"


def _stop(said: str, status: int = 2) -> NoReturn:
    print(f"undominated: {said}", file=sys.stderr)
    sys.exit(status)


if __name__ == "__main__":
    main()
