"""The plugin for pytest: what is collected, what fails and how it is said."""

import xml.etree.ElementTree as ElementTree

import pytest

from proofs.testing.stated import (
    has_claims,
)  # before pytester, which drops what a run imports: faces keep it
from tests.calls import call
from tests.example_games import EXAMPLES
from tests.test_structure import ROOT

pytest_plugins = ["pytester"]

AUCTION = """
from mechanisms import Mechanism

class FirstPrice(Mechanism):
    players, types = 2, range(3)
    def outcome(self, bids): return bids.index(max(bids)), max(bids)
    def payoff(self, i, type, outcome): return type - outcome[1] if i == outcome[0] else 0
    expect = {"truth-dominant": "refuted", "individually-rational-ex-post": "held"}

class Without(FirstPrice):
    expect = {}
"""
LIE = "player 1 of type 1 says 0 instead of 1 when player 2 says 0: she gets 1 instead of 0, and gains 1"


@pytest.fixture
def folder(pytester):
    pytester.path.joinpath("auction.py").write_text(AUCTION, encoding="utf-8")
    return pytester


def outcomes(result):
    return {name: count for name, count in result.parseoutcomes().items() if name != "warnings"}


def test_it_is_off_unless_asked_for(folder):
    assert folder.runpytest("auction.py").ret == pytest.ExitCode.NO_TESTS_COLLECTED
    assert outcomes(folder.runpytest("--undominated")) == {"passed": 2}
    named = folder.runpytest("-p", "undominated", "auction.py::FirstPrice")
    assert outcomes(named) == {"passed": 2}
    folder.makeini("[pytest]\nundominated = true\n")
    assert outcomes(folder.runpytest("auction.py::FirstPrice::truth-dominant")) == {"passed": 1}


def test_what_is_expected_is_found_however_it_is_written(folder):
    for name, line in (
        ("inline", 'expect = {"Condition 1" = "held"}'),
        ("dotted", 'expect."Condition 1" = "held"'),
    ):
        text = (EXAMPLES / "first.toml").read_text(encoding="utf-8").partition("[expect]")[0]
        folder.path.joinpath(f"{name}.toml").write_text(f"{line}\n{text}", encoding="utf-8")
    folder.path.joinpath("variant.py").write_text(
        "import auction\nclass Variant(auction.FirstPrice):\n    expect = {'anonymous': 'refuted'}\n",
        encoding="utf-8",
    )
    folder.syspathinsert()
    result = folder.runpytest("--undominated", "--collect-only", "-q")
    for place in (
        "inline.toml::g-star.condition-1",
        "dotted.toml::g-star.condition-1",
        "variant.py::Variant::anonymous",
    ):
        result.stdout.fnmatch_lines([place])


MECHANISM, TABLE = "from mechanisms import Mechanism\n", 'expect = {"truth-dominant": "held"}'
BODY = AUCTION.partition("Mechanism\n")[2].partition("    expect")[0]
COMMON = {"common.py": MECHANISM + BODY, "expected.py": "EXPECT = {'truth-dominant': 'held'}\n"}


