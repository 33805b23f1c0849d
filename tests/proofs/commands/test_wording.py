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


ALONE = """from mechanisms import Mechanism
class Alone(Mechanism):
    players, types, messages, prior = {players}, {types}, {messages}, "uniform"
    def outcome(self, messages):
        return 0
    def payoff(self, i, type, outcome):
        return 0
"""


@pytest.mark.parametrize("players", [1, 2])
@pytest.mark.parametrize(("types", "messages"), [("[0]", "[0]"), ("[0]", "[0, 1]"), ("[0, 1]", "[0, 1]")])
def test_what_is_said_of_the_smallest_mechanisms(tmp_path, players, types, messages):
    file = tmp_path / "alone.py"
    file.write_text(ALONE.format(players=players, types=types, messages=messages), encoding="utf-8")
    called = [call(command, file) for command in ("show", "check", "eliminate")]
    assert faults("".join(each.out + each.err for each in called)) == []


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
