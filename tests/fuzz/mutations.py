"""Files that somebody, or an accident, has changed: the examples with other values, keys, lines and bytes."""

import math
import re
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
NUMBER = re.compile(r"-?[0-9]+(/[0-9]+)?")
EXAMPLES = sorted([*ROOT.glob("examples/**/*.toml"), *ROOT.glob("tests/witness_files/**/*.toml")])
DOCUMENTS = [tomllib.loads(file.read_text(encoding="utf-8")) for file in EXAMPLES]

ODD_NUMBERS = [
    0,
    1,
    -1,
    2,
    3,
    7,
    31,
    10**9,
    10**9 + 1,
    2**63,
    10**30,
    10**999,
    0.25,
    -0.0,
    1e300,
    math.nan,
    math.inf,
]
FRACTIONS = [
    "0",
    "1",
    "1/2",
    "1/3",
    "3/4",
    "9/10",
    "2",
    "-1/2",
    "1/0",
    "0/1",
    "0.25",
    "1e5",
    "-0",
    "9" * 999,
    "1/" + "9" * 999,
]
ODD_TEXTS = ["", " ", "G*", "G**", "G+", "L", "H", "s", "profile", "own", "a\nb", "\x1b[31mred", "\x7f\x85", "\u202egib", "\u200b", "é🦆", "x" * 10_000, "0 | 0"]  # fmt: skip
ODD_VALUES = [
    *ODD_NUMBERS, *FRACTIONS, *ODD_TEXTS, True, date(2004, 1, 1), [], {}, [[]], [0, 1], ["1/2", 1], [[0], [1]], [0] * 3000,
    {"0": 1}, {"": {"": ""}}, [{}], {"x": [{"y": [{}]}]},
]  # fmt: skip


def places(document: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in a document with each of its keys, outer ones first."""
    items = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in list(items):
        yield document, key
        if isinstance(value, dict | list):
            yield from places(value)


def changed(draw: st.DrawFn, document: dict[str, Any]) -> None:
    """Change one thing in the document, most often a number or a word to another that may do."""
    found = list(places(document))
    leaves = [(own, key) for own, key in found if not isinstance(own[key], dict | list)]
    what = draw(st.sampled_from(["near"] * 8 + ["odd", "drop", "double", "rename", "move", "another"]))
    if not leaves:
        document["x"] = draw(st.sampled_from(ODD_VALUES))
        return
    container, key = draw(st.sampled_from(leaves if what == "near" else found))
    value = container[key]
    match what:
        case "near" if isinstance(value, str) and not NUMBER.fullmatch(value):
            words = {own[at] for own, at in leaves if isinstance(own[at], str)}
            container[key] = draw(
                st.sampled_from(sorted(word for word in words if not NUMBER.fullmatch(word)))
            )
        case "near" if isinstance(value, str):
            container[key] = draw(st.sampled_from(FRACTIONS[:7]))
        case "near" if isinstance(value, int):
            container[key] = draw(st.sampled_from([value + 1, abs(value - 1), 1 - min(value, 1)]))
        case "drop":
            del container[key]
        case "double" if isinstance(container, list):
            container.insert(key, deepcopy(value))
        case "rename" if isinstance(container, dict):
            container[draw(st.sampled_from(ODD_TEXTS + FRACTIONS))] = container.pop(key)
        case "move" | "another":
            source = document if what == "move" else draw(st.sampled_from(DOCUMENTS))
            own, place = draw(st.sampled_from(list(places(source))))
            container[key] = deepcopy(own[place])
        case _:
            container[key] = deepcopy(draw(st.sampled_from(ODD_VALUES)))


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """An example in which up to three things are changed, still well-formed TOML."""
    document = deepcopy(draw(st.sampled_from(DOCUMENTS)))
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
        changed(draw, document)
    return tomlkit.dumps(document).encode()


@st.composite
def spoiled(draw: st.DrawFn, contents: list[bytes]) -> bytes:
    """One of these files, cut short, with lines twice or missing, or with other bytes somewhere."""
    content = draw(st.sampled_from(contents))
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(content)))
        match draw(st.sampled_from(["cut", "double", "drop", "insert", "flip"])):
            case "cut":
                content = content[:at]
            case "double" | "drop" as what:
                lines = content.splitlines(keepends=True)
                place = content[:at].count(b"\n")
                lines[place : place + 1] = lines[place : place + 1] * 2 if what == "double" else []
                content = b"".join(lines)
            case "insert":
                content = content[:at] + draw(st.binary(max_size=8)) + content[at:]
            case "flip" if at < len(content):
                content = content[:at] + bytes([content[at] ^ draw(st.integers(1, 255))]) + content[at + 1 :]
    return content
