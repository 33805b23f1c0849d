"""Theorem 4 by pure dominance on one instance: refuted only where a record shows it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from mechanisms import load_instance
from mechanisms.as_mechanisms.instances import as_mechanism
from mechanisms.markets.market import price_grid
from proofs import check
from proofs.audit.load_claims import load_claims
from proofs.claims.claim import unwatched
from proofs.claims.verdict import Verdict
from proofs.theorem_4.anonymous_buyers import EVEN, AnonymousCase, linear_family, quarters, shares, units
from proofs.theorem_4.hedges.claims import QUARTER, TOP
from proofs.theorem_4.hedges.first_message_rounds import first_message_rounds
from proofs.theorem_4.hedges.hedged_refutation import Hedged, HedgedTwice, Pooled, find_pooled
from proofs.theorem_4.hedges.search import smallest_forever, smallest_hedged
from proofs.theorem_4.hypotheses import broken_hypotheses
from proofs.theorem_4.mixed import on_an_instance
from proofs.theorem_4.mixed.claims import satisfies_hypotheses
from proofs.theorem_4.mixed.on_an_instance import _listed, _mixed, _pure

P = price_grid(1, 1)
S1_ALONE = AnonymousCase(units("1/2", 0, 0, "5/2"), units(3, "3/2", 0, 1), EVEN, P)


def test_s1_alone_does_not_refute_it():
    """H's second first message, 1 0, is L's. It is in S^1 and not in S²; and then nothing that (10) forbids is found."""
    instance = S1_ALONE.instance()
    assert not broken_hypotheses(instance)
    rounds = first_message_rounds(instance).rounds
    at_0, both = ((1,), (0,)), ((1,), (1,))
    assert [{t: set(own) for t, own in hedges.items()} for hedges in rounds] == [
        {"L": {at_0}, "H": {at_0, both}},
        {"L": {at_0}, "H": {both}},
        {"L": {at_0}, "H": {both}},
    ]
    assert Hedged(_listed(rounds[0]), forever=False).holds(instance)
    assert find_pooled(instance, rounds[0]) is None
    finding = _pure(instance, unwatched)
    assert finding.verdict is Verdict.OPEN
    assert finding.evidence == (
        "S^1 has plans of every buyer with first messages that are not price-taking: 1 0 with H; but S² "
        "has none, and nothing shows that it breaks (10)"
    )


def test_a_round_that_is_not_decided_is_named(monkeypatch):
    instance = S1_ALONE.instance()
    rounds = first_message_rounds(instance)
    known = replace(
        rounds,
        rounds=rounds.rounds[:1],
        gone=rounds.gone[:1],
        undecided="round 2, signal H: neither this nor that",
    )
    monkeypatch.setattr(on_an_instance, "first_message_rounds", lambda _: known)
    finding = _pure(instance, unwatched)
    assert finding.verdict is Verdict.OPEN
    says = "1 0 with H; but S² is open: round 2, signal H: neither this nor that, and nothing shows that it breaks (10)"
    assert finding.evidence.endswith(says)


def test_it_is_refuted_by_pooling():
    instance = smallest_hedged(QUARTER, TOP)[0].instance()
    finding = _pure(instance, unwatched)
    assert finding.verdict is Verdict.REFUTED
    assert isinstance(finding.witness.record, Pooled)
    assert finding.witness.record.holds(instance)


UNHEDGED = AnonymousCase(
    quarters(0, 1, 1, 5), quarters(2, 11, 12, 10), shares(3, 1, 1, 1, 2), ((Fraction(1, 2),), (Fraction(1),))
)
TIED = AnonymousCase(units(0, 0, 0, 0), units(2, 2, 2, 2), EVEN, P)  # at price 0


@pytest.mark.parametrize("case", [UNHEDGED, TIED])
def test_without_hedges_it_is_open(case):
    finding = _pure(case.instance(), unwatched)
    assert finding.verdict is Verdict.OPEN
    assert finding.evidence.startswith("no first message is kept for a hedge")


@pytest.fixture(scope="module")
def for_ever():
    case, found = smallest_forever()
    return case.instance(), found.hedges


def test_hedges_that_need_each_other_are_in_s2(for_ever):
    instance, hedges = for_ever
    found = HedgedTwice(hedges, hedges)
    assert found.holds(instance)
    assert found.describe(instance).startswith("S² has plans of every buyer with first messages that are not")
    for place in range(len(hedges)):  # each is needed by some other
        assert not HedgedTwice(hedges[:place] + hedges[place + 1 :], hedges).holds(instance)
    taking = tuple(hedge for hedge in hedges if hedge not in found.strange(instance))
    assert not HedgedTwice(hedges, taking).holds(instance)
    assert not HedgedTwice((), ()).holds(instance)


def test_a_message_in_s2_that_is_gone_in_s3_refutes_it(monkeypatch, for_ever):
    """With rounds as an elimination might have them."""
    instance, hedges = for_ever
    own = {t: {hedge.first: hedge for hedge in hedges if hedge.agent[1] == t} for t in "LH"}
    strange = Hedged(hedges, forever=False).strange(instance)
    honest = {t: {d: hedge for d, hedge in kept.items() if hedge not in strange} for t, kept in own.items()}
    for rounds, kind in ((own, own, honest), HedgedTwice), ((own, own), Hedged):
        monkeypatch.setattr(
            on_an_instance,
            "first_message_rounds",
            lambda _, rounds=rounds: type("Rounds", (), {"rounds": rounds}),
        )
        finding = _pure(instance, unwatched)
        assert finding.verdict is Verdict.REFUTED
        assert isinstance(finding.witness.record, kind)
        assert finding.witness.record.holds(instance)


REVEALED = """
title = "A unit is worth 3/2 for each seller with t; at price 1 the other group's seller has s"
without = ["Condition 2"]
[market]
mechanism = "G**"
n = 1
k = 1
l = 1
prices = ["0", "1/8", "1"]
eta = "1/10"
[signals]
seller = ["s", "t"]
buyer = ["b"]
[prior]
"s, s, b, b" = "1/4"
"s, t, b, b" = "1/4"
"t, s, b, b" = "1/4"
"t, t, b, b" = "1/4"
[[seller]]
copies = 2
depends_on = ["own"]
[seller.unit_costs]
"s" = ["1/4"]
"t" = ["2"]
[[buyer]]
copies = 2
depends_on = ["sellers"]
[buyer.unit_values]
"s, s" = ["0"]
"s, t" = ["3/2"]
"t, t" = ["3"]
"""


def test_what_the_argument_needs_may_fail_where_it_is_not_insisted_on(tmp_path):
    """The mean value is 3/2 > 1, so (10) asks to buy. Price 1 in branch 4 shows that one seller has s: there a unit is
    worth 3/4, and not to buy at 1 earns 7/80 - 1/60 = 17/240 more. So survivors are no equilibrium.
    """
    file = tmp_path / "revealed.toml"
    file.write_text(REVEALED, encoding="utf-8")
    (claim,) = (claim for claim in load_claims(file).claims if claim.id == "g-double-star.theorem-4.read")
    found = claim.find()
    assert found.verdict is Verdict.OPEN
    assert "the argument needs Condition 2" in found.evidence
    gain = check(as_mechanism(load_instance(file)), ["epsilon-bayesian"])["epsilon-bayesian"]
    assert "gains 17/240" in gain.evidence


@pytest.mark.parametrize("name", on_an_instance.ARGUMENT_NEEDS)
def test_each_hypothesis_that_the_argument_needs_is_looked_at(monkeypatch, name):
    instance = next(filter(satisfies_hypotheses, (case.instance() for case in linear_family())))
    assert _mixed(instance, unwatched).verdict is Verdict.HELD
    monkeypatch.setattr(
        on_an_instance,
        "HYPOTHESES",
        {"G**": {**on_an_instance.HYPOTHESES["G**"], name: lambda _: "it fails"}},
    )
    found = _mixed(instance, unwatched)
    assert (found.verdict, found.evidence) == (Verdict.OPEN, f"the argument needs {name}: it fails")
