"""Does a file say what is expected of claims? It is read for that, and not executed.

A Python file does if it makes a class, says `expect` in its code, wherever that is, and imports from
`mechanisms` or has the id of a claim as a key; files from which its classes inherit, beside it or in a
package beside it, count as its own. What a class then expects is seen when the file is executed. A file with
a mistake is taken by its words.
"""

import ast
import codecs
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mechanisms.files.python import is_python
from proofs.properties.register import IDS

TABLES, SUBJECTS = ("expect", "witness"), ("market", "sequence", "mechanism", "game")
KEY = re.compile(rf"^\s*(?:\[+\s*)?[\"']?(?:{'|'.join(TABLES)})\b", re.MULTILINE)  # of what is not TOML
CLASS, WORD = re.compile(r"^\s*class\b", re.MULTILINE), re.compile(r"\bexpect\b")
OURS = re.compile(rf"\bmechanisms\b|[\"'](?:{'|'.join(IDS)})[\"']")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def has_claims(path: Path) -> bool:
    """Does the file say what is expected of claims?"""
    if is_python(path):
        said = [_says(file) for file in _with_bases(path, set())]
        return said[0].makes_a_class and any(each.expect for each in said) and any(each.ours for each in said)
    return path.suffix.lower() == ".toml" and _says_in_toml(_text(path))


def _text(path: Path) -> str:
    source = path.read_bytes()
    return source.decode("utf-16" if source.startswith(UTF_16) else "utf-8-sig", errors="replace")


def _says_in_toml(text: str) -> bool:
    """Is there a table `expect` or `witness`, however it is written? A file with a mistake says so later."""
    try:
        keys = set(tomllib.loads(text))
        misspelt = not keys.isdisjoint(SUBJECTS) and any(key.lower().startswith(TABLES) for key in keys)
        return misspelt or not keys.isdisjoint(TABLES)
    except tomllib.TOMLDecodeError:
        return KEY.search(text) is not None


class _Said(NamedTuple):
    """Does a Python file make a class, say `expect`, and speak of mechanisms of ours?"""

    makes_a_class: bool
    expect: bool
    ours: bool


def _says(path: Path) -> _Said:
    nodes = _nodes(path)
    if nodes is None:
        text = _text(path)
        return _Said(*(pattern.search(text) is not None for pattern in (CLASS, WORD, OURS)))
    return _Said(*(any(map(of, nodes)) for of in (_is_class, _is_expect, _is_ours)))


def _nodes(path: Path) -> list[ast.AST] | None:
    """What the file consists of; None if it is not Python."""
    try:
        return list(ast.walk(ast.parse(path.read_bytes())))
    except (SyntaxError, ValueError):
        return None


def _is_class(node: ast.AST) -> bool:
    """A class, or a call of `type` with its three arguments."""
    return isinstance(node, ast.ClassDef) or (isinstance(node, ast.Call) and len(node.args) == 3)


def _is_expect(node: ast.AST) -> bool:
    """A name, an attribute, an argument, a text or a method that is called so, or `expected` and the like."""
    named = (getattr(node, key, None) for key in ("id", "attr", "arg", "name", "value"))
    return any(isinstance(name, str) and name.isidentifier() and name.startswith("expect") for name in named)


def _is_ours(node: ast.AST) -> bool:
    names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
    if isinstance(node, ast.ImportFrom) and node.module is not None and not node.level:
        names = [node.module]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        names = [node.value]
    keys = node.keys if isinstance(node, ast.Dict) else []
    return any(name.partition(".")[0] == "mechanisms" for name in names) or any(
        isinstance(key, ast.Constant) and key.value in IDS for key in keys
    )


def _with_bases(path: Path, seen: set[Path]) -> Iterator[Path]:
    """The file, and the files from which its classes inherit, each once."""
    seen.add(path)
    yield path
    for name in _modules_of_bases(_nodes(path) or []):
        for folder in path.parents:
            stem = folder.joinpath(*name.split("."))
            for file in (stem.with_name(f"{stem.name}.py"), stem / "__init__.py"):
                if file not in seen and file.is_file():
                    yield from _with_bases(file, seen)


def _modules_of_bases(nodes: list[ast.AST]) -> set[str]:
    """The modules from which the file has what its classes inherit from."""
    bases = {
        name.id
        for each in nodes
        if isinstance(each, ast.ClassDef)
        for base in each.bases
        for name in ast.walk(base)
        if isinstance(name, ast.Name)
    }
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            names = {each.asname or each.name: each.name for each in node.names}
            if "*" in names or bases & set(names):
                found |= {node.module} if node.module else {names[name] for name in bases & set(names)}
        elif isinstance(node, ast.Import):
            found |= {
                each.name for each in node.names if (each.asname or each.name.partition(".")[0]) in bases
            }
    return found
