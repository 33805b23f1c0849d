"""What a start loads, counted and not timed: `make bench` has the times."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import undominated
from tests.example_games import EXAMPLES
from tests.test_structure import HEAVY, LAYERS

PROGRAM = """
import json, sys
from undominated import main
try:
    main(sys.argv[1:])
finally:
    print(json.dumps(list(sys.modules)), file=sys.stderr)
"""
OWN = 27  # modules of ours, packages included: a file a command, and what they share


def loaded(*arguments: object) -> tuple[int, set[str]]:
    """The exit status of a process of its own, and the modules that it has loaded in the end."""
    command = [sys.executable, "-c", PROGRAM, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, set(json.loads(done.stderr.splitlines()[-1]))


def libraries(modules: set[str]) -> set[str]:
    return {module.split(".")[0] for module in modules}


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ("--help", 0),
        ("--version", 0),
        ("", 2),
        ("nonsense", 2),
        ("check", 2),
        ("check --help", 0),
        ("check x.toml --without reason", 2),
        ("counterexample --search nonsense", 2),
        ("counterexample --largest 10", 2),
        ("eliminate x.nfg --by luck", 2),
        ("examples", 0),
        ("examples nonsense", 2),
        ("curve", 2),
        ("family --workers 0", 2),
        ("new --help", 0),
        ("sweep --help", 0),
        ("sweep x.toml --jobs 0", 2),
        ("new mechanism 1st", 2),
    ],
)
def test_help_and_mistyped_calls_load_next_to_nothing(arguments, status):
    found, modules = loaded(*arguments.split())
    assert found == status
    assert libraries(modules) & (HEAVY | {"numpy", "more_itertools", "mechanisms"}) == set()
    own = {module for module in modules if module.split(".")[0] in LAYERS}
    assert "proofs.commands.main" in own
    assert len(own) <= OWN


@pytest.mark.parametrize("command", ["show", "check"])
def test_a_small_instance_does_without_solvers_and_graphs(command):
    status, modules = loaded(command, EXAMPLES / "first.toml")
    assert status == 0
    assert libraries(modules) & (HEAVY - {"rich"}) == set()
    assert {"numpy", "rich"} <= libraries(modules)  # so what is loaded is seen


def test_a_game_is_eliminated_in_rounds_without_graphs():
    status, modules = loaded("eliminate", EXAMPLES / "games" / "strict.nfg")
    assert status == 0
    assert libraries(modules) & (HEAVY - {"rich"}) == set()
    _, modules = loaded("eliminate", EXAMPLES / "games" / "strict.nfg", "--orders")
    assert "networkx" in libraries(modules)


def test_json_does_without_tables():
    _, modules = loaded("check", EXAMPLES / "first.toml", "--json")
    assert "rich.table" not in modules


def test_nothing_is_imported_before_an_interrupt_is_one_line():
    """What `undominated.py` does before it calls `main`, which catches one, takes no time."""
    body = ast.parse(Path(undominated.__file__).read_text(encoding="utf-8")).body
    imported = [ast.unparse(line) for line in body if isinstance(line, ast.Import | ast.ImportFrom)]
    assert imported == ["from __future__ import annotations", "import sys"]


def test_rounds_by_pure_dominators_load_no_linear_programs():
    program = (
        "import json, sys; from gametheory.elimination import rounds; print(json.dumps(list(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    own = {module for module in json.loads(done.stdout) if module.startswith("gametheory.")}
    assert "gametheory.dominance.pure" in own
    assert own & {"gametheory.dominance.mixed", "gametheory.optimisation.linear_programming"} == set()