@pytest.mark.parametrize(
    "files",
    [
        {"my.py": f"{MECHANISM}{BODY}FirstPrice.{TABLE}\n"},
        {"my.py": f"{MECHANISM}{BODY}    {TABLE.replace('expect', 'expects')}\n"},
        {"my.py": f"{MECHANISM}{BODY}    if players:\n        {TABLE}\n"},
        {"my.py": f"{MECHANISM}{BODY}My = type('My', (FirstPrice,), dict({TABLE}))\n"},
        {"my.py": f"{MECHANISM}{BODY}    {TABLE}\n<<<<<<< HEAD\n"},
        {"my.py": f"\ufeff{MECHANISM}{BODY}    {TABLE}\n"},
        {"MY.PY": f"{MECHANISM}{BODY}    {TABLE}\n"},
        {"my.py": f"{MECHANISM}{BODY}{BODY.replace('FirstPrice(', '_Mine(')}    {TABLE}\n"},
        {"my.py": f"{MECHANISM}{BODY}    {TABLE}\n{BODY}    expect = {{}}\n"},
        {"my.py": f"{MECHANISM}{BODY}class Mine:\n    {TABLE}\n"},
        {"my.py": f"{MECHANISM}{BODY}    class Mine(Mechanism):\n        {TABLE}\n"},
        COMMON | {"my.py": "import common, expected\nclass My(common.FirstPrice): expect = expected.EXPECT\n"},
        {"my.py": f"{MECHANISM}{BODY}    {TABLE.replace('expect', 'EXPECT')}\n"},
        {"my.py": f"{MECHANISM}{BODY}    {TABLE.replace('expect', '_expect')}\n"},
        {"my.py": f"{MECHANISM}{BODY}    {TABLE.replace('expect', 'expact')}\n"},
        {"my.py": f"{MECHANISM}{BODY}    {TABLE.replace('expect', 'claims')}\n"},
        {"my.py": f"{MECHANISM}{BODY}    def __init__(self, **given): self.{TABLE}\n"},
        {"my.py": f"{MECHANISM}{BODY}{TABLE}\n"},
        {"my.toml": '[game]\n[exepct]\nfirst = "held"\n'},
        {"my.toml": '[market]\n[_expect]\nfirst = "held"\n'},
        {"my.toml": '[market]\n[market.expect]\nfirst = "held"\n'},
        {"my.toml": 'expect.first = "held"\n<<<<<<< HEAD\n'},
        {"my.toml": 'expect = { first = "held" }\n<<<<<<< HEAD\n'},
        {"my.toml": '[game]\n[expects]\nfirst = "held"\n'},
        {"MY.TOML": '[expect]\nfirst = "held"\n'},
    ],
)  # fmt: skip
def test_what_says_expect_is_checked_or_an_error(pytester, files):
    """A file that nobody looks at is a silent success: each of these expects what is not so, or is broken."""
    pytester.makepyfile(test_fine="def test_fine(): pass")
    for name, text in files.items():
        pytester.path.joinpath(name).parent.mkdir(exist_ok=True)
        pytester.path.joinpath(name).write_text(text, encoding="utf-8")
    pytester.syspathinsert()
    result = pytester.runpytest("--undominated")
    assert result.ret in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED), result.stdout.str()


@pytest.mark.parametrize(
    "text",
    [
        "from own.base import FirstPrice\nclass My(FirstPrice): pass\n",
        "from own import base\nclass My(base.FirstPrice): pass\n",
        "import own.base\nBase = own.base.FirstPrice\nclass My(Base): pass\n",
        "from importlib import import_module\nclass My(import_module('own.base').FirstPrice): pass\n",
        "from own.base import FirstPrice\ndef made(base):\n    class My(base): pass\n    return My\n"
        "My = made(FirstPrice)\n",
        "from own import base, made\nMy = made.made(base.FirstPrice)\n",
    ],
)
def test_what_comes_from_another_folder_is_expected_however_it_comes(pytester, text):
    pytester.path.joinpath("own").mkdir()
    for name, of in (
        ("own/base.py", f"{MECHANISM}{BODY}    {TABLE}\n"),
        ("own/made.py", "def made(base):\n    class My(base): pass\n    return My\n"),
        ("my.py", text),
    ):
        pytester.path.joinpath(name).write_text(of, encoding="utf-8")
    pytester.syspathinsert()  # for `import_module`
    result = pytester.runpytest("--undominated", "my.py")
    assert outcomes(result) == {"failed": 1}
    result.stdout.fnmatch_lines(["FAILED my.py::My::truth-dominant*"])


