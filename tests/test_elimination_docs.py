"""The commands in docs/elimination.md print what the page says, and its picture is the one they draw."""

import re
import shlex
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest

from tests.calls import call
from tests.example_games import GAMES

ROOT = GAMES.parent.parent
PAGE = (ROOT / "docs" / "elimination.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n\$ undominated eliminate (.*)\n((?:.*\n)*?)```", PAGE)


def test_the_page_has_commands():
    assert len(BLOCKS) == PAGE.count("$ undominated eliminate") == 5


@pytest.mark.parametrize(("arguments", "expected"), BLOCKS)
def test_a_command_prints_what_the_page_says(arguments, expected, monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    words = shlex.split(arguments)
    drawn = Path(words[-1]) if "--graph" in words else None
    if drawn is not None:
        words[-1] = str(tmp_path / drawn.name)
    called = call("eliminate", *words)
    assert called.status == 0
    assert OutputChecker().check_output(expected, called.out, ELLIPSIS), called.out
    if drawn is not None:
        assert (tmp_path / drawn.name).read_text(encoding="utf-8") == drawn.read_text(encoding="utf-8")
