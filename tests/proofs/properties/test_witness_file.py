"""Witnesses against claims on mechanisms: written by `check`, replayed by `check`, and forged ones noticed."""

import shutil
import tomllib
from pathlib import Path

import pytest
import tomlkit

from proofs.properties.register import IDS
from proofs.properties.witness_file import RECORDS
from tests.broken_mechanisms import CASES
from tests.calls import call

BROKEN = Path(__file__).parents[2] / "broken_mechanisms.py"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A witness file for each claim, by id, from the mechanism that breaks it."""
    folder = tmp_path_factory.mktemp("mechanisms")
    shutil.copy(BROKEN, folder / "broken.py")
    files = {}
    for name in RECORDS:
        cls = CASES[name][1].__name__
        call("check", f"{folder / 'broken.py'}::{cls}", "--claim", name, "--output", folder / "witnesses")
        files[name] = folder / "witnesses" / f"{cls}.{name}.toml"
    return files


def test_every_claim_that_has_a_witness_has_a_file():
    assert set(RECORDS) == set(IDS)


@pytest.mark.parametrize("name", RECORDS)
def test_a_witness_that_was_written_replays(written, name):
    called = call("check", written[name])
    assert called.status == 0, called.err
    assert "1 refuted as expected" in called.out
    assert f"witness.{name}" in called.out


FORGED = [  # what is changed in the witness against truth-dominant, and what is said
    (("shows",), "she gains 7", 1, "the mechanism gives: player 1 of type 1 says 0"),
    (("record", "i"), 1, 1, "the mechanism gives: player 2 of type 1 says 0"),
    (("record", "context"), [0], 1, "the witness does not hold"),
    (("record", "context"), [1, 0], 1, "the record does not fit the mechanism"),
    (("record", "i"), 9, 1, "the record does not fit the mechanism"),
    (("record", "messages"), [0], 1, "the record does not fit the mechanism"),
    (("record", "messages"), 0, 1, "the record does not fit the mechanism"),
    (
        ("record", "messages"),
        [0, -1],
        2,
        "witness.record.messages: integers from 0, or lists of them, got [0, -1]",
    ),
    (("record", "context"), "1", 2, "witness.record.context: integers from 0"),
    (("claim",), "truth-strictly-dominant", 0, ""),  # which it is against as well
    (("record", "kind"), "Loss", 2, "witness.record.kind: one of Lie, got Loss"),
    (("record", "better"), 1, 2, "witness.record.better: unknown key"),
    (("claim",), "truth", 2, "witness.claim: one of truth-dominant"),
    (("claim",), "ex-post-ic", 2, "witness.record.kind: one of ExPostLie, got Lie"),
    (("mechanism",), "nothing.py::FirstPrice", 1, "nothing.py: cannot be read: No such file"),
    (("mechanism",), "../broken.py::Nobody", 2, "got Nobody"),
    (("mechanism",), "../broken.py", 2, "one class is named, as in"),
    (("mechanism",), "../broken.py::SecondPrice", 1, "the witness does not hold"),
    (("digest",), "sha256:0", 1, "is not the file that the witness is about"),
    (("parameters",), {"price": "1"}, 2, "price: one of no values, got 1"),
]


@pytest.mark.parametrize("name", ["bayesian-ic", "individually-rational-interim"])
def test_a_place_beyond_all_numbers_fits_no_mechanism(written, name):
    document = tomllib.loads(written[name].read_text())
    document["witness"]["record"]["i"] = 10**30
    forged = written[name].parent / f"beyond-{name}.toml"
    forged.write_text(tomlkit.dumps(document))
    called = call("check", forged)
    assert (called.status, "the record does not fit the mechanism" in called.err) == (1, True)


@pytest.mark.parametrize(
    ("place", "value", "status", "said"), FORGED, ids=[f"{p[-1]}={v}" for p, v, *_ in FORGED]
)
def test_a_forged_witness_is_noticed(written, place, value, status, said):
    document = tomllib.loads(written["truth-dominant"].read_text())
    table = document["witness"]
    for key in place[:-1]:
        table = table[key]
    table[place[-1]] = value
    forged = written["truth-dominant"].parent / "forged.toml"
    forged.write_text(tomlkit.dumps(document))
    called = call("check", forged)
    assert said in called.err
    assert called.status == status


def test_code_that_has_changed_is_not_executed(written, tmp_path):
    document = tomllib.loads(written["truth-dominant"].read_text())
    (tmp_path / "broken.py").write_text("raise SystemExit('executed')")
    document["witness"]["mechanism"] = "broken.py::FirstPrice"
    (tmp_path / "witness.toml").write_text(tomlkit.dumps(document))
    called = call("check", tmp_path / "witness.toml")
    assert called.status == 1
    assert "executed" not in called.err


def test_a_variant_is_named_by_its_parameters(tmp_path):
    (tmp_path / "posted.py").write_text(
        "from fractions import Fraction\nfrom mechanisms import Mechanism\n\nclass Posted(Mechanism):\n"
        "    players, types = 1, range(2)\n    parameters = {'bonus': (0, Fraction(1, 2), 1)}\n"
        "    def outcome(self, values): return values[0]\n"
        "    def payoff(self, i, type, outcome): return self.bonus if outcome != type else 0\n"
    )
    call("check", tmp_path / "posted.py", "--claim", "truth-dominant", "--output", tmp_path)
    file = tmp_path / "Posted.truth-dominant.toml"
    assert tomllib.loads(file.read_text())["witness"]["parameters"] == {"bonus": "1/2"}
    called = call("check", file)
    assert called.status == 0
    assert "bonus = 1/2: the witness" in " ".join(called.out.split())
    file.write_text(file.read_text().replace('"1/2"', '"2"').replace("1/2", "2"))
    called = call("check", file)
    assert called.status == 0
    assert "bonus = 2, which Posted does not try: the witness" in " ".join(called.out.split())


def test_a_witness_against_a_table(tmp_path):
    table = Path(__file__).parents[3] / "examples" / "mechanisms" / "second-price.toml"
    call("check", table, "--claim", "budget-balanced-ex-post", "--output", tmp_path)
    assert call("check", tmp_path / "second-price.budget-balanced-ex-post.toml").status == 0


def test_a_parameter_is_an_attribute(tmp_path):
    text = ODD.format(value="1").replace("self.named, self.types = named, ", "self.types = ")
    (tmp_path / "odd.py").write_text(text, encoding="utf-8")
    called = call("check", tmp_path / "odd.py")
    assert (called.status, called.out) == (2, "")
    assert "Odd.named: an attribute with the value of the parameter, 1, got None" in called.err


@pytest.mark.parametrize("name", ["parameters", "expect"])
def test_a_parameter_is_no_attribute_of_the_class(tmp_path, name):
    (tmp_path / "odd.py").write_text(ODD.format(value="1").replace('"named"', f'"{name}"'), encoding="utf-8")
    called = call("check", tmp_path / "odd.py")
    assert (called.status, "other names than parameters, expect" in called.err) == (2, True)


def test_a_parameter_that_does_not_take_is_refused(tmp_path):
    """Else a claim on all of its values would be one on the first."""
    text = ODD.format(value="1").replace("self.named, self.types = named, ", "self.named, self.types = 1, ")
    (tmp_path / "odd.py").write_text(text.replace('{"named": [1]}', '{"named": [1, 2]}'), encoding="utf-8")
    called = call("check", tmp_path / "odd.py")
    assert (called.status, called.out) == (2, "")
    assert "Odd.named: an attribute with the value of the parameter, 2, got 1" in called.err


ODD = """
from mechanisms import Mechanism

