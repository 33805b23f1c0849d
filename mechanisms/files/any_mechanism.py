"""A mechanism by the name of its file: `auction.py::FirstPrice`, tables in TOML, or a market of the paper."""

from collections.abc import Collection, Mapping
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

from gametheory.games.errors import InexactNumberError, InputError
from gametheory.games.exact import exact
from mechanisms.as_mechanisms.instances import as_mechanism
from mechanisms.files.interdependent import read_any_instance
from mechanisms.files.python import is_python, load_classes
from mechanisms.files.tables import is_table_file, read_table
from mechanisms.files.toml import read_toml
from mechanisms.general.calls import said, show
from mechanisms.general.mechanism import Mechanism, MechanismError, with_values


def load_mechanism(path: Path, parameters: Mapping[str, str] = MappingProxyType({})) -> Mechanism:
    """The one mechanism of this name, with these values of its parameters, as they are shown.

    Parameters without a value have their first one; one that is a number may have any other. Raises
    `InputError`.
    """
    if not is_python(path):
        return _read(path)
    (name, cls), *others = load_classes(path)
    if others:
        known = ", ".join(each.rpartition("::")[2] for each, _ in [(name, cls), *others])
        raise InputError(f"{path}: one class is named, as in {name}, of {known}")
    values = {}
    for name, shown in parameters.items():
        known_values = {show(value): value for value in cls.parameters.get(name, ())}
        if shown in known_values:
            values[name] = known_values[shown]
        elif (number := _number_like(shown, known_values)) is not None:
            values[name] = number
        else:
            raise InputError(f"{path}: {name}: one of {', '.join(known_values) or 'no values'}, got {shown}")
    return made(cls, values, path)


def made(cls: type[Mechanism], values: Mapping[str, Any], path: Path) -> Mechanism:
    """The mechanism with these values of its parameters. Raises `InputError`."""
    try:
        return with_values(cls, values)
    except InputError:
        raise
    except (Exception, SystemExit) as wrong:
        raise MechanismError(
            f"{path}: a new {cls.__name__} {said(wrong, str(path).partition('::')[0])}"
        ) from wrong


def _number_like(shown: str, known_values: Collection[str]) -> int | Fraction | None:
    """The number that is shown, where all known values are shown as numbers too."""
    try:
        number = [*map(exact, known_values), exact(shown)][-1]
    except InexactNumberError:
        return None
    if not known_values:
        return None
    return int(number) if number.denominator == 1 else number


def _read(path: Path) -> Mechanism:
    file = read_toml(path)
    if is_table_file(file):
        return read_table(file)
    if "market" in file:
        return as_mechanism(read_any_instance(file), str(path))
    raise InputError(f"{path}: a mechanism has a table [mechanism], [game] or [market]")


def is_mechanism_file(path: Path) -> bool:
    """Is it Python, or TOML with a table [mechanism] or [game]?"""
    return is_python(path) or (path.suffix.lower() == ".toml" and is_table_file(read_toml(path)))
