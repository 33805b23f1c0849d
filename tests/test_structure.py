"""What the layout promises: imports go one way, no float decides, the register is complete."""

import ast
import importlib
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from gametheory.games.errors import InputError, UndecidedError, UndominatedError
from mechanisms.files.toml import InstanceError
from proofs.claims.log_file import LogError
from proofs.commands.terminal import InterruptedByUserError

ROOT = Path(__file__).parents[1]
LAYERS = ["gametheory", "mechanisms", "proofs"]
SOURCES = [file for layer in LAYERS for file in sorted((ROOT / layer).glob("**/*.py"))]


@cache
def parsed(source: str) -> ast.Module:
    """Several scans look at each file."""
    return ast.parse(source)


def imported(file: Path) -> set[str]:
    nodes = list(ast.walk(parsed(file.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


# The wings of each room, lowest first; those on one level are siblings, which do not import each other. Files
# that lie in a room or wing itself, beside its wings, have a level too ("" stands for these).
WINGS: dict[str, list[set[str]]] = {
    "gametheory": [{"games"}, {"optimisation"}, {"dominance"}, {"elimination", "plans", "formats"}],
    "mechanisms": [
        {"markets", "general"},
        {"g_star", "g_double_star", "g_plus"},
        {"sequences", "as_mechanisms", "large"},
        {"files"},
    ],
    "mechanisms.g_double_star": [{""}, {"one_buyer", "groups"}],
    "proofs": [
        {"formal", "certificates"},
        {"claims"},
        {"conditions", "properties"},
        {"rules"},
        {"theorem_1", "theorem_4", "theorem_6"},
        {"theorem_3", "large_markets"},
        {"audit"},
        {"pictures", "sweeps"},
        {"commands", "testing"},
    ],
    "proofs.theorem_4": [{""}, {"one_buyer", "hedges", "groups"}, {"mixed"}],
    "proofs.commands": [{"reports"}, {"page"}, {""}],
}
FACES = set(LAYERS)  # `import gametheory` and the like: the public names, for users, not for the house itself


def module_name(file: Path, root: Path) -> str:
    parts = file.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def level(name: str, house: str) -> tuple[int, str]:
    """On which level of a room or wing a module in it lies, and in which of its wings."""
    parts = name.removeprefix(f"{house}.").split(".") if name != house else []
    wing = parts[0] if len(parts) > 1 or (parts and parts[0] in set().union(*WINGS[house])) else ""
    return next(at for at, wings in enumerate(WINGS[house]) if wing in wings), wing


def is_upward(importer: str, name: str) -> bool:
    """May the module not import that one? A module of another room counts by its room."""
    rooms = [each.split(".")[0] for each in (importer, name)]
    if rooms[1] not in LAYERS:
        return False
    if rooms[0] != rooms[1]:
        return LAYERS.index(rooms[0]) < LAYERS.index(rooms[1])
    if name in FACES:
        return True
    for house in WINGS:
        if all(each == house or each.startswith(f"{house}.") for each in (importer, name)):
            (own, wing), (other, other_wing) = level(importer, house), level(name, house)
            if wing != other_wing and own <= other:
                return True
    return False


def upward_imports(root: Path) -> list[tuple[str, str]]:
    """Every import that goes up, or from sibling to sibling: who, and what."""
    return [
        (module_name(file, root), name)
        for layer in LAYERS
        for file in sorted((root / layer).glob("**/*.py"))
        if file.parent.name not in FACES or file.name != "__init__.py"
        for name in imported(file)
        if is_upward(module_name(file, root), name)
    ]


def test_imports_go_one_way():
    assert upward_imports(ROOT) == []


def wings() -> list[str]:
    return [f"{house}.{wing}".rstrip(".") for house, levels in WINGS.items() for wing in set().union(*levels)]


def test_every_folder_is_a_wing():
    folders = {module_name(file, ROOT) for layer in LAYERS for file in (ROOT / layer).glob("**/__init__.py")}
    assert folders - FACES == set(wings()) - set(WINGS) | (set(WINGS) - FACES)


@pytest.mark.parametrize("wing", sorted(set(wings()) - FACES))
def test_a_planted_upward_import_is_found_in_each_wing(tmp_path, wing):
    """A sibling or a higher wing in the same house, where there is one; else a higher room."""
    folder = tmp_path.joinpath(*wing.split("."))
    folder.mkdir(parents=True)
    forbidden = [other for other in wings() if is_upward(f"{wing}.planted", f"{other}.anything")]
    assert forbidden or wing == "proofs.commands"  # which is above everything
    for other in forbidden:
        (folder / "planted.py").write_text(f"from {other}.anything import name\n")
        assert upward_imports(tmp_path) == [(f"{wing}.planted", f"{other}.anything")]
    (folder / "planted.py").write_text(f"import {wing.split('.')[0]}\n")
    assert upward_imports(tmp_path)  # the face is for users


MADE = {"api.md", "audit.md"}  # from words in the sources


def test_one_minus_sign_so_that_numbers_can_be_pasted():
    pages = [page for page in (ROOT / "docs").glob("*.md") if page.name not in MADE]
    written = [
        ROOT / "README.md",
        *SOURCES,
        *(ROOT / "tests").glob("**/*.py"),
        *(ROOT / "docs").glob("*.py"),
        *pages,
    ]
    assert [str(file) for file in written if "\u2212" in file.read_text(encoding="utf-8")] == []


# Where floats may stand: they are reported or propose, and never decide.
FLOATS_ALLOWED = {
    "mechanisms/general/calls.py": "refused by name, with a hint",
    "mechanisms/general/declaration.py": "refused by name",
    "proofs/audit/row.py": "seconds that a check took",
    "proofs/commands/audit.py": "seconds to spend",
    "proofs/commands/check.py": "seconds to spend",
    "proofs/commands/eliminate.py": "seconds to spend",
    "proofs/commands/time_limit.py": "seconds to spend",
    "proofs/commands/elimination_question.py": "seconds to spend",
    "proofs/commands/waiting.py": "seconds to wait",
    "proofs/commands/reports/curve_picture.py": "positions in a picture",
    "gametheory/elimination/reductions.py": "seconds to spend",
    "gametheory/elimination/ends.py": "seconds to spend",
    "gametheory/elimination/layered_layout.py": "positions in a picture",
    "gametheory/elimination/drawing.py": "positions in a picture",
    "gametheory/elimination/html.py": "positions in a picture",
    "gametheory/games/svg.py": "positions in a picture",
    "proofs/pictures/bars.py": "positions in a picture",
    "proofs/pictures/chips.py": "positions in a picture",
    "proofs/pictures/curves.py": "positions in a picture",
    "proofs/pictures/frontiers.py": "positions in a picture",
    "proofs/pictures/grouping.py": "positions in a picture",
    "proofs/pictures/picture.py": "positions in a picture",
    "proofs/pictures/hedges.py": "positions in a picture",
    "proofs/pictures/messages.py": "positions in a picture",
    "gametheory/optimisation/linear_programming.py": "a float solver proposes a basis, integers decide",
    "gametheory/optimisation/alternatives.py": "proposals are rounded to fractions and rechecked exactly",
    "gametheory/plans/relaxation.py": "a float solver proposes weights and plans, verified or settled exactly",
    "gametheory/optimisation/linear_inequalities.py": "a float solver proposes what is tied; equations are solved exactly",
    "gametheory/plans/settlement.py": "a float solver proposes a basis, integers decide",
    "gametheory/dominance/mixed.py": "counts of profiles in a matrix product, exact below 2**53",
}


def floats(file: Path) -> list[str]:
    """Float literals, the name float, and tolerances in a source file."""
    found = []
    for node in ast.walk(parsed(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            found.append(f"literal {node.value}")
        if isinstance(node, ast.Name) and node.id in {"float", "isclose", "allclose"}:
            found.append(node.id)
        if isinstance(node, ast.Attribute) and node.attr in {"isclose", "allclose", "float64", "float32"}:
            found.append(node.attr)
    return found


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_float_decides(file):
    if str(file.relative_to(ROOT)) not in FLOATS_ALLOWED:
        assert floats(file) == []


def test_the_scan_for_floats_can_fail(tmp_path):
    source = tmp_path / "source.py"
    source.write_text("import math\nx = 0.5\ny: float = 1\nmath.isclose(x, y)\n")
    assert len(floats(source)) == 3


def asserts_that_decide(source: str) -> list[str]:
    """Asserts that do more than narrow a type: `python -O` leaves them out."""
    tests = [node.test for node in ast.walk(parsed(source)) if isinstance(node, ast.Assert)]
    return [
        said
        for said in map(ast.unparse, tests)
        if not said.startswith("isinstance(") and not said.endswith(" is not None")
    ]


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_assert_decides(file):
    assert asserts_that_decide(file.read_text(encoding="utf-8")) == []


def test_the_scan_for_asserts_can_fail():
    source = (
        "def f(x):\n    assert x is not None\n    assert isinstance(x, int)\n    assert x.tie is LOWEST\n"
    )
    assert asserts_that_decide(source) == ["x.tie is LOWEST"]


def test_every_module_has_a_docstring_and_imports_alone():
    for file in SOURCES:
        assert ast.get_docstring(parsed(file.read_text(encoding="utf-8"))), file
        importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))


# Slow to load, so imported by the function that needs them: no start waits for what it does not use.
HEAVY = {
    "matplotlib",
    "sympy",
    "scipy",
    "networkx",
    "ortools",
    "numba",
    "flint",
    "pygambit",
    "tomlkit",
    "rich",
}
# Nothing but this is what they are about, and they are imported on demand themselves.
ON_DEMAND = {"gametheory.dominance.compiled_pairs": {"numba"}, "proofs.commands.reports": {"rich"}}


def loaded_at_once(file: Path) -> set[str]:
    """What a module imports when it is imported itself: not in a function, and not for types only."""
    nodes, found = list(parsed(file.read_text(encoding="utf-8")).body), set()
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            nodes += node.orelse
        elif not isinstance(node, ast.FunctionDef):
            nodes += ast.iter_child_nodes(node)
    return found


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_heavy_libraries_are_imported_where_they_are_used(file):
    name = module_name(file, ROOT)
    allowed = set().union(*(these for place, these in ON_DEMAND.items() if name.startswith(place)))
    assert {module.split(".")[0] for module in loaded_at_once(file)} & HEAVY <= allowed


def test_the_scan_for_heavy_libraries_can_fail(tmp_path):
    source = tmp_path / "source.py"
    source.write_text(
        "from typing import TYPE_CHECKING\n"
        "import networkx as nx\n"
        "if TYPE_CHECKING:\n    import rich\nelse:\n    import numba\n"
        "try:\n    from scipy.optimize import linprog\nexcept ImportError:\n    pass\n"
        "class A:\n    import tomlkit\n    def f(self):\n        import sympy\n"
    )
    assert loaded_at_once(source) == {"typing", "networkx", "numba", "scipy.optimize", "tomlkit"}


# Libraries that only some questions need: those of the extras, hypothesis, and OR-tools, the largest dependency by far.
OPTIONAL = {"matplotlib", "numba", "ortools", "pygambit", "hypothesis", "resvg_py", "distributed"}


def unguarded(source: str) -> list[str]:
    """What is imported of the optional libraries outside a block `with library(...)`, and not for types."""
    tree = parsed(source)
    guarded = {
        node
        for block in ast.walk(tree)
        if (isinstance(block, ast.With) and ast.unparse(block.items[0]).startswith("library("))
        or (isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING")
        for node in ast.walk(block)
    }
    return [
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom) and node not in guarded
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
        if name.split(".")[0] in OPTIONAL
    ]


@pytest.mark.thorough
def test_a_missing_library_is_always_one_line():
    assert [file for file in SOURCES if unguarded(file.read_text(encoding="utf-8"))] == []


def test_every_extra_is_optional():
    """The extras for users; the others are for developers."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    users = extras.keys() - {"test", "peers", "browser"}
    needed = {re.split(r"[^\w-]", line)[0].replace("-", "_") for name in users for line in extras[name]}
    assert needed <= OPTIONAL


def test_the_scan_for_optional_libraries_can_fail():
    guarded = "with library('numba', 'pip install numba'):\n    import numba\n"
    assert unguarded(guarded) == []
    assert unguarded(guarded + "def f():\n    import numpy, numba.core\n    from ortools.sat import a\n") == [
        "numba.core",
        "ortools.sat",
    ]


def _statements(file: Path) -> list[ast.stmt]:
    text = file.read_text(encoding="utf-8")
    return parsed(text).body if "Error(" in text else []  # most files define none: nothing is parsed


def error_classes() -> list[type]:
    """Every class of the three rooms whose name says that it is an error."""
    return [
        getattr(importlib.import_module(module_name(file, ROOT)), node.name)
        for file in SOURCES
        for node in _statements(file)
        if isinstance(node, ast.ClassDef) and node.name.endswith("Error")
    ]


def test_every_error_is_of_one_family():
    found = error_classes()
    assert {UndecidedError, InputError, InstanceError, LogError, InterruptedByUserError} <= set(found)
    assert [error for error in found if not issubclass(error, UndominatedError)] == []
