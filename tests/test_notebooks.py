"""Notebooks are executed, in a folder of their own, and print what stands in them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs import commands
from tests.example_games import EXAMPLES

NOTEBOOKS = sorted((EXAMPLES / "notebooks").glob("*.ipynb"))
EXECUTE = """
import sys, nbformat, nbclient
notebook = nbformat.read(sys.argv[1], 4)
nbformat.validate(notebook)
nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": sys.argv[2]}}).execute()
nbformat.write(notebook, sys.argv[3])
"""


def printed(file: Path) -> list[str]:
    """What each cell prints on standard output."""
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    return [
        "".join(
            "".join(output["text"])
            for output in cell.get("outputs", ())
            if output["output_type"] == "stream" and output["name"] == "stdout"
        )
        for cell in cells
    ]


# How many cells show a picture.
PICTURES = {"five-minutes": 1, "why-condition-1": 2, "the-hedge": 2, "your-own-mechanism": 0}


def pictures(file: Path) -> int:
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    shown = [output.get("data", {}) for cell in cells for output in cell.get("outputs", ())]
    return sum("<svg" in "".join(each.get("text/html", each.get("image/svg+xml", ""))) for each in shown)


@pytest.mark.made
@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_prints_what_stands_in_it(file, tmp_path):
    made = tmp_path / "executed.ipynb"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    width = {"PATH": path, "COLUMNS": str(commands.WIDTH), "PYTHONUTF8": "1", "IPYTHONDIR": str(tmp_path)}
    folder = tmp_path / "folder"
    folder.mkdir()
    subprocess.run([sys.executable, "-c", EXECUTE, file, folder, made], check=True, env=os.environ | width)
    expected, got = printed(file), printed(made)
    assert len(expected) == len(got)
    assert sum(map(bool, expected)) >= 3
    assert pictures(made) == PICTURES[file.stem]
    for want, have in zip(expected, got, strict=True):
        plain = re.sub(r"\x1b\[[0-9;]*m", "", have)  # a kernel asks for colours
        assert commands.agree(want, "".join(f"{line.rstrip()}\n" for line in plain.splitlines())), plain


def test_there_is_one():
    assert NOTEBOOKS
