"""Pages as Jupyter notebooks, with what their blocks print; a word that a page skips shows its picture anew.

A file of the page is a cell that writes it, a command one that runs it in bash, a doctest its statements.
"""

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGES = ("five-minutes", "why-condition-1", "the-hedge", "your-own-mechanism")
SKIPPED = "  # doctest: +SKIP"
BLOCK = re.compile(r"^```(python|console)(?: (\S+))?\n((?:.*\n)*?)```\n", re.MULTILINE)
LINK = re.compile(r"\]\((?=[\w-]+\.md)")
PICTURE = re.compile(r"^!\[.*\]\(pictures/.*\)$\n?", re.MULTILINE)  # which the cell above it draws
SETUP = """%%capture
# What is read below, where it is not there yet.
from pathlib import Path

if not Path("examples").exists():
    !undominated examples --copy examples/"""


def notebook(page: str) -> str:
    """The text of the notebook that a page makes."""
    text, cells, at = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8"), [], 0
    written: set[str] = set()
    for block in BLOCK.finditer(text):
        cells += _words(text[at : block.start()])
        kind, file, body = block.groups()
        if file is None:
            cells.append(_code(kind, body.splitlines()))
        else:
            said = "Overwriting" if file in written else "Writing"
            cells.append(_cell(f"%%writefile {file}\n{body.rstrip()}", f"{said} {file}\n"))
            written.add(file)
        at = block.end()
    cells += _words(text[at:])
    cells.insert(1, _cell(SETUP, ""))
    document = {
        "cells": [{"id": f"cell-{k}", **cell} for k, cell in enumerate(cells)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _words(text: str) -> list[dict[str, Any]]:
    linked = LINK.sub("](../../docs/", PICTURE.sub("", text).strip())
    return [{"cell_type": "markdown", "metadata": {}, "source": linked}] if linked else []


def _code(kind: str, lines: list[str]) -> dict[str, Any]:
    if kind == "console":
        return _cell(f"%%bash --no-raise-error\n{lines[0].removeprefix('$ ')}", _text(lines[1:]))
    source = [line[4:] for line in lines if line.startswith((">>> ", "... "))]
    printed = [line for line in lines if not line.startswith((">>> ", "... "))]
    return _cell("\n".join(source).replace(SKIPPED, ""), _text(printed))


def _text(lines: list[str]) -> str:
    text = "\n".join(lines).rstrip()
    return f"{text}\n" if text else ""


def _cell(source: str, printed: str) -> dict[str, Any]:
    outputs = [{"name": "stdout", "output_type": "stream", "text": printed}] if printed else []
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": outputs,
        "source": source,
    }
