"""A user's code may fail where nobody expects any: one line that names its file, and no traceback."""

import re

import pytest

from mechanisms.general import game_form
from mechanisms.general.mechanism import Mechanism
from proofs import check
from tests.calls import call


class SecondPrice(Mechanism):
    players, types = 2, range(4)

    def outcome(self, bids):
        return bids.index(max(bids)), sorted(bids)[-2]

    def payoff(self, i, type, outcome):
        return type - outcome[1] if outcome[0] == i else 0


MECHANISM = """from mechanisms import Mechanism
{before}
class M(Mechanism):
    players, types = 2, {types}
    def outcome(self, bids):
        {outcome}
        return 0
    def payoff(self, i, type, outcome):
        return 0
    def payments(self, outcome):
        return 0, 0
    def feasible(self):
        yield 0
        raise StopIteration
    {more}
"""
ODD = "class Odd:\n    def {}(self, *others): raise ValueError('odd')\n    {}"


@pytest.mark.parametrize("command", ["check", "eliminate", "show"])
@pytest.mark.parametrize(
    ("code", "says"),
    [
        ({"outcome": "raise GeneratorExit"}, "fails (line 6): GeneratorExit"),
        ({"outcome": "raise BaseException('base')"}, "fails (line 6): BaseException: base"),
        (
            {"before": ODD.format("__repr__", ""), "types": "[Odd(), Odd()]"},
            "fails (line 3): ValueError: odd",
        ),
        (
            {"before": ODD.format("__hash__", ""), "types": "[Odd(), Odd()]"},
            "fails (line 3): ValueError: odd",
        ),
        (
            {"before": ODD.format("__eq__", "__hash__ = lambda self: 1"), "types": "[Odd(), Odd()]"},
            "fails (line 3): ValueError: odd",
        ),
    ],
)
def test_what_is_raised_is_one_line(tmp_path, command, code, says):
    file = tmp_path / "m.py"
    parts = {"before": "", "types": "range(2)", "outcome": "pass", "more": "", **code}
    file.write_text(MECHANISM.format(**parts))
    status, _, err = call(command, file)
    assert (status, err.splitlines()[-1]) == (2, f"undominated: {file}: {says}")


@pytest.mark.parametrize("command", ["check", "eliminate", "show"])
@pytest.mark.parametrize(
    ("code", "says"),
    [
        (
            {"before": "class Odd:\n    def __str__(self): return 3", "types": "[Odd(), Odd()]"},
            "Odd: shown as a text, got: __str__ returned non-string (type int)",
        ),
        (
            {
                "before": "deep = ()\nfor _ in range(5000): deep = (deep,)",
                "types": "[0, 1]",
                "outcome": "return deep",
            },
            "what code that was executed gives is nested too deeply to be looked at",
        ),
    ],
)
def test_what_cannot_be_shown_is_one_line(tmp_path, command, code, says):
    (tmp_path / "m.py").write_text(MECHANISM.format(**{"before": "", "outcome": "", "more": ""} | code))
    status, out, err = call(command, tmp_path / "m.py")
    assert (status, out) == (2, "")
    assert err.splitlines()[-1] == f"undominated: {says}"


def test_a_class_that_is_of_no_module_is_looked_at(tmp_path):
    text = MECHANISM.format(before="", types="[0, 1]", outcome="", more="")
    (tmp_path / "m.py").write_text(text + "\nM.__module__ = None\n")
    assert call("check", tmp_path / "m.py", "--claim", "truth-dominant").status == 0


