"""Members of a family: what they are told apart by, and what is believed of what was stored."""

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest

from gametheory.games.errors import InputError
from mechanisms.files.toml import parse_toml
from proofs.claims.deciders import NotDecided
from proofs.claims.verdict import Reading, Verdict
from proofs.sweeps import member as members
from proofs.sweeps import spec, variation
from proofs.sweeps.condition import Condition, read_condition
from proofs.sweeps.member import Case, Family, Member, decide, is_outcome, read, shown
from proofs.sweeps.places import PlaceError, changed
from proofs.sweeps.result import results
from proofs.sweeps.spec import _Meanings
from proofs.sweeps.variation import read_variation
from proofs.sweeps.witness import refuted_document
from tests.example_games import EXAMPLES

AUCTION = """
from mechanisms import Mechanism

class First(Mechanism):
    players, types, parameters = 2, range(2), {"reserve": (0, 1)}
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


def test_of_several_classes_one_is_named(tmp_path):
    (tmp_path / "two.py").write_text(AUCTION + AUCTION.replace("First", "Second"))
    with pytest.raises(InputError, match=r"one class is named, as in \S*two.py::First, of First, Second"):
        members.family_in(tmp_path / "two.py")


@pytest.mark.parametrize("witness", [None, SimpleNamespace(context="no mechanism")])
def test_what_has_no_witness_file_is_written_as_none(monkeypatch, family, witness):
    finding = SimpleNamespace(witness=witness, verdict=Verdict.REFUTED)
    monkeypatch.setattr(Member, "claim", lambda record, name: SimpleNamespace(find=lambda: finding))
    one = members.member(family, {})
    assert refuted_document(one, "truth-dominant", "folder") is None
    assert refuted_document(one, "no claim", "folder") is None


def claim(item, id):
    return SimpleNamespace(item=item, id=id, reading=Reading.DEFINED)


@pytest.mark.parametrize(
    ("names", "found", "asked"),
    [
        (("near",), ["near"], [False]),
        (("far",), ["far"], [False, True]),
        (("far", "near"), ["near", "far"], [False, True]),
        (("Section 1",), ["near"], [False]),
    ],
)
def test_claims_that_take_longer_are_asked_for_where_they_are_named(names, found, asked):
    meanings, calls = _Meanings(SimpleNamespace(), names), []

    def claims(further):
        calls.append(further)
        return [claim("Section 1", "near"), *([claim("Section 2", "far")] if further else [])]

    assert [each.id for each in meanings.on(claims)] == found
    assert calls == asked
    meanings.check()


def vary(form):
    return read_variation(parse_toml("spec.toml", f"[vary]\na = {form}\n").section("vary"), "a").values


def test_a_grid_ends_where_its_steps_do(monkeypatch):
    assert vary('{ from = "1/4", to = "9/4", step = 1 }') == (("1/4",), ("5/4",), ("9/4",))
    for wrong in (
        "{ from = 1, to = 2, step = 3 }",
        "{ from = 2, to = 1, step = 1 }",
        "{ from = 1, to = 3, step = 4 }",
    ):
        with pytest.raises(InputError, match="reaches in steps of"):
            vary(wrong)
    monkeypatch.setattr(variation, "MOST_CASES", 3)
    assert len(vary("{ from = 1, to = 3, step = 1 }")) == 3
    with pytest.raises(InputError, match="at most 3 values"):
        vary("{ from = 1, to = 4, step = 1 }")


def test_draws_are_multiples_within_bounds(monkeypatch):
    ends = {value for (value,) in vary('{ draws = 60, seed = 1, from = "1/4", to = "5/4", denominator = 2 }')}
    assert ends == {"1/2", 1}
    one = vary("{ draws = 3, seed = 1, from = 1, to = 1, denominator = 1 }")
    assert one == ((1,),) * 3
    for wrong, says in (
        ('{ draws = 2, seed = 1, from = "1/4", to = "1/3", denominator = 2 }', "a multiple of 1/2"),
        ("{ draws = 2, seed = 1, from = 0, to = 1, denominator = 0 }", "denominator"),
        ("{ draws = 0, seed = 1, from = 0, to = 1, denominator = 1 }", "draws"),
        ("{ draws = 2, seed = -1, from = 0, to = 1, denominator = 1 }", "seed"),
    ):
        with pytest.raises(InputError, match=says):
            vary(wrong)
    monkeypatch.setattr(variation, "MOST_CASES", 3)
    assert len(vary("{ draws = 3, seed = 0, from = 0, to = 1, denominator = 1 }")) == 3
    with pytest.raises(InputError, match="at most 3"):
        vary("{ draws = 4, seed = 0, from = 0, to = 1, denominator = 1 }")


def test_a_hint_names_forty_values():
    known = {"own": [str(k) for k in range(100, 150)]}
    with pytest.raises(InputError) as wrong:
        read_condition("own = high", known)
    assert "139" in str(wrong.value)
    assert "140" not in str(wrong.value)


@pytest.mark.parametrize(
    ("comparison", "value", "fits"),
    [
        ("=", "1/2", ["1/2"]),
        ("=", "2/4", ["1/2"]),
        ("!=", "3/6", ["1/4", "3/4", "high"]),
        ("=", "high", ["high"]),
        ("!=", "high", ["1/4", "1/2", "3/4"]),
        ("<", "1/2", ["1/4"]),
        ("<=", "1/2", ["1/4", "1/2"]),
        (">", "1/2", ["3/4"]),
        (">=", "2/4", ["1/2", "3/4"]),
    ],
)
def test_conditions_fit_numbers_by_value_and_text_as_it_stands(comparison, value, fits):
    condition = Condition("own", comparison, value)
    values = ["1/4", "1/2", "3/4", "high"]
    assert [own for own in values if condition.fits(SimpleNamespace(field={"own": own}.get))] == fits


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("a.b.c", r"there is no b at a \(x\)"),
        ("s[3].u", r"there is no number 3 at s \(2\)"),
        ("a.x[1].y", r"there is no number 1 at a.x \(no list\)"),
        ("z.y", r"there is no z at the top \(a, s\)"),
        ("a.x.y.z", r"there is no y at a.x \(no table\)"),
    ],
)
def test_a_place_that_is_not_there_is_said_with_what_is(place, says):
    with pytest.raises(PlaceError, match=says):
        changed({"a": {"x": 1}, "s": [{"u": 1}, {"u": 2}]}, {place: 9})


def test_a_result_has_its_columns(family):
    """Of places before and behind the two columns that all have."""
    one = Member(family, {"a": 1, "z": "high", "claims": 2}, "digest")
    sweep = SimpleNamespace(
        cases=(Case(one, "truth-dominant", "v"),),
        claims={"truth-dominant": claim("Mechanism", "truth-dominant")},
        expected={},
        family=family,
        numbers={"digest": 7},
    )
    run = SimpleNamespace(outcomes={sweep.cases[0].name: GOOD}, not_decided={})
    (found,) = results(sweep, run)
    columns = "verdict", "claim", "a", "z", "claims"
    assert [found.field(name) for name in columns] == ["held", "truth-dominant", "1", "high", "2"]
    assert (found.number, found.row.seconds) == (7, 0)
    none = SimpleNamespace(outcomes={}, not_decided={sweep.cases[0].name: "no time"})
    assert next(results(sweep, none)).field("verdict") == "open"


def test_no_count_of_cases_is_stored_as_none():
    finding = SimpleNamespace(verdict=Verdict.OPEN, scope="s", evidence="e", cases=None)
    assert members.written(finding) == {"verdict": "open", "scope": "s", "evidence": "e", "cases": -1}
    assert read(members.written(finding)).cases is None


def test_claims_that_take_longer_are_of_a_market_and_found_by_name():
    one = members.member(members.family_in(EXAMPLES / "first.toml"), {})
    near, far = ([claim.id for claim in one.claims(further)] for further in (False, True))
    assert near == far[: len(near)] != far
    assert [one.claim(name).id for name in (near[0], far[-1])] == [near[0], far[-1]]


def test_hypotheses_are_those_of_the_paper_alone(family):
    mine = replace(family, without=("(8)",))
    with pytest.raises(InputError, match="without: hypotheses of the paper's claims"):
        members.member(mine, {}).claims()


def test_a_member_that_cannot_be_is_not_decided():
    case = Case(
        members.member(Family("market.toml", "[market]\nn = 0\n"), {}), "Condition 1", members.house()
    )
    assert isinstance(decide(case), NotDecided)


def test_members_are_alike_in_any_order_and_differ_by_class():
    one, other = (
        members.member(Family("a.py::First"), values).digest
        for values in ({"a": 1, "b": 2}, {"b": 2, "a": 1})
    )
    assert one == other != members.member(Family("a.py::Second"), {"a": 1, "b": 2}).digest


def test_combinations_are_tried_up_to_a_limit(monkeypatch):
    file = parse_toml("spec.toml", "[vary]\na = [1, 2]\nb = [1, 2]\n")
    monkeypatch.setattr(spec, "MOST_CASES", 4)
    assert len(spec._read_variations(file)) == 2
    monkeypatch.setattr(spec, "MOST_CASES", 3)
    with pytest.raises(InputError, match="at most 3 combinations"):
        spec._read_variations(file)


def test_values_are_as_many_as_places_and_steps_lead_upwards():
    assert vary("{ from = 1, to = 1, step = 1 }") == ((1,),)
    for step in "0", "-1":
        with pytest.raises(InputError, match="a number above 0"):
            vary(f"{{ from = 1, to = 3, step = {step} }}")
    for values in "[[1, 2], [1]]", "[[1, 2], [1, 2, 3]]", "[[1, 2], 1]":
        section = parse_toml("spec.toml", f'[vary]\n"a, b" = {values}\n').section("vary")
        with pytest.raises(InputError, match="lists of 2 values"):
            read_variation(section, "a, b")


def test_tables_have_no_hypotheses_of_the_paper(monkeypatch):
    monkeypatch.setattr(members, "is_table_file", lambda file: True)
    monkeypatch.setattr(members, "claims_of_a_table", lambda file: SimpleNamespace(claims=["one"]))
    text = "[market]\nn = 1\n"
    assert members.member(Family("table.toml", text), {}).claims() == ["one"]
    with pytest.raises(InputError, match="without: hypotheses of the paper's claims"):
        members.member(Family("table.toml", text, without=("(8)",)), {}).claims()


def test_one_draw_is_one_and_no_value_within_another_is_inexact():
    assert len(vary("{ draws = 1, seed = 1, from = 0, to = 1, denominator = 1 }")) == 1
    for values in "[0.5]", "[[0.5]]", "[{ a = 0.5 }]", "[[[1, 0.5]]]":
        with pytest.raises(InputError, match="an exact number"):
            vary(values)


def test_a_text_that_a_class_lists_is_no_number(tmp_path):
    text = AUCTION.replace('"reserve": (0, 1)', '"reserve": ("1", "2")')
    (tmp_path / "auction.py").write_text(text)
    found = members.family_in(tmp_path / "auction.py")
    given = {value: members.member(found, {"reserve": value}).mechanism().reserve for value in ("1", "3")}
    assert given == {"1": "1", "3": 3}
