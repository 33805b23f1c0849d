"""Mechanisms from a `.py` file, which is executed: "auction.py", or "auction.py::SecondPrice" for one."""

import sys
from itertools import count
from pathlib import Path
from types import ModuleType

from mechanisms.general.calls import said
from mechanisms.general.mechanism import Mechanism, MechanismError

_numbers = count(1)


def is_python(path: Path) -> bool:
    """Does the name say that it is a Python file, or a class in one?"""
    return str(path).partition("::")[0].lower().endswith(".py")


def load_classes(path: Path) -> list[tuple[str, type[Mechanism]]]:
    """The mechanisms in a file by name, in its order; a base of others that is not complete is left out.

    The file is executed; its folder is not searched for others. Raises `MechanismError`.
    """
    file, _, wanted = str(path).partition("::")
    module = executed(Path(file))
    found = {
        name: cls
        for name, cls in vars(module).items()
        if isinstance(cls, type) and issubclass(cls, Mechanism) and cls.__module__ == module.__name__
    }
    if wanted:
        if wanted not in found:
            known = f"mechanisms are {', '.join(found)}" if found else "no subclass of Mechanism"
            raise MechanismError(f"{file}: {known}, got {wanted}")
        return [(f"{file}::{wanted}", found[wanted])]
    bases = {base for cls in found.values() for base in cls.__mro__[1:]}
    complete = [
        (f"{file}::{name}", cls)
        for name, cls in found.items()
        if not name.startswith("_") and (cls not in bases or _is_complete(cls))
    ]
    if not complete:
        raise MechanismError(f"{file}: at least one subclass of Mechanism, found none")
    return complete


def _is_complete(cls: type[Mechanism]) -> bool:
    has_outcome = cls.outcome is not Mechanism.outcome or cls.outcomes is not None
    has_players = hasattr(cls, "players") or "players" in cls.parameters
    return has_outcome and has_players and cls.payoff is not Mechanism.payoff


def executed(file: Path) -> ModuleType:
    """The module that the file makes; nothing is written beside it."""
    try:
        source = file.read_bytes()
    except OSError as wrong:
        raise MechanismError(f"{file}: cannot be read: {wrong.strerror}") from None
    module = ModuleType(f"_mechanisms_of_a_user_{next(_numbers)}")
    module.__file__ = str(file)
    sys.modules[module.__name__] = module  # where `dataclass` and `inspect` look
    try:
        exec(compile(source, str(file), "exec"), vars(module))
    except SyntaxError as wrong:
        raise MechanismError(f"{file}: line {wrong.lineno}: not Python: {wrong.msg}") from None
    except (Exception, SystemExit) as wrong:
        raise MechanismError(f"{file}: {said(wrong, str(file))}") from wrong
    return module