class Lines:
    def __repr__(self): return "one\\ntwo"

class Plain:
    pass

LINES, PLAIN = Lines(), Plain()

class Odd(Mechanism):
    players, parameters = 1, {{"named": [{value}]}}
    def __init__(self, named=None): self.named, self.types = named, [{value}, "z"]
    def outcome(self, messages): return {value}, messages[0]
    def payoff(self, i, type, outcome): return int(outcome[1] == "z")
"""


@pytest.mark.parametrize(
    "value",
    ["a\tb", "a\nb", "a\r\nb", "a\xa0b", "a\xadb", "\u0633\u200c\u0634", "\ufeffa", "a\u3000b", "a\u2028b",
     "\u202ea", "\x1b[0m", " a", "", "\n", "LINES", "PLAIN"],
)  # fmt: skip
def test_what_cannot_be_seen_is_replayed(tmp_path, value):
    code = value if value.isupper() else repr(value)
    (tmp_path / "odd.py").write_text(ODD.format(value=code), encoding="utf-8")
    called = call("check", tmp_path / "odd.py", "--claim", "truth-dominant", "--output", tmp_path)
    assert "1 refuted" in called.out
    assert " at 0x" not in called.out
    replayed = call("check", tmp_path / "Odd.truth-dominant.toml")
    assert (replayed.status, "1 refuted as expected" in replayed.out) == (0, True), replayed.err
