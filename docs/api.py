"""The page `api.md`: every public word with its signature and its first sentence, in the order of the faces.

Nothing is run. A face's docstring says what there is and in which order, the stub beside it in which module a
word is defined, and that module's source the rest.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
FACES = ("gametheory", "mechanisms", "proofs")
HEAD = """# The public words

Made by `make docs` from the docstrings of the three faces; do not edit. A word is imported from its room:
`from gametheory import eliminate`. Whatever is not here is internal and may change without notice.
"""
SECTION = re.compile(r"^(\S.*)\n((?: {4}\w+(?:, \w+)* {2,}\S.*(?:\n|\Z))+)", re.MULTILINE)

Node = ast.ClassDef | ast.FunctionDef | ast.Assign | ast.AnnAssign


class UndocumentedError(Exception):
    """A public word of which nothing is said where it is defined."""


@dataclass(frozen=True)
class Source:
    """The source of one module."""

    file: Path

    @property
    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")

    def find(self, word: str) -> Node:
        """Where the module defines the word."""
        for node in ast.parse(self.text).body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == word:
                return node
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if any(isinstance(target, ast.Name) and target.id == word for target in targets):
                assert isinstance(node, ast.Assign | ast.AnnAssign)
                return node
        raise UndocumentedError(f"{word}: not defined in {self.file}")

    def imported(self, word: str) -> "Source | None":
        """The module from which this one imports the word, if it is one of ours."""
        for node in ast.parse(self.text).body:
            if isinstance(node, ast.ImportFrom) and word in {alias.name for alias in node.names}:
                file = ROOT.joinpath(*(node.module or "").split(".")).with_suffix(".py")
                return Source(file) if file.exists() else None
        return None

    def comment(self, node: Node) -> str:
        """What is said of an assignment: the comment at its end, or else the module's first line."""
        line = self.text.splitlines()[node.lineno - 1]
        said = line.partition("  # ")[2] or _docstring(self.file).splitlines()[0]
        return said[0].upper() + said[1:]


def page() -> str:
    """The whole page."""
    return HEAD + "".join(line for face in FACES for line in _face(face))


def contents(face: str) -> dict[str, list[tuple[list[str], str]]]:
    """The table of contents of a face: in each section, words and what they are."""
    docstring = _docstring(ROOT / face / "__init__.py")
    return {
        heading: [
            (words.split(", "), what.strip())
            for words, what in (line.strip().split("  ", 1) for line in rows.splitlines())
        ]
        for heading, rows in SECTION.findall(docstring)
    }


def _docstring(file: Path) -> str:
    return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""


def _face(face: str) -> Iterator[str]:
    modules = _modules(ROOT / face / "__init__.pyi")
    yield f"\n## {face}\n\n{_escaped(_docstring(ROOT / face / '__init__.py').splitlines()[0])}\n"
    for heading, rows in contents(face).items():
        yield f"\n### {_escaped(heading)}\n"
        for words, what in rows:
            yield f"\n{_escaped(what[0].upper() + what[1:])}{'' if what.endswith('?') else ':'}\n\n"
            for word in words:
                yield from _entry(word, Source(ROOT.joinpath(face, *modules[word]).with_suffix(".py")))


