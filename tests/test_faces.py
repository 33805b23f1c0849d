"""The three faces: what they list is what they offer, they are typed, and they load nothing before it is used."""

import ast
import importlib
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FACES = ["gametheory", "mechanisms", "proofs"]


def contents(face: str) -> list[str]:
    """The words in the table of contents of a face's docstring."""
    rows = re.findall(r"^    (\w+(?:, \w+)*)  +\S", importlib.import_module(face).__doc__ or "", re.MULTILINE)
    return [word for row in rows for word in row.split(", ")]


def defined(file: Path) -> set[str]:
    """What a module defines itself."""
    found = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


@pytest.mark.parametrize("face", FACES)
def test_the_table_of_contents_lists_every_public_word_once(face):
    module = importlib.import_module(face)
    assert sorted(contents(face)) == sorted(module.__all__) == sorted(dir(module))
    assert len(contents(face)) > 9
    assert all(getattr(module, word) is not None for word in module.__all__)


@pytest.mark.parametrize("face", FACES)
def test_a_public_word_has_one_meaning(face):
    folders = {path.name for path in (ROOT / face).iterdir() if path.is_dir()}
    assert not folders & set(contents(face))
    files = [file for file in (ROOT / face).glob("*/**/*.py") if "commands" not in file.parts]  # shell words
    meanings = Counter(word for file in files for word in defined(file))
    assert {word: meanings[word] for word in contents(face) if meanings[word] != 1} == {}


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("face", FACES)
def test_a_face_loads_nothing_before_a_word_is_used(face):
    code = f"import sys, {face}; dir({face}); print(*sorted(sys.modules))"
    loaded = set(run(code).split())
    assert face in loaded
    assert [name for name in loaded if name.startswith(f"{face}.")] == []
    assert loaded & {"numpy", "scipy", "sympy", "networkx", "flint", "click", "rich", "tomlkit"} == set()


def test_what_a_word_does_not_need_stays_away():
    loaded = set(run("import sys; from gametheory import eliminate; print(*sorted(sys.modules))").split())
    assert "numpy" in loaded
    assert "gametheory.elimination.reductions" not in loaded
    assert "networkx" not in loaded


def test_other_names_are_not_there():
    with pytest.raises(ImportError):
        from gametheory import gain  # noqa: F401


SNIPPET = """
from fractions import Fraction
from gametheory import By, NormalFormGame, Relation, eliminate
from mechanisms import Market, Side, price_grid, price_taking, separable
from proofs import CLAIMS
game = NormalFormGame.from_arrays([[[1, 0], [0, 1]], [[1, 0], [0, 1]]])
reveal_type(game)
reveal_type(eliminate(game, Relation.STRICT, By.MIXED).survivors)
market = Market(n=1, k=1, l=1, P=price_grid(1, 2))
reveal_type(price_taking(separable(Side.SELLER, [[Fraction(1, 4)]]), market))
reveal_type(CLAIMS[0].find().verdict)
from gametheory import gain
eliminate(3)
"""


def test_a_users_code_is_type_checked_through_the_faces(tmp_path):
    (tmp_path / "snippet.py").write_text(SNIPPET)
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "pyproject.toml", "--no-pretty"]
    checked = subprocess.run(
        [*command, str(tmp_path / "snippet.py")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    revealed = re.findall(r'Revealed type is "(.*)"', checked.stdout)
    assert revealed == [
        "gametheory.games.normal_form.NormalFormGame",
        "tuple[tuple[int, ...], ...]",
        "gametheory.plans.box.Box[tuple[int, ...]]",
        "proofs.claims.verdict.Verdict",
    ]
    errors = re.findall(r"error: .*\[(.*)\]", checked.stdout)
    assert errors == ["attr-defined", "arg-type"], checked.stdout