@pytest.mark.parametrize(
    "files",
    [
        {"my.py": f"{BODY}    expect = EXPECT\n{BODY}    def payoff(self, i, type, outcome): return 0\n"
                  "    expect = EXPECT\n"},
        {"my.py": "for worth in (1, 0):\n  class My(Mechanism):\n    players, worth = 1, worth\n"
                  "    types = range(2)\n    def outcome(self, said): return said[0]\n    expect = EXPECT\n"
                  "    def payoff(self, i, type, outcome): return type * outcome * self.worth\n"},
        {"my.py": f"{BODY}    expect = EXPECT\nclass FirstPrice(FirstPrice):\n"
                  "    def payoff(self, i, type, outcome): return 0\n"},
        {"my.py": f"{BODY}    expect = EXPECT\nMINE = [type('My', (FirstPrice,), {{'players': n}}) for n in (2, 3)]\n"},
        {"my.py": f"{BODY}    expect = EXPECT\nclass Box:\n    class My(FirstPrice): pass\n"},
    ],
    ids=("a later one", "a loop", "a subclass", "a list", "another class"),
)  # fmt: skip
def test_a_class_that_expects_and_that_no_name_leads_to_is_an_error(pytester, files):
    for name, text in files.items():
        pytester.path.joinpath(name).write_text(f"{MECHANISM}EXPECT = {{'truth-dominant': 'held'}}\n{text}")
    result = pytester.runpytest("--undominated")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(
        ["*a class with `expect` is a mechanism of the file itself, of a name of its own*"]
    )


def test_a_broken_file_whose_claims_are_a_neighbours_is_an_error(pytester):
    pytester.path.joinpath("own").mkdir()
    held = f"{MECHANISM}{BODY}    {TABLE.replace('held', 'refuted')}\n"
    pytester.path.joinpath("own/base.py").write_text(held, encoding="utf-8")
    pytester.makepyfile(my="from own.base import FirstPrice\nclass My(FirstPrice):\n    players 3\n")
    result = pytester.runpytest("--undominated")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["*my.py: line 3: not Python: *"])


def test_a_class_that_is_made_anew_by_a_decorator_is_not_lost(pytester):
    """`dataclass` makes another class where there are slots; the first one stays in memory."""
    pytester.makepyfile(
        my=f"from dataclasses import dataclass\n{MECHANISM}@dataclass(slots=True)\n{BODY.strip()}\n"
        "    worth: int = 1\n    expect = {'truth-dominant': 'refuted'}\n"
    )
    assert outcomes(pytester.runpytest("--undominated")) == {"passed": 1}


def test_a_spec_of_a_sweep_is_skipped_aloud(folder):
    spec = '[sweep]\nfile = "auction.py::FirstPrice"\nclaims = ["truth-dominant"]\n[expect]\ntruth-dominant = "held"\n'
    folder.path.joinpath("spec.toml").write_text(f'title = "x"\n{spec}')
    result = folder.runpytest("--undominated", "-rs")
    assert outcomes(result) == {"passed": 2, "skipped": 1}
    result.stdout.fnmatch_lines(
        ["*a spec of a sweep: `undominated sweep spec.toml` looks at what it expects"]
    )


def test_what_only_uses_mechanisms_is_silent(folder):
    """A file that makes classes of its own beside mechanisms is executed if it must be, and nothing is wanted."""
    folder.makepyfile(
        points="import auction\nfrom typing import NamedTuple\nclass Point(NamedTuple):\n    x: int\n"
        "raise SystemExit(9)\n",
        tables="import auction\ndef table(cls): return 1\nTable = table(auction.FirstPrice)\n",
    )
    folder.syspathinsert()
    assert outcomes(folder.runpytest("--undominated")) == {"passed": 2}


def test_a_toml_file_of_sixteen_bits_is_not_passed_over(pytester):
    pytester.path.joinpath("my.toml").write_text('[expect]\nfirst = "held"\n', encoding="utf-16")
    assert has_claims(pytester.path / "my.toml")


