"""What a person reads has no word twice and no noun in the wrong number."""

import pytest

from tests.calls import call
from tests.example_games import EXAMPLES, GAMES
from tests.wording import faults

CALLS = [
    *(("show", file) for file in sorted(EXAMPLES.glob("*.toml"))),
    *(("eliminate", file, "--all") for file in sorted(GAMES.glob("*.nfg"))),
    ("show", EXAMPLES / "mechanisms" / "chicken.toml"),
]


@pytest.mark.parametrize("arguments", CALLS, ids=lambda call: f"{call[0]} {call[1].name}")
def test_what_is_said_of_an_example(arguments):
    called = call(*arguments)
    assert faults(called.out + called.err) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.nfg", 'NFG 1 R "" { "a" } { 2 }\n1\n'),
        ("x.nfg", 'NFG 1 R "" { "a" "b" } { 1 1 }\n1\n'),
        ("x.nfg", 'NFG 1 R "" {"a"} {2} {{"" 1 1}} 1 1'),
        ("x.nfg", 'NFG 1 R "" {"a"} {1} {{"" 1}}'),
        ("x.py", "from mechanisms import Mechanism\nclass M(Mechanism):\n    players, types, prior = 1, [0], 'x'\n"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_bad_file(tmp_path, name, content):
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    called = call("eliminate", file)
    assert called.status == 2
    assert faults(called.err) == []
