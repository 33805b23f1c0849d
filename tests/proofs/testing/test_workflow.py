"""The workflow in docs/ci.md: its steps run, one after the other as on a server."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.example_games import EXAMPLES
from tests.test_structure import ROOT

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
WORKFLOW = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1]
STEPS = re.findall(r"^ +- run: (.*)$", WORKFLOW, re.MULTILINE)


def run(step: str, folder: Path) -> subprocess.CompletedProcess:
    """A step in the environment of the tests, where everything that it installs is there already."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PIP_NO_INDEX": "1", "PYTEST_ADDOPTS": ""}
    return subprocess.run(step, shell=True, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.fixture
def repository(tmp_path):
    """With a mechanism whose verdicts are as expected."""
    folder = tmp_path / "mechanisms-of-mine"
    folder.mkdir()
    (folder / "mcafee.py").write_bytes((EXAMPLES / "mechanisms" / "mcafee.py").read_bytes())
    return tmp_path


@pytest.mark.thorough
def test_every_step_runs(repository):
    assert len(STEPS) == WORKFLOW.count("run:") == 2
    assert "\t" not in WORKFLOW
    for step in STEPS:
        done = run(step, repository)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "4 passed" in done.stdout
    assert (repository / "claims.xml").read_text(encoding="utf-8").count("<testcase") == 4


def test_a_broken_mechanism_stops_the_last(repository):
    file = repository / "mechanisms-of-mine" / "mcafee.py"
    text = file.read_text(encoding="utf-8")
    assert text.count("b[k] + s[k], 2") == 1
    file.write_text(text.replace("b[k] + s[k], 2", "b[k - 1] + s[k - 1], 2"), encoding="utf-8")
    done = run(STEPS[-1], repository)
    assert done.returncode == 1
    assert "expected held, found refuted: buyer 1 of type" in done.stdout
