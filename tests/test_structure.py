"""What the layout promises: imports go one way, no float decides, the register is complete."""

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ["gametheory", "mechanisms", "proofs"]
SOURCES = [file for layer in LAYERS for file in sorted((ROOT / layer).glob("**/*.py"))]


def imported(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_go_one_way(layer):
    above = LAYERS[LAYERS.index(layer) + 1 :]
    files = list((ROOT / layer).glob("**/*.py"))
    assert files
    for file in files:
        assert not {name for name in imported(file) if name.split(".")[0] in above}, file


# Where floats may stand: they are reported or propose, and never decide.
FLOATS_ALLOWED = {
    "proofs/audit/audit.py": "seconds that a check took",
    "proofs/commands/eliminate.py": "seconds to spend",
    "proofs/commands/waiting.py": "seconds to wait",
    "gametheory/elimination/reductions.py": "seconds to spend",
    "gametheory/elimination/layered_layout.py": "positions in a picture",
    "gametheory/elimination/drawing.py": "positions in a picture",
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
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
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


def test_every_module_has_a_docstring_and_imports_alone():
    for file in SOURCES:
        assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))), file
        importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
