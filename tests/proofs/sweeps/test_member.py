"""Members of a family: what they are told apart by, and what is believed of what was stored."""

from fractions import Fraction
from types import SimpleNamespace

import pytest

from gametheory.games.errors import InputError
from proofs.claims.deciders import NotDecided
from proofs.claims.verdict import Verdict
from proofs.sweeps import member as members
from proofs.sweeps.member import Case, Family, Member, decide, is_outcome, read, shown

AUCTION = """
from mechanisms import Mechanism

class First(Mechanism):
    players, types = 2, range(2)
    def __init__(self, reserve=0): self.reserve = reserve
    def outcome(self, bids): return bids.index(max(bids)), max(bids)
    def payoff(self, i, type, outcome): return (type - outcome[1]) if outcome[0] == i else 0
"""
GOOD = {"verdict": "held", "scope": "all", "evidence": "none", "cases": 3}


@pytest.fixture
def family(tmp_path):
    (tmp_path / "auction.py").write_text(AUCTION)
    return members.family_in(tmp_path / "auction.py")


@pytest.mark.parametrize(
    ("changes", "believed"),
    [
        ({}, True),
        ({"cases": 1}, True),
        ({"cases": 0}, False),
        ({"cases": -1}, False),
        *(({"verdict": verdict.value, "cases": -1}, verdict is not Verdict.HELD) for verdict in Verdict),
        *(({"verdict": verdict.value, "cases": 0}, verdict is not Verdict.HELD) for verdict in Verdict),
        ({"verdict": "true"}, False),
        ({"verdict": None}, False),
        ({"cases": "3"}, False),
        ({"cases": True}, False),
        ({"scope": 1}, False),
        ({"evidence": None}, False),
        ({"more": 1}, False),
    ],
    ids=str,
)
def test_what_is_stored_is_believed_if_it_may_have_been_found(changes, believed):
    assert is_outcome(GOOD | changes) == believed
    assert not is_outcome({key: value for key, value in (GOOD | changes).items() if key != "scope"})


def test_what_was_stored_is_read():
    assert read(GOOD).cases == 3
    assert read(GOOD | {"verdict": "open", "cases": -1}).cases is None
    assert read(GOOD | {"verdict": "open", "cases": 0}).cases == 0


@pytest.mark.parametrize(
    ("value", "given"),
    [
        ("1/2", Fraction(1, 2)),
        ("4/2", 2),
        (3, 3),
        ("high", "high"),
        ([1, ["1/2", "a"]], (1, (Fraction(1, 2), "a"))),
    ],
)
def test_a_class_is_given_exact_numbers_and_tuples(value, given):
    found = members._parameter(value)
    assert (found, type(found)) == (given, type(given))


def test_a_claim_is_found_by_its_whole_name(family):
    one = members.member(family, {"reserve": 1})
    names = [claim.id for claim in one.claims()]
    assert len(names) > 5
    assert [one.claim(name).id for name in names] == names


@pytest.mark.parametrize("version", ["a", "z"])
def test_another_house_decides_nothing(monkeypatch, version):
    monkeypatch.setattr(members, "house", lambda: "m")
    case = Case(Member(Family("nothing.toml"), {}, "digest"), "claim", version)
    with pytest.raises(InputError, match="the same undominated"):
        decide(case)


@pytest.mark.parametrize("digest", ["", "0", "z"])
def test_files_that_are_not_those_of_the_sweep_are_refused(monkeypatch, family, digest):
    ((file, _),) = family.sources
    monkeypatch.setattr(members, "_sources", lambda cls: ((file, digest),))
    members._class.cache_clear()
    with pytest.raises(InputError, match="the files that the sweep began with"):
        members.member(family, {}).mechanism()
    members._class.cache_clear()


def test_a_late_import_is_no_verdict(monkeypatch, family):
    finding = SimpleNamespace(cut_short=False, evidence="", verdict=Verdict.HELD, scope="", cases=1)
    monkeypatch.setattr(Member, "claim", lambda record, name: SimpleNamespace(find=lambda: finding))
    case = Case(members.member(family, {}), "truth-dominant", members.house())
    assert decide(case) == members.written(finding)
    monkeypatch.setattr(members, "_late_import", lambda family: "late")
    assert decide(case) == NotDecided("late")
    monkeypatch.undo()
    monkeypatch.setattr(Member, "claim", lambda record, name: SimpleNamespace(find=lambda: finding))
    finding.cut_short, finding.evidence = True, "cut"
    assert decide(case) == NotDecided("cut")


def test_members_are_told_apart_by_all_that_matters(tmp_path, family):
    texts = {
        "one": "[market]\nn = 1\n",
        "two": "[market]\nn = 2\n",
        "titled": 'title = "t"\n[market]\nn = 1\n',
    }
    digests = {name: members.member(Family("market.toml", text), {}).digest for name, text in texts.items()}
    assert digests["one"] == digests["titled"] != digests["two"]
    assert members.member(Family("other.toml", texts["one"]), {}).digest == digests["one"]
    assert members.member(Family("market.toml", texts["two"]), {"market.n": 1}).digest == digests["one"]
    without = Family("market.toml", texts["one"], without=("(8)",))
    assert members.member(without, {}).digest != digests["one"]
    assert members.member(family, {}).digest != members.member(family, {"reserve": 1}).digest
    assert (shown("a"), shown(1), shown([1, "b"])) == ("a", "1", '[1, "b"]')
