"""The mechanisms that a module names, and those with `expect` that were made and that no name leads to.

A class is its module's own if it is defined there, or made by a function of another module and named here.
"""

import ast
import gc
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from types import MemberDescriptorType, ModuleType

from mechanisms.general.mechanism import Mechanism


@contextmanager
def keeping_classes() -> Iterator[None]:
    """Throw no class away that nothing refers to any more while this is executed."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def named_classes(module: ModuleType) -> dict[str, type[Mechanism]]:
    """The mechanisms of the module by name, in its order."""
    return {
        name: cls
        for name, cls in vars(module).items()
        if isinstance(cls, type) and issubclass(cls, Mechanism) and _is_own(cls, module)
    }


def _is_own(cls: type, module: ModuleType) -> bool:
    return cls.__module__ == module.__name__ or not _is_named_in(cls, sys.modules.get(cls.__module__))


def _is_named_in(cls: type, module: ModuleType | None) -> bool:
    return module is not None and any(value is cls for value in vars(module).values())


def lost_classes(module: ModuleType, source: bytes) -> list[str]:
    """The classes with `expect` to which no name leads, or which are no mechanisms; each once."""
    named = named_classes(module)
    made = [cls for cls in _subclasses(Mechanism) if str(cls.__module__).partition(".")[0] == module.__name__]
    lost = [
        cls.__qualname__
        for cls in made
        if cls.expect is not Mechanism.expect and is_complete(cls)
        if not _is_named_in(cls, sys.modules.get(cls.__module__))
        if cls not in named.values() and not any(_is_copy(other, cls) for other in named.values())
    ]
    return list(dict.fromkeys([*lost, *_no_mechanisms(ast.parse(source).body, named)]))


def is_complete(cls: type[Mechanism]) -> bool:
    """Has the class an outcome, players and payoffs, so that it can be checked?"""
    has_outcome = cls.outcome is not Mechanism.outcome or cls.outcomes is not None
    has_players = hasattr(cls, "players") or "players" in cls.parameters
    return has_outcome and has_players and cls.payoff is not Mechanism.payoff


def _subclasses(cls: type[Mechanism]) -> Iterator[type[Mechanism]]:
    below: list[type[Mechanism]] = type.__subclasses__(cls)
    for each in below:
        yield each
        yield from _subclasses(each)


def _is_copy(cls: type, other: type) -> bool:
    """Has the class all that the other one has in its body, as with `dataclass(slots=True)`?"""
    has = vars(cls)
    body = {name: value for name, value in vars(other).items() if not name.startswith("__")}
    return (cls.__qualname__, cls.__bases__) == (other.__qualname__, other.__bases__) and all(
        has.get(name) is value or isinstance(has.get(name), MemberDescriptorType)
        for name, value in body.items()
    )


def _no_mechanisms(body: list[ast.stmt], named: Collection[str], within: str = "") -> Iterator[str]:
    """The classes with a table `expect` that lie in another class or have no mechanism's name."""
    for each in body:
        if isinstance(each, ast.ClassDef):
            if each.name not in named and any(map(_is_table_expect, each.body)):
                yield within + each.name
            yield from _no_mechanisms(each.body, (), f"{within}{each.name}.")


def _is_table_expect(line: ast.stmt) -> bool:
    targets = line.targets if isinstance(line, ast.Assign) else [getattr(line, "target", None)]
    named = any(isinstance(target, ast.Name) and target.id == "expect" for target in targets)
    return named and isinstance(getattr(line, "value", None), ast.Dict)
