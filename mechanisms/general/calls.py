"""Calls of what a user wrote: whatever goes wrong there is one line with the place in her file."""

import inspect
import re
import traceback
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from gametheory.games.errors import InexactNumberError
from gametheory.games.exact import exact
from gametheory.games.labels import escaped
from mechanisms.general import interrupts
from mechanisms.general.mechanism import Mechanism, MechanismError

DECLARED = ("players", "types", "messages")

OF_A_USER = "_mechanisms_of_a_user_"  # begins the name of the module that a user's file becomes
# What is another one in every run: the address of an object in memory, and the number of its module.
_BY_CHANCE = re.compile(rf" at 0x[0-9a-fA-F]+(?=>)|\b{OF_A_USER}\d+\.")


def show(value: object) -> str:
    """A type, message or outcome as a person writes it, a word with blank ends in quotation marks.

    >>> show((Fraction(1, 2), "a", "", ()))
    '(1/2, a, "", ())'
    """
    match value:
        case str() if not value or value != value.strip():
            return f'"{escaped(value)}"'
        case tuple() if type(value) is tuple:
            return f"({', '.join(map(show, value))}{',' if len(value) == 1 else ''})"
        case frozenset():
            return f"{{{', '.join(sorted(map(show, value)))}}}"
        case Mapping():
            return f"{{{', '.join(f'{show(key)}: {show(each)}' for key, each in value.items())}}}"
        case _:
            try:
                return escaped(re.sub(_BY_CHANCE, "", str(value)))
            except TypeError as wrong:
                if wrong.__traceback__ is not None and wrong.__traceback__.tb_next is not None:
                    raise  # in her code
                raise MechanismError(f"{type(value).__name__}: shown as a text, got: {wrong}") from None


def file_of(cls: type) -> str:
    """The file in which a class is written; empty if there is none."""
    try:
        file = inspect.getfile(cls)
    except (TypeError, OSError):
        return ""
    return file if Path(file).is_file() else ""


def error(mechanism: Mechanism | type[Mechanism], name: str, rule: str, *got: object) -> MechanismError:
    """The refusal of what an attribute or method gives: file, class, name, rule and value."""
    cls = mechanism if isinstance(mechanism, type) else type(mechanism)
    written_in = getattr(mechanism, "written_in", "")
    place = written_in or ": ".join(part for part in (file_of(cls), cls.__name__) if part)
    found = f", got {_shorten(got[0])}" if got else ""
    return MechanismError(f"{place}.{name}: {rule}{found}")


def called(name: str, arguments: tuple[object, ...]) -> str:
    """A call as it is written."""
    return f"{name}({', '.join(_shorten(argument) for argument in arguments)})"


def call(mechanism: Mechanism, name: str, *arguments: object) -> Any:
    """What a method gives. Raises `MechanismError` where it fails, with the line on which it does.

    A method that sets players, types or messages is refused: they are looked at once, and it is asked often.
    """
    before, known = declared(mechanism), interrupts.count
    try:
        found = getattr(mechanism, name)(*arguments)
    except (Exception, SystemExit) as wrong:
        if interrupts.count != known:
            raise KeyboardInterrupt from None
        if isinstance(wrong, MechanismError):
            raise
        raise failure(mechanism, called(name, arguments), wrong) from wrong
    if interrupts.count != known:  # her code has caught it, and went on
        raise KeyboardInterrupt
    refuse_changes(mechanism, name, arguments, before)
    return found


def declared(mechanism: Mechanism) -> list[object]:
    """Players, types and messages, as the object has them, and then as its class has."""
    own, cls = vars(mechanism), type(mechanism)
    return [own.get(each) for each in DECLARED] + [getattr(cls, each, None) for each in DECLARED]


def refuse_changes(
    mechanism: Mechanism, name: str, arguments: tuple[object, ...], before: Sequence[object]
) -> None:
    """Raise `MechanismError` if something `declared` is no longer what it was before a method was called."""
    for each, old, new in zip(DECLARED * 2, before, declared(mechanism), strict=True):
        if new is not old:
            raise error(mechanism, called(name, arguments), f"{each} are not for a method to set")


def failure(mechanism: Mechanism, place: str, wrong: BaseException) -> MechanismError:
    """What went wrong in a user's code: the last line of her file that was reached, and what was said."""
    return error(mechanism, place, said(wrong, file_of(type(mechanism))))


def said(wrong: BaseException, file: str) -> str:
    """An exception in a line: the last line reached in the file or beside it, its name and its message."""
    folder = Path(file).absolute().parent
    frames = [
        frame
        for frame in traceback.extract_tb(wrong.__traceback__)
        if frame.filename == file or folder in Path(frame.filename).parents
    ]
    last = frames[-1] if frames else None
    other = f"{Path(last.filename).relative_to(folder)} " if last and last.filename != file else ""
    where = f" ({other}line {last.lineno})" if last else ""
    try:
        words = str(wrong)
    except BaseException:  # it is of her own class, too, and may raise what would end the program
        words = "what it says cannot be read"
    return f"fails{where}: {type(wrong).__name__}{f': {words}' if words else ''}"


def number(mechanism: Mechanism, place: str, value: object) -> Fraction:
    """What was given as an exact number. Raises `MechanismError`, with a hint for floats."""
    try:
        return exact(value, place)
    except InexactNumberError:
        what = f"the {type(value).__name__} {value!r}" if value is not None else "None (is a return missing?)"
        hint = ": divide by Fraction(a, b), not a / b" if isinstance(value, float) else ""
        rule = f"an exact number is an integer or a Fraction, got {what}{hint}"
        raise error(mechanism, place, rule) from None


def _shorten(value: object) -> str:
    text = value if isinstance(value, str) else show(value)
    return text if len(text) <= 80 else text[:77] + "..."
