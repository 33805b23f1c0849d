"""Every kind of witness has a picture, made from the record: by introspection, on the samples of each kind."""

import re
from xml.etree import ElementTree

import pytest

from gametheory.games.svg import width_of
from mechanisms.general.symmetry import Asymmetry
from proofs.audit.kinds import FILE_KINDS
from proofs.claims.verdict import Witnessed
from proofs.conditions.condition_2 import Condition2Violation
from proofs.conditions.private_preferences import Dependence
from proofs.pictures.pictures import DRAWN, draw
from proofs.properties.coalitions import GroupLie
from proofs.properties.truth import EqualLie
from proofs.properties.witness_file import FITS_NOT
from proofs.properties.witness_file import RECORDS as OF_MECHANISMS
from proofs.rules.branch_7 import NoPlace
from proofs.rules.feasibility import InfeasibleOutcome
from proofs.rules.own_price import WrongPrice
from proofs.theorem_1.statement import IsolatedShortfall
from proofs.theorem_6.statement import RoomMatters
from tests.samples import conditions, games, large_markets, properties, rules, theorem_1, theorem_4, theorem_6  # noqa: F401
from tests.samples.sample import SAMPLES
from tests.test_evidence import RECORDS

# Where a forged record may look as the true one does: why.
ALIKE = {
    Condition2Violation: "the same numbers, under the other reading",
    Dependence: "the same reversal, put down to another agent's signal",
    EqualLie: "the truth, said to be a lie",
    GroupLie: "the same gains, of a group that must not have any loser",
    InfeasibleOutcome: "the same allocation, said to come of other messages",
    IsolatedShortfall: "the amounts are worked out from the event, whatever is stated",
    NoPlace: "the same sale, under the other reading",
    RoomMatters: "the same payoffs, in another part",
    WrongPrice: "the same prices, under the other reading",
}


def witnesses():
    """Every class of the house above game theory whose records say what they show."""
    return {each for each in RECORDS if each.__module__[:10] != "gametheory" and hasattr(each, "describe")}


def test_every_kind_has_a_picture():
    assert witnesses() - set(DRAWN) == set()
    assert {kind for kinds in OF_MECHANISMS.values() for kind in kinds} <= witnesses()
    assert {kind.record for kind in FILE_KINDS} <= witnesses()


def test_a_kind_without_a_picture_is_noticed(monkeypatch):
    monkeypatch.delitem(DRAWN, Asymmetry)
    assert witnesses() - set(DRAWN) == {Asymmetry}


def pictures(record, context):
    return draw(Witnessed(record, context[0]))


def words(svg):
    """What is written, and from where to where."""
    for each in svg.iter("text"):
        size = float(each.get("font-size")) * (1.1 if each.get("font-weight") else 1)
        x, width = float(each.get("x")), 0.8 * width_of(each.text or "", size)  # which is a generous guess
        left = {"start": x, "middle": x - width / 2, "end": x - width}[each.get("text-anchor")]
        yield each.text or "", left, left + width


@pytest.mark.parametrize("kind", [kind for kind in DRAWN if kind in SAMPLES], ids=lambda kind: kind.__name__)
def test_a_picture_is_made_from_its_record(kind):
    for each in SAMPLES[kind]():
        drawn = pictures(each.record, each.context)
        assert drawn
        for picture in drawn:
            assert re.search(r"[.\w)]$", picture.caption)
            for panel in picture.panels:
                svg = ElementTree.fromstring(panel.svg())
                assert [told for told, left, right in words(svg) if left < 0 or right > panel.size[0]] == []
        html = [picture.html() for picture in drawn]
        assert not re.search(r"\(\d+,\)|Fraction|None", f"{html} {each.record.describe(each.context[0])}")
        for forged, context in each.forged:
            if context == each.context and forged != each.record and kind not in ALIKE:
                try:
                    other = [picture.html() for picture in pictures(forged, context)]
                except FITS_NOT:
                    continue  # it does not fit what it is said to be about
                assert other != html


def test_what_may_look_alike_is_a_kind_with_samples():
    assert set(ALIKE) <= set(SAMPLES)
