"""Mechanisms from a `.py` file, which is executed: "auction.py", or "auction.py::SecondPrice" for one."""

import traceback
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from gametheory.formats.whole_file import read_whole
from mechanisms.files.named_classes import is_complete, keeping_classes, lost_classes, named_classes
from mechanisms.files.neighbours import executed_files, new_module, noting_other_imports
from mechanisms.general.calls import said
from mechanisms.general.interrupts import none_lost
from mechanisms.general.mechanism import Mechanism, MechanismError


class NoMechanismError(MechanismError):
    """A file without a mechanism that can be checked."""


def is_python(path: Path) -> bool:
    """Does the name say that it is a Python file, or a class in one?"""
    return str(path).partition("::")[0].lower().endswith(".py")


def load_classes(path: Path) -> list[tuple[str, type[Mechanism]]]:
    """The mechanisms in a file by name, in its order; a base of others that is not complete is left out.

    The file is executed, and what it imports; its folder is not searched for others. Raises `MechanismError`.
    """
    file, _, wanted = str(path).partition("::")
    with keeping_classes():
        module = executed(Path(file))
        found = named_classes(module)
        lost = lost_classes(module, read_whole(file))
    table = vars(module).get("expect")
    if isinstance(table, Mapping) and all(cls.expect is not table for cls in found.values()):
        raise MechanismError(f"{file}: expect: is said in a class, got it beside them")
    if wanted:
        if wanted not in found:
            known = f"mechanisms are {', '.join(found)}" if found else "no subclass of Mechanism"
            raise MechanismError(f"{file}: {known}, got {wanted}")
        return [(f"{file}::{wanted}", found[wanted])]
    bases = {base for cls in found.values() for base in cls.__mro__[1:]}
    complete = [
        (f"{file}::{name}", cls)
        for name, cls in found.items()
        if not name.startswith("_") and (cls not in bases or is_complete(cls))
    ]
    checked = [cls for _, cls in complete]
    lost += [name for name, cls in found.items() if cls not in (*bases, *checked) and "expect" in vars(cls)]
    if lost:
        raise MechanismError(
            f"{file}: a class with `expect` is a mechanism of the file itself, of a name of its own that does"
            f" not begin with _, got {', '.join(lost)}"
        )
    if not complete:
        raise NoMechanismError(f"{file}: at least one subclass of Mechanism, found none")
    return complete


def executed(file: Path) -> ModuleType:
    """The module that the file makes; nothing is written beside it."""
    try:
        source = read_whole(file)
    except OSError as wrong:
        raise MechanismError(f"{file}: cannot be read: {wrong.strerror}") from None
    module = new_module(file)
    try:
        with none_lost(), noting_other_imports():
            exec(compile(source, str(file), "exec"), vars(module))
    except SyntaxError as wrong:
        where = wrong.filename or file
        raise MechanismError(f"{where}: line {wrong.lineno}: not Python: {wrong.msg}") from None
    except (Exception, SystemExit) as wrong:
        raise MechanismError(f"{file}: {said(wrong, str(file))}") from wrong
    return module


def blamed_on_a_file(wrong: BaseException) -> str | None:
    """What a user's code raised where nobody expects it, as in `__hash__`, in a line; None if it is ours."""
    raised: BaseException | None = wrong
    while raised is not None:
        if (words := raised_in_a_file(raised)) is not None:
            return words
        raised = raised.__cause__ or raised.__context__
    return None


def raised_in_a_file(wrong: BaseException) -> str | None:
    """The same of what a user's code raised itself, or called for, and not of what came of that."""
    files = executed_files()
    for frame in traceback.extract_tb(wrong.__traceback__):
        if frame.filename in files:
            return f"{frame.filename}: {said(wrong, frame.filename)}"
    return None
