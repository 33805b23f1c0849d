"""Pictures of witnesses: every file has one, and another witness has another picture."""

import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from xml.etree import ElementTree

import pytest

from proofs.audit.kinds import FILE_KINDS, load_witness
from proofs.claims.draws import Compares, draws_by_hand
from proofs.claims.example_files import catalogue, example
from proofs.claims.verdict import Witnessed
from proofs.pictures.bars import Bar, Bars, bars_panel
from proofs.pictures.branches import by_branch
from proofs.pictures.hedges import attempts
from proofs.pictures.picture import Picture
from proofs.pictures.pictures import DRAWN, draw
from proofs.theorem_4.hedges.hedge import Hedge

FILES = [name for name in catalogue() if name.endswith(".toml") and name.startswith("theorem-")]
WITNESSES = {name: file for name in FILES if (file := load_witness(example(name))) is not None}


@cache
def html_of(name: str) -> str:
    file = WITNESSES[name]
    return "".join(picture.html() for picture in draw(Witnessed(file.record, file.instance)))


def test_every_kind_of_file_has_a_picture():
    assert {kind.record for kind in FILE_KINDS} <= set(DRAWN)


@pytest.mark.parametrize("name", WITNESSES)
def test_a_picture_is_well_formed_and_says_what_it_shows(name):
    figures = html_of(name).split("</figure>")[:-1]
    assert figures
    for figure in figures:
        root = ElementTree.fromstring(figure + "</figure>")
        assert root.findtext("figcaption")
        for svg in root.iter("svg"):
            assert svg.attrib["aria-label"]
            assert [each.text for each in svg.iter("text")]


@pytest.mark.parametrize(
    "name", [name for name, file in WITNESSES.items() if hasattr(file.record, "figures")]
)
def test_a_long_number_is_cut_short_in_the_sight_of_all(name):
    """A fraction in the picture is one of the record; one that is near it would pass for exact."""
    record = WITNESSES[name].record
    exact = {str(figure) for _, figure in record.figures} | {str(record.least)}
    root = ElementTree.fromstring(f"<all>{html_of(name)}</all>")
    written = " ".join(each.text or "" for svg in root.iter("svg") for each in svg.iter("text"))
    assert set(re.findall(r"\d+/\d+", written)) <= exact
    assert "..." in written or all(figure.denominator < 10**6 for _, figure in record.figures)


def test_two_witnesses_never_have_the_same_picture():
    pictures = [html_of(name) for name in WITNESSES]
    assert len(set(pictures)) == len(pictures)


def test_a_picture_that_is_not_made_from_its_witness_is_noticed(monkeypatch):
    """Two hedges of one file differ in their pictures, and do not when the picture ignores the record."""

    def differ():
        file = WITNESSES["theorem-4/hedged-first-message.toml"]
        one, two = (draw(Witnessed(hedge, file.instance))[0].html() for hedge in file.record.hedges)
        return one != two

    assert differ()
    planted = Picture((bars_panel("always the same", [Bars("", [Bar("a", Fraction(1))])]),), "planted")
    monkeypatch.setitem(DRAWN, Hedge, lambda record, instance: [planted])
    assert not differ()


def test_another_message_changes_the_picture_of_a_counterexample():
    file = WITNESSES["theorem-1/decreasing-costs.toml"]
    violation = file.record.violation
    other = replace(file.record, violation=replace(violation, better=((0,), (1,))), loss=None)
    before, after = (draw(Witnessed(record, file.instance))[0].html() for record in (file.record, other))
    assert before != after
    assert "names 0 and sells 0" in before
    assert "names 1 and sells 1" in after


def test_the_table_of_the_hedge_is_that_of_the_page():
    """docs/theorem-4-groups.md, in 32nds of eta/2 with the hedge subtracted: -1 and 7/2; 3 and -3/2."""
    file = WITNESSES["theorem-4/hedged-first-message.toml"]
    (hedge,) = (hedge for hedge in file.record.hedges if hedge.agent[1] == "H")
    close = [each.more for each in attempts(hedge, file.instance) if max(each.more) > 0]
    scale = Fraction(3, 4)
    ratios = sorted((left / scale, right / scale) for left, right in close)
    assert ratios == [(Fraction(-3, 2), 3), (Fraction(7, 2), -1)]


def test_bars_have_lengths_in_proportion():
    """From -1 to 3: zero is a quarter of the way."""
    panel = bars_panel("heading", [Bars("words", [Bar("a", Fraction(-1)), Bar("b", Fraction(3))])])
    rects = [each.attrib for each in ElementTree.fromstring(panel.svg()).iter("rect")]
    one, three = (float(each["width"]) for each in rects)
    assert three == pytest.approx(3 * one, rel=1e-3)
    assert float(rects[0]["x"]) + one == pytest.approx(float(rects[1]["x"]), abs=1e-2)


COMPARED = [
    name
    for name, file in WITNESSES.items()
    if isinstance(file.record, Compares) and "without-condition" not in name
]


@pytest.mark.parametrize("name", COMPARED)
def test_branches_add_up_to_what_both_messages_earn(name):
    file = WITNESSES[name]
    found = by_branch(file.instance, file.record.two_ways(file.instance))
    sums = [sum(pair[k] for pair in found.values()) for k in (0, 1)]
    draws = draws_by_hand(file.instance, file.record.two_ways(file.instance))
    assert sums == [sum(draw.share * draw.earns[k] for draw in draws) for k in (0, 1)]
    assert sums[0] < sums[1]
    shown = html_of(name).rpartition("<figure>")[2]
    for b, (hers, better) in found.items():
        assert (f">branch {b}<" in shown) == (hers != better)
        assert hers == better or (f">{hers}<" in shown and f">{better}<" in shown)


def test_some_files_compare_two_messages():
    assert len(COMPARED) >= 4