def test_what_is_raised_may_have_no_text(tmp_path):
    file = tmp_path / "m.py"
    before = "class Odd(Exception):\n    def __str__(self): return 3"
    file.write_text(MECHANISM.format(before=before, types="range(2)", outcome="raise Odd()", more=""))
    said = f"undominated: {file}: M.outcome((0, 0)): fails (line 7): Odd: what it says cannot be read\n"
    assert call("show", file) == (2, "", said)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("", "fails: RuntimeError: generator raised StopIteration"),
        ("def feasible(self): return itertools.count()", "at most 1,000 outcomes, got more"),
    ],
)
def test_outcomes_that_fail_or_have_no_end_while_they_are_read_are_one_line(
    tmp_path, monkeypatch, more, says
):
    monkeypatch.setattr(game_form, "MOST_PROFILES", 1000)
    file = tmp_path / "m.py"
    file.write_text(MECHANISM.format(before="import itertools", types="range(2)", outcome="pass", more=more))
    status, _, err = call("check", file, "--claim", "surplus-maximising")
    assert (status, err.splitlines()[-1]) == (2, f"undominated: {file}: M.feasible(): {says}")


@pytest.mark.parametrize(
    "more", ["def __init__(self): raise ValueError('no')", "def __init__(self, a): pass"]
)
def test_a_mechanism_that_cannot_be_made_is_one_line(tmp_path, more):
    file = tmp_path / "m.py"
    file.write_text(MECHANISM.format(before="", types="range(2)", outcome="pass", more=more))
    status, out, err = call("show", file)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"undominated: {file}")


@pytest.mark.parametrize("code", ["while True:\n    pass\n", "import never_ends\n"])
def test_a_file_that_never_ends_is_open(tmp_path, code):
    endless = tmp_path / "endless.py"
    endless.write_text(code, encoding="utf-8")
    (tmp_path / "never_ends.py").write_text("while True:\n    pass\n", encoding="utf-8")
    called = call("check", endless, "--seconds", "0.05")
    assert called.status == 3
    assert called.err == f"open: {endless}: it was not read within 0.05 seconds\n"


@pytest.mark.parametrize("own", ["self", "type(self)"])
@pytest.mark.parametrize("value", ["range(3)", "3"])  # always another one, and always the same
@pytest.mark.parametrize("name", ["players", "types", "messages"])
def test_a_mechanism_that_changes_itself_is_refused(tmp_path, own, value, name):
    file = tmp_path / "changing.py"
    code = MECHANISM.format(before="", types="range(2)", outcome=f"{own}.{name} = {value}", more="")
    file.write_text(code, encoding="utf-8")
    status, _, err = call("check", file)
    assert status == 2
    assert re.search(rf"M\.outcome\(\(\d, \d\)\): {name} are not for a method to set\n$", err)


def test_a_mechanism_that_its_owner_changes_is_another_one():
    auction = SecondPrice()
    assert check(auction, ["truth-dominant"])["truth-dominant"].scope == "all 16 message profiles"
    auction.players = 3
    assert check(auction, ["truth-dominant"])["truth-dominant"].scope == "all 64 message profiles"


@pytest.mark.parametrize(
    "code",
    [
        "import click; raise click.exceptions.Exit(0)",
        "import click; click.get_current_context().exit(1)",
        "import click; raise click.ClickException('no')",
        "import click; raise click.Abort",
        "from gametheory.games.errors import UndominatedError; raise UndominatedError('no')",
        "from gametheory.games.errors import UndecidedError; raise UndecidedError('no')",
        "from proofs.commands.main import NobodyReads; raise NobodyReads",
        "raise Mute",
    ],
)
@pytest.mark.parametrize("command", ["check", "eliminate", "show"])
def test_the_exit_status_is_not_for_a_users_code_to_choose(tmp_path, command, code):
    file = tmp_path / "m.py"
    before = "class Mute(Exception):\n    def __str__(self): raise SystemExit(0)"
    more = f"@property\n    def types(self):\n        {code}"
    file.write_text(MECHANISM.format(before=before, types="range(2)", outcome="pass", more=more))
    status, out, err = call(command, file)
    assert (status, out) == (2, "")
    assert err.splitlines()[-1].startswith(f"undominated: {file}: fails (")
