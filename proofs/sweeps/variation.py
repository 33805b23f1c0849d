"""What is tried at a place: a list, a grid, or random draws, each from a line of the table [vary].

Several places, with commas between them, vary together: then a list has lists with a value for each, and a
draw is one for each.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from random import Random
from typing import Any

from mechanisms.files.messages import plain
from mechanisms.files.toml import Section
from proofs.sweeps.places import PlaceError, steps

MOST_CASES = 100_000
FORMS = "a list, { from, to, step } or { draws, seed, from, to, denominator }"


@dataclass(frozen=True)
class Variation:
    """Places that vary together, and the values that are tried there."""

    places: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]  # each has one for every place


def read_variation(section: Section, key: str) -> Variation:
    """The line at a key of [vary]. Raises `InstanceError`."""
    places = tuple(place.strip() for place in _split(key))
    try:
        for place in places:
            steps(place)
    except PlaceError as wrong:
        raise section.error(key, str(wrong), key) from None
    given = section.require(key)
    if isinstance(given, list):
        return Variation(places, _listed(section, key, given, len(places)))
    if not isinstance(given, dict):
        raise section.error(key, FORMS, given)
    form = section.section(key)
    if "draws" in form:
        return Variation(places, _drawn(form, key, len(places)))
    if "from" in form:
        return Variation(places, tuple((value,) * len(places) for value in _grid(form)))
    raise section.error(key, f'{FORMS}; a place with dots stands in quotation marks, as "market.T"')


def _split(key: str) -> list[str]:
    """At the commas that do not stand in quotation marks."""
    parts = key.split('"')
    return '"'.join(
        part if at % 2 else part.replace(",", "\0") for at, part in enumerate(parts)
    ).split("\0")  # fmt: skip


def _listed(section: Section, key: str, given: list[Any], width: int) -> tuple[tuple[Any, ...], ...]:
    if not given:
        raise section.error(key, "at least one value", given)
    for value in given:
        _refuse_inexact(section, key, value)
        if width > 1 and (not isinstance(value, list) or len(value) != width):
            raise section.error(key, f"lists of {width} values, one for each place", value)
    return tuple(tuple(value) if width > 1 else (value,) for value in given)


def _refuse_inexact(section: Section, key: str, value: Any) -> None:
    """Only what stands in an instance too: text, integers, truth values, and lists and tables of these."""
    for each in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
        _refuse_inexact(section, key, each)
    if not isinstance(value, str | int | list | dict):
        section.number(key, value)


def _grid(form: Section) -> tuple[int | str, ...]:
    form.allow(("from", "to", "step"))
    first, last, step = (form.number(name, form.require(name)) for name in ("from", "to", "step"))
    if step <= 0:
        raise form.error("step", "a number above 0", str(step))
    if last < first or (last - first) % step:
        raise form.error("to", f"a number that {first} reaches in steps of {step}", str(last))
    count = (last - first) // step + 1
    if count > MOST_CASES:
        raise form.error("step", f"at most {MOST_CASES:,} values", f"{count:,}")
    return tuple(plain(first + step * k) for k in range(count))


def _drawn(form: Section, key: str, width: int) -> tuple[tuple[Any, ...], ...]:
    """Multiples of 1/denominator, each as likely; a seed gives the same ones at the same places for ever."""
    form.allow(("draws", "seed", "from", "to", "denominator"))
    draws = form.integer("draws", least=1)
    if draws > MOST_CASES:
        raise form.error("draws", f"at most {MOST_CASES:,}", draws)
    seed, denominator = form.integer("seed", least=0), form.integer("denominator", least=1)
    first, last = (form.number(name, form.require(name)) for name in ("from", "to"))
    low, high = ceil(first * denominator), floor(last * denominator)
    if low > high:
        raise form.error("to", f"a multiple of 1/{denominator} from {first} on, at least one", str(last))
    random = Random(f"{seed}: {key}")
    return tuple(
        tuple(plain(Fraction(random.randint(low, high), denominator)) for _ in range(width))
        for _ in range(draws)
    )
