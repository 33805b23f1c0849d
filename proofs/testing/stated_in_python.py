"""Does a Python file say what is expected of claims? It is read for that, and not executed.

It does if it makes a class, says `expect` in its code, wherever that is, and imports from `mechanisms` or has
the id of a claim as a key. Files that it imports, from beside it or from a folder of `sys.path` in which no
packages are installed, count as its own where a class of it may be one of theirs, or inherit from one. What a
class then expects is seen when the file is executed. A file with a mistake is taken by its words.
"""

import ast
import builtins
import codecs
import re
import sys
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from mechanisms.files.neighbours import NOT_A_USERS, is_installed
from proofs.properties.register import IDS

CLASS, WORD = re.compile(r"^\s*class\b", re.MULTILINE), re.compile(r"\bexpect\b")
IMPORT = re.compile(r"^\s*(?:from|import)\b(.*)", re.MULTILINE)  # of what is not Python
OURS = re.compile(rf"\bmechanisms\b|[\"'](?:{'|'.join(IDS)})[\"']")
IMPORTERS = ("import_module", "__import__")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def has_claims(path: Path) -> bool:
    """Does the Python file say what is expected of claims, with what it imports?"""
    if states_itself(path):
        return True
    said = [_read(file) for file in _with_imported(path, set())] if _read(path).may_make_theirs else []
    return any(each.expect for each in said) and any(each.ours for each in said)


def states_itself(path: Path) -> bool:
    """Does it say so without what it imports, so that it must have a mechanism?"""
    own = _read(path)
    return own.makes_a_class and own.expect and own.ours


def text_of(path: Path) -> str:
    """The words of a file, in UTF-8 or with the mark of UTF-16."""
    source = path.read_bytes()
    return source.decode("utf-16" if source.startswith(UTF_16) else "utf-8-sig", errors="replace")


class _Said(NamedTuple):
    """Does a file make a class, say `expect`, speak of ours, and may it make a class of what it imports?"""

    makes_a_class: bool
    expect: bool
    ours: bool
    may_make_theirs: bool
    imports: frozenset[str]


def _read(path: Path) -> _Said:
    state = path.stat()
    return _says(path.absolute(), state.st_mtime_ns, state.st_size)


@cache
def _says(path: Path, *_state: int) -> _Said:
    try:
        nodes = list(ast.walk(ast.parse(path.read_bytes())))
    except (SyntaxError, ValueError):
        words = text_of(path)
        makes, expects, ours = (pattern.search(words) is not None for pattern in (CLASS, WORD, OURS))
        modules = (word for line in IMPORT.findall(words) for word in re.findall(r"[\w.]+", line))
        return _Said(makes, expects, ours, makes, frozenset(name.lstrip(".") for name in modules) - {""})
    others = {name for node in nodes for name, module in _bound(node) if not _may_be_a_users(path, module)}
    others |= {name for name in dir(builtins) if name not in IMPORTERS}
    others |= {node.name for node in nodes if isinstance(node, ast.ClassDef)}
    made = [root for node in nodes for root in _made_of(node)]
    return _Said(
        makes_a_class=any(isinstance(node, ast.ClassDef) for node in nodes) or bool(made),
        expect=any(map(_is_expect, nodes)),
        ours=any(map(_is_ours, nodes)),
        may_make_theirs=not others.issuperset(made),
        imports=frozenset(name for node in nodes for name in _imports(node)),
    )


def _made_of(node: ast.AST) -> set[str]:
    """The names of which a class is made: its bases and decorators, or what is in a call that may make one.

    Such a call has three arguments, as one of `type` has, or its value gets the name of a class.
    """
    parts: list[ast.expr] = []
    if isinstance(node, ast.ClassDef):
        parts = [*node.bases, *node.decorator_list]
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
        parts = [node.value] if any(_is_named_as_a_class(target) for target in node.targets) else []
    elif isinstance(node, ast.Call) and len(node.args) == 3:
        maker = ast.unparse(node.func).rpartition(".")[2]
        parts = [node] if maker in ("type", "new_class") or _is_in_capitals(maker) else []
    return {each.id for part in parts for each in ast.walk(part) if isinstance(each, ast.Name)}


def _is_named_as_a_class(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and _is_in_capitals(target.id)


def _is_in_capitals(name: str) -> bool:
    """Is it a name such as FirstPrice, and none such as N or PRICES?"""
    return name.lstrip("_")[:1].isupper() and not name.isupper()


def _is_expect(node: ast.AST) -> bool:
    """A name, an attribute, an argument, a text or a method that is called so, or `expected` and the like.

    A table by ids of claims is one under whatever name.
    """
    if isinstance(node, ast.Dict):
        return any(isinstance(key, ast.Constant) and key.value in IDS for key in node.keys)
    named = (getattr(node, key, None) for key in ("id", "attr", "arg", "name", "value"))
    words = (name.lower().lstrip("_") for name in named if isinstance(name, str) and name.isidentifier())
    return any(word.startswith("expect") for word in words)


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


def _bound(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The names that an import gives, each with its module."""
    if isinstance(node, ast.Import):
        yield from ((each.asname or each.name.partition(".")[0], each.name) for each in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from ((each.asname or each.name, node.module or each.name) for each in node.names)


def _imports(node: ast.AST) -> Iterator[str]:
    """The modules that an import may execute, or a call of `import_module`; relative ones without dots."""
    names = [module for _, module in _bound(node)]
    if isinstance(node, ast.ImportFrom):
        names += [f"{node.module}.{each.name}" for each in node.names if node.module]
    if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in IMPORTERS:
        given = [each.value for each in node.args[:1] if isinstance(each, ast.Constant)]
        names += [each.lstrip(".") for each in given if isinstance(each, str)]
    for name in names:
        yield from accumulate(name.split("."), "{}.{}".format)


def _may_be_a_users(path: Path, module: str) -> bool:
    top = module.partition(".")[0]
    return top in ("mechanisms", "importlib") or any(
        file.is_file() or file.is_dir() for file in _places(path, top)
    )


def _places(path: Path, module: str) -> Iterator[Path]:
    """Where the file that imports it may find a module, or a folder that is a package."""
    if module.partition(".")[0] not in NOT_A_USERS:  # Python's own names, and ours
        for folder in (*path.parents, *(Path(name).absolute() for name in sys.path)):
            stem = folder.joinpath(*module.split("."))
            if not is_installed(stem):
                yield from (stem.with_name(f"{stem.name}.py"), stem / "__init__.py", stem)


def _with_imported(path: Path, seen: set[Path]) -> Iterator[Path]:
    """The file, and the files that it imports and they import, each once."""
    seen.add(path)
    yield path
    for module in sorted(_read(path).imports):
        for file in _places(path.absolute(), module):
            if file not in seen and file.is_file():
                yield from _with_imported(file, seen)
