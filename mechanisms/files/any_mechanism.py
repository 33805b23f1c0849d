"""A mechanism by the name of its file: `auction.py::FirstPrice`, tables in TOML, or a market of the paper."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from gametheory.games.errors import InputError
from mechanisms.as_mechanisms.instances import as_mechanism
from mechanisms.files.interdependent import read_any_instance
from mechanisms.files.python import is_python, load_classes
from mechanisms.files.tables import is_table_file, read_table
from mechanisms.files.toml import read_toml
from mechanisms.general.calls import said, show
from mechanisms.general.mechanism import Mechanism, MechanismError


def load_mechanism(path: Path, parameters: Mapping[str, str] = MappingProxyType({})) -> Mechanism:
    """The one mechanism of this name, with these values of its parameters, as they are shown.

    Parameters without a value have their first one. Raises `InputError`.
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
        if shown not in known_values:
            raise InputError(f"{path}: {name}: one of {', '.join(known_values) or 'no values'}, got {shown}")
        values[name] = known_values[shown]
    try:
        return cls(**values)
    except InputError:
        raise
    except (Exception, SystemExit) as wrong:
        raise MechanismError(
            f"{path}: a new {cls.__name__} {said(wrong, str(path).partition('::')[0])}"
        ) from wrong


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