@pytest.mark.parametrize(
    ("line", "base"),
    [
        ("from auction import FirstPrice", "FirstPrice"),
        ("from auction import FirstPrice as Base", "Base"),
        ("from auction import *", "FirstPrice"),
        ("import auction", "auction.FirstPrice"),
        ("from between import FirstPrice", "FirstPrice"),
    ],
)
def test_what_a_class_inherits_from_a_file_beside_it_is_expected_of_it_too(folder, line, base):
    """Nobody gains by a lie where nobody gains at all: truth is dominant, and `expect` says that it is not."""
    folder.path.joinpath("between.py").write_text(
        "from auction import FirstPrice as Other\nclass FirstPrice(Other): pass\n"
    )
    folder.path.joinpath("changed.py").write_text(
        f"{line}\nclass Changed({base}):\n    def payoff(self, i, type, outcome): return 0\n"
    )
    alone = folder.runpytest("--undominated", "changed.py")
    assert alone.ret not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)  # it cannot be imported
    folder.syspathinsert()
    found = folder.runpytest("--undominated", "changed.py", "-k", "Changed")
    assert outcomes(found)["failed"] == 1
    found.stdout.fnmatch_lines(["FAILED changed.py::Changed::truth-dominant*"])


def test_files_that_inherit_in_a_circle_say_nothing(folder):
    for name, other in (("one", "two"), ("two", "one")):
        folder.path.joinpath(f"{name}.py").write_text(f"from {other} import Base\nclass Mine(Base): pass\n")
    assert not has_claims(folder.path / "one.py")


def test_a_plain_run_imports_nothing_of_ours():
    source = (ROOT / "undominated_pytest.py").read_text(encoding="utf-8")
    imports = [line for line in source.splitlines() if line.startswith(("import", "from"))]
    assert not any(room in line for room in ("proofs", "mechanisms", "gametheory") for line in imports)


def test_a_failure_is_the_witness_in_words(folder):
    changed = AUCTION.replace('"truth-dominant": "refuted"', '"truth-dominant": "held"')
    folder.path.joinpath("auction.py").write_text(changed, encoding="utf-8")
    result = folder.runpytest("--undominated", "--junitxml=claims.xml")
    assert outcomes(result) == {"passed": 1, "failed": 1}
    said = f"expected held, found refuted: {LIE} (all 9 message profiles)"
    result.stdout.fnmatch_lines(["*FirstPrice::truth-dominant*", said])
    result.stdout.no_fnmatch_line("*Traceback*")
    cases = ElementTree.parse(folder.path / "claims.xml").getroot().findall(".//testcase")
    assert {case.get("name"): len(case.findall("failure")) for case in cases} == {
        "truth-dominant": 1,
        "individually-rational-ex-post": 0,
    }
    properties = {p.get("name"): p.get("value") for p in cases[0].findall(".//property")}
    assert properties == {"verdict": "refuted", "evidence": LIE}


def test_what_is_expected_and_open_fails(folder):
    large = AUCTION.replace("2, range(3)", "9, range(9)").replace("refuted", "held")
    folder.path.joinpath("auction.py").write_text(large, encoding="utf-8")
    result = folder.runpytest("--undominated", "auction.py::FirstPrice::individually-rational-ex-post")
    assert outcomes(result) == {"failed": 1}
    result.stdout.fnmatch_lines(["expected held, found open: *"])


def test_instances_tables_and_witnesses_are_collected(folder):
    for name in ("theorem-3.toml", "theorem-1/decreasing-costs.toml", "mechanisms/second-price.toml"):
        folder.path.joinpath(name.replace("/", "-")).write_bytes((EXAMPLES / name).read_bytes())
    folder.path.joinpath("settings.toml").write_text("[tool]\nname = 1\n")
    result = folder.runpytest("--undominated", "--collect-only", "-q")
    collected = [line for line in result.outlines if "::" in line]
    files = {line.partition("::")[0] for line in collected}
    assert files == {
        "auction.py",
        "theorem-3.toml",
        "theorem-1-decreasing-costs.toml",
        "mechanisms-second-price.toml",
    }
    assert "mechanisms-second-price.toml::truth-dominant" in collected
    result = folder.runpytest("--undominated")
    assert set(outcomes(result)) <= {"passed", "skipped"}
    assert outcomes(result)["passed"] > 9


