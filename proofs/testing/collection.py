"""Claims as tests of pytest: what a file expects is collected, one test a claim.

Files are TOML with a table `[expect]` or `[witness]`, and Python that has a class with `expect` and imports
from `mechanisms`, or whose `expect` has the id of a claim, or whose class inherits from one in such a file
beside it. Other Python files are not executed.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeGuard

import pytest

from gametheory.games.errors import InputError
from mechanisms.files.python import is_python
from proofs.audit.load_claims import FileClaims, load_each
from proofs.audit.row import Expectation
from proofs.claims.claim import Claim
from proofs.claims.verdict import Finding, Verdict
from proofs.properties.register import IDS

TABLE = re.compile(r"^\s*\[\s*[\"']?(expect|witness)\b", re.MULTILINE)  # of a file that is not TOML
NOT_LOOKED_AT = (Verdict.INAPPLICABLE, Verdict.UNCHECKED)


def has_claims(path: Path, seen: frozenset[Path] = frozenset()) -> bool:
    """Does the file say what is expected of claims? A Python file is read, and not executed.

    `seen` are files whose classes inherit from this one's, so that a circle of imports ends.
    """
    if path.suffix not in (".toml", ".py"):
        return False
    text = path.read_text(encoding="utf-8", errors="replace")
    if not is_python(path):
        return _says_in_toml(text)
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except SyntaxError:
        return False  # pytest says so where it is a test
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    expected = [line.value for node in classes for line in node.body if _assigns_expect(line)]
    if any(map(_names_claims, expected)) or (bool(expected) and any(map(_imports_ours, nodes))):
        return True
    seen |= {path}
    return any(
        beside.is_file() and beside not in seen and has_claims(beside, seen)
        for module in _modules_of_bases(nodes, classes)
        for beside in [path.with_name(f"{module}.py")]
    )


def _modules_of_bases(nodes: list[ast.AST], classes: list[ast.ClassDef]) -> set[str]:
    """The modules from which the file has what its classes inherit from."""
    bases = {name.id for each in classes for base in each.bases for name in ast.walk(base)
             if isinstance(name, ast.Name)}  # fmt: skip
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            names = {each.asname or each.name for each in node.names}
            if "*" in names or names & bases:
                found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {
                each.name for each in node.names if (each.asname or each.name.partition(".")[0]) in bases
            }
    return found


def _says_in_toml(text: str) -> bool:
    """Is there a table `expect` or `witness`, however it is written? A file with a mistake says so later."""
    try:
        return not {"expect", "witness"}.isdisjoint(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return TABLE.search(text) is not None


def _assigns_expect(line: ast.stmt) -> TypeGuard[ast.Assign | ast.AnnAssign]:
    targets = line.targets if isinstance(line, ast.Assign) else [getattr(line, "target", None)]
    return any(isinstance(target, ast.Name) and target.id == "expect" for target in targets)


def _names_claims(value: ast.expr | None) -> bool:
    """Is it a dict with the id of a claim? Then it is ours, wherever the class has its base from."""
    keys = value.keys if isinstance(value, ast.Dict) else []
    return any(isinstance(key, ast.Constant) and key.value in IDS for key in keys)


def _imports_ours(node: ast.AST) -> bool:
    names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
    if isinstance(node, ast.ImportFrom) and node.module is not None and not node.level:
        names = [node.module]
    return any(name.partition(".")[0] == "mechanisms" for name in names)


def tested(loaded: FileClaims) -> Iterator[tuple[Claim, Expectation]]:
    """The claims in a file that are tests, and what is expected: all on an instance, else those it names."""
    for claim in (*loaded.claims, *loaded.on_request):
        if claim.id in loaded.expected:
            yield claim, loaded.expected[claim.id]
        elif claim in loaded.claims and not loaded.by_default.of_no_interest:
            yield claim, loaded.by_default


class ClaimsFile(pytest.File):
    """A file with claims."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """The claims; in a Python file, below each mechanism. What cannot be used is an error of one line."""
        try:
            for name, loaded in load_each(self.path):
                mechanism = name.partition("::")[2]
                if not mechanism:
                    yield from _items(self, loaded)
                elif loaded.expected:
                    yield MechanismClaims.from_parent(self, name=mechanism, loaded=loaded)
        except InputError as wrong:
            raise self.CollectError(str(wrong)) from None


class MechanismClaims(pytest.Collector):
    """A mechanism in a Python file."""

    def __init__(self, *, loaded: FileClaims, **rest: Any) -> None:
        super().__init__(**rest)
        self.loaded = loaded

    def collect(self) -> Iterator[pytest.Item]:
        """What it expects."""
        return _items(self, self.loaded)


def _items(parent: pytest.Collector, loaded: FileClaims) -> Iterator[pytest.Item]:
    for claim, expectation in tested(loaded):
        yield ClaimItem.from_parent(parent, name=claim.id, claim=claim, expectation=expectation)


class UnexpectedError(InputError):
    """A verdict that is not as expected, with the witness in words."""


class ClaimItem(pytest.Item):
    """A claim as a test: it passes if its verdict is the one that is expected."""

    def __init__(self, *, claim: Claim, expectation: Expectation, **rest: Any) -> None:
        super().__init__(**rest)
        self.claim, self.expectation = claim, expectation

    def runtest(self) -> None:
        """Check the claim."""
        finding = self.claim.find()
        self.user_properties += [("verdict", finding.verdict.value), ("evidence", finding.evidence)]
        surprise = self.expectation.surprise(finding, is_fact=self.claim.is_fact)
        if surprise is not None:
            raise UnexpectedError(f"{surprise.words}{_scope(finding)}")
        if self.expectation.verdict is None and finding.verdict in NOT_LOOKED_AT:
            pytest.skip(f"{finding.verdict.value}: {finding.evidence}")

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """What was found, and what is claimed."""
        if isinstance(excinfo.value, InputError):
            return f"{excinfo.value}\n{self.claim.name}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The file, and the claim with its mechanism."""
        return self.path, None, self.nodeid.partition("::")[2]


def _scope(finding: Finding) -> str:
    return f" ({finding.scope})" if finding.scope else ""