def _modules(stub: Path) -> dict[str, list[str]]:
    """In which module of the room each public word is defined."""
    nodes = ast.parse(stub.read_text(encoding="utf-8")).body
    return {
        alias.name: (node.module or "").split(".")
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _entry(word: str, source: Source) -> Iterator[str]:
    node = source.find(word)
    link = f"[`{word}`](../{source.file.relative_to(ROOT)})"
    if isinstance(node, ast.Assign | ast.AnnAssign):
        yield f"- {link}`{_value(node)}`<br>{_escaped(source.comment(node))}\n"
    elif isinstance(node, ast.FunctionDef):
        yield f"- {link}`{_signature(node)}`<br>{first_line(node, word)}\n"
    else:
        made_of = _members(node) if _bases(node) == ["Enum"] else _fields(node, source)
        yield f"- {link}{f'`{made_of}`' if made_of else ''}<br>{first_line(node, word)}\n"
        for method in node.body:
            if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                said = first_line(method, f"{word}.{method.name}")
                yield f"  - `{method.name}{_signature(method)}`: {said}\n"


def first_line(node: ast.FunctionDef | ast.ClassDef, name: str) -> str:
    """The first line of a docstring, which is a sentence."""
    docstring = ast.get_docstring(node)
    if not docstring:
        raise UndocumentedError(f"{name}: no docstring")
    return _escaped(docstring.splitlines()[0])


def _value(node: ast.Assign | ast.AnnAssign) -> str:
    """What an alias stands for, or of which type a constant is."""
    if isinstance(node, ast.AnnAssign) and _type(node.annotation) != "TypeAlias":
        return f": {_type(node.annotation)}"
    assert node.value is not None
    return f" = {_type(node.value)}"


def _signature(node: ast.FunctionDef) -> str:
    decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
    result = f" -> {_type(node.returns)}" if node.returns else ""
    if decorators & {"property", "cached_property"}:
        return result.replace(" -> ", ": ")
    return f"({_arguments(node, bound='staticmethod' not in decorators)}){result}"


def _arguments(node: ast.FunctionDef, bound: bool) -> str:
    """The arguments as they are written, but for `self` and `cls`."""
    given = node.args
    plain = [*given.posonlyargs, *given.args]
    defaults = [None] * (len(plain) - len(given.defaults)) + given.defaults
    written = [_argument(*each) for each in zip(plain, defaults, strict=True)]
    if bound and plain and plain[0].arg in {"self", "cls"}:
        del written[0]
    if given.kwonlyargs:
        written.append("*")
        written += [_argument(*each) for each in zip(given.kwonlyargs, given.kw_defaults, strict=True)]
    return ", ".join(written)


def _argument(argument: ast.arg, default: ast.expr | None) -> str:
    kind = f": {_type(argument.annotation)}" if argument.annotation else ""
    return f"{argument.arg}{kind}{f' = {ast.unparse(default)}' if default else ''}"


def _members(node: ast.ClassDef) -> str:
    names = [ast.unparse(each.targets[0]) for each in node.body if isinstance(each, ast.Assign)]
    return f": {', '.join(names)}"


def _bases(node: ast.ClassDef) -> list[str]:
    """The names of the base classes, without what stands in brackets."""
    return [ast.unparse(base.value if isinstance(base, ast.Subscript) else base) for base in node.bases]


def _fields(node: ast.ClassDef, source: Source) -> str:
    """How to make one: the arguments of `__init__`, or the fields of a dataclass, inherited ones first."""
    for method in node.body:
        if isinstance(method, ast.FunctionDef) and method.name == "__init__":
            return f"({_arguments(method, bound=True)})"
    fields = ", ".join(_own_fields(node, source))
    return f"({fields})" if fields else ""


def _own_fields(node: ast.ClassDef, source: Source) -> Iterator[str]:
    for base in _bases(node):
        if (home := source.imported(base)) is not None:
            parent = home.find(base)
            assert isinstance(parent, ast.ClassDef)
            yield from _own_fields(parent, home)
    if any(ast.unparse(decorator).startswith("dataclass") for decorator in node.decorator_list):
        for field in node.body:
            if isinstance(field, ast.AnnAssign) and not _type(field.annotation).startswith("ClassVar"):
                default = f" = {ast.unparse(field.value)}" if field.value else ""
                yield f"{ast.unparse(field.target)}: {_type(field.annotation)}{default}"


def _type(node: ast.expr) -> str:
    """A type as it is written, without the quotes that some need."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ast.unparse(node)


def _escaped(text: str) -> str:
    """The text with the stars of G* as stars, not as markup, outside what is code already."""
    return "`".join(
        part if place % 2 else re.sub(r"([*<\[])", r"\\\1", part)
        for place, part in enumerate(text.split("`"))
    )