def test_a_witness_against_a_mechanism_is_replayed_while_its_file_is_unchanged(folder):
    file = folder.path / "auction.py"
    call("check", f"{file}::FirstPrice", "--claim", "truth-dominant", "--output", folder.path / "witnesses")
    assert outcomes(folder.runpytest("--undominated", "witnesses")) == {"passed": 1}
    file.write_text(f"{AUCTION}# changed", encoding="utf-8")
    result = folder.runpytest("--undominated", "witnesses")
    assert outcomes(result) == {"failed": 1}
    result.stdout.fnmatch_lines(["expected refuted, found open: *is not the file that the witness is about*"])


def test_a_forged_witness_fails(folder):
    text = (EXAMPLES / "theorem-1" / "decreasing-costs.toml").read_text(encoding="utf-8")
    assert '"-1/4"' in text
    folder.path.joinpath("forged.toml").write_text(text.replace('"-1/4"', '"-1/2"'), encoding="utf-8")
    result = folder.runpytest("--undominated", "forged.toml")
    assert outcomes(result) == {"failed": 1}
    result.stdout.fnmatch_lines(["expected refuted, found open: *"])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("players, ", "playerz, ", "auction.py: FirstPrice.players: how many players there are, *"),
        (
            "truth-dominant",
            "truth-dominent",
            "auction.py: FirstPrice.expect: unknown claim (did you mean truth-dominant?)*",
        ),
        ("range(3)", "range(1 // 0)", "auction.py: fails (line 5): ZeroDivisionError: *"),
    ],
)
def test_what_cannot_be_used_is_an_error_of_one_line(folder, old, new, said):
    alone = AUCTION.partition("class Without")[0]
    folder.path.joinpath("auction.py").write_text(alone.replace(old, new), encoding="utf-8")
    result = folder.runpytest("--undominated")
    assert outcomes(result) == {"errors": 1}
    result.stdout.fnmatch_lines([f"*{said}"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_other_python_files_are_not_executed(folder):
    folder.makepyfile(script="from mechanisms import Mechanism\nexpect = {}\nraise SystemExit(9)\n")
    folder.makepyfile(broken="def (: # mechanisms expect\n")
    assert outcomes(folder.runpytest("--undominated")) == {"passed": 2}


def test_the_fixture_and_the_assertion(folder):
    folder.makepyfile(
        test_auction="""
        import pytest
        from auction import FirstPrice
        from proofs import assert_held as imported

        def test_participation(assert_held):
            assert assert_held is imported
            assert_held("individually-rational-ex-post", FirstPrice)

        def test_truth(assert_held):
            assert_held("truth-dominant", FirstPrice())
        """
    )
    result = folder.runpytest("test_auction.py")
    assert outcomes(result) == {"passed": 1, "failed": 1}
    result.stdout.fnmatch_lines(
        [f"E * FirstPrice: truth-dominant is refuted: {LIE} (all 9 message profiles)"]
    )


def test_a_damaged_installation_is_one_line(folder, monkeypatch):
    monkeypatch.setattr("undominated.not_ours", lambda room: f"{room} is not ours")
    result = folder.runpytest("--undominated")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: gametheory is not ours"])


def test_files_import_what_lies_beside_them_and_folders_are_kept_apart(pytester):
    for name, types in (("a", 3), ("b", 1)):
        path = pytester.mkdir(name)
        (path / "common.py").write_text(f"TYPES = range({types})\n", encoding="utf-8")
        text = "from common import TYPES\n" + AUCTION.replace("range(3)", "TYPES")
        (path / "auction.py").write_text(text, encoding="utf-8")
    assert outcomes(pytester.runpytest("--undominated")) == {"passed": 3, "failed": 1}  # one type has no lie
