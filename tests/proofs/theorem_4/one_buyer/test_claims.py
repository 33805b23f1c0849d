"""The claims on Theorem 4 with one buyer in a group: over a sample of the family, and by their reasons."""

from dataclasses import replace
from fractions import Fraction

import pytest

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.markets.market import Tie
from proofs.claims.claim import unwatched
from proofs.claims.verdict import Verdict
from proofs.theorem_4.one_buyer import claims, witnesses
from proofs.theorem_4.one_buyer.family import family, scope
from proofs.theorem_4.one_buyer.search import buyers_eliminated
from proofs.theorem_4.one_buyer.statement import solve
from tests.faults.fault import in_process
from tests.faults.theorem_4 import sample

HALF = Fraction(1, 2)


@pytest.mark.thorough
def test_the_printed_theorem_fails_for_six_reasons():
    found = claims.check_theorem_4_printed(unwatched)
    assert [f"({place})" in found.evidence for place in range(1, 8)] == [True] * 6 + [False]


def test_the_claims_on_the_family(monkeypatch):
    """On a sample that is good for every row: it has members of either kind."""
    sample(monkeypatch)
    good = claims._results().good
    assert {result.rounds for result in good} == {1, 2}
    assert {result.uneven_tie for result in good} == {True, False}
    assert {"symmetry" in result.broken for result in good} == {True, False}
    for check in (
        claims.check_theorem_4_read,
        claims.check_one_round,
        claims.check_only_if,
        claims.check_uneven_ties,
    ):
        assert check(unwatched).cases == len(good)


def test_a_wrong_criterion_is_refuted_on_the_family(monkeypatch):
    sample(monkeypatch)
    wrong = claims._over_family(lambda result: result.rounds > 1, "one round always suffices")
    assert wrong(unwatched).verdict is Verdict.REFUTED


def test_the_scope_of_the_family_follows_its_members(monkeypatch):
    assert scope(list(family(priors=("independent", "correlated", "asymmetric")))) == (
        "n=k=l=T=1; every value v(own signal, mate's signal) from {0, 1/2, 1, 2}; three priors; both tie rules; η = "
        "1/100, 1/10, 3/10"
    )
    few = list(family((HALF, Fraction(2)), ("independent",), (Tie.HIGHEST,), (Fraction(1, 10),)))
    monkeypatch.setattr(claims, "family", lambda priors: few)
    monkeypatch.setattr(claims, "_results", claims._results.__wrapped__)
    in_process(monkeypatch)
    found = claims.check_theorem_4_read(unwatched)
    assert found.scope == (
        "n=k=l=T=1; every value v(own signal, mate's signal) from {1/2, 2}; one prior; ties: highest; η = 1/10"
    )
    # A buyer asks at the price 1 unless a unit is worth 1/2 to her in any case. So of 16 members signals are
    # revealed in those in which that is so with one signal only: 2 · 3.
    assert found.evidence == (
        "6 cases: all 4,096 plans of each buyer and signal: S^∞ = S^1 ∩ (10), S^∞ = S², survivors are best replies "
        "(argument for every k, l, P and η: docs/theorem-4.md); 10 instances that break (8) are left out"
    )


def test_the_hypotheses_that_members_break_are_named(monkeypatch):
    sample(monkeypatch)
    results = claims._Results("here", 16, claims._results().good[:1], 3, ("(8)", "Condition 2"))
    monkeypatch.setattr(claims, "_results", lambda: results)
    found = claims.check_theorem_4_read(unwatched)
    assert found.evidence.startswith("1 case: all 16 plans of each buyer")
    assert found.evidence.endswith("; 3 instances that break (8) or Condition 2 are left out")
    monkeypatch.setattr(claims, "_results", lambda: replace(results, broken=0))
    assert "left out" not in claims.check_theorem_4_read(unwatched).evidence


def test_the_scope_without_full_support_follows_the_prior(monkeypatch):
    monkeypatch.setattr(claims, "ETA", Fraction(3, 10))
    monkeypatch.setattr(claims, "family", lambda priors, etas: family((HALF, Fraction(2)), priors, etas=etas))
    assert claims.check_without_full_support(unwatched).scope == (
        "the family with perfectly correlated signals, η = 3/10"
    )


def rich_mate():
    """Off the path, but a unit is worth 2."""
    instance = witnesses.unit_instance("rich", witnesses.AT_HALF, ["s"], ["b"], lambda i, omega: 2)
    return instance, next(buyers_eliminated(solve(instance), on_path=False))


def dear_unit():
    """A tie after L at the price 1, and none after H."""
    values = {"LL": Fraction(0), "LH": Fraction(1, 2), "HL": Fraction(1), "HH": Fraction(3)}
    instance = witnesses.unit_instance(
        "dear", ((Fraction(1),),), ["s"], ["L", "H"], lambda i, omega: values[omega[i] + omega[5 - i]]
    )
    return instance, next(buyers_eliminated(solve(instance), on_path=True))


def test_the_printed_reasons_follow_their_instances(monkeypatch):
    """What a unit is worth, and at which price, changes what is expected."""
    before = dict(claims.printed_reasons())
    assert before["off the path"].endswith("she expects 1/10 instead of 1/2")
    monkeypatch.setattr(witnesses, "off_the_path", rich_mate)
    monkeypatch.setattr(witnesses, "on_the_path", dear_unit)
    after = dict(claims.printed_reasons())
    assert {name for name in after if after[name] != before[name]} == {"off the path", "a tie on the path"}
    assert after["off the path"].endswith("she expects 3/10 instead of 3/2")
    assert "after the mate's first message (0 at 1), which L sends" in after["a tie on the path"]


def test_the_printed_reasons_name_their_sizes(monkeypatch):
    assert claims.check_theorem_4_printed(unwatched).scope == "n=k=l=1, one or two prices"
    single = (witnesses.a_seller, witnesses.off_the_path)
    monkeypatch.setattr(witnesses, "SMALLEST", single)
    assert claims.check_theorem_4_printed(unwatched).scope == "n=k=l=1, a single price"


def test_the_printed_weights_among_the_reasons_follow_the_mechanism(monkeypatch):
    printed = GDoubleStar.printed_weight
    monkeypatch.setattr(GDoubleStar, "printed_weight", lambda g, b, T: 3 * printed(g, b, T) / 2)
    assert dict(claims.printed_reasons())["weights"] == "the printed weights sum to 3 at n=1 k=1 l=1 T=1"


def test_the_row_on_xi_follows_the_choosy_buyer(monkeypatch):
    """15/16 for 7/8: with 1/4 the mean is 19/32, not 9/16. At the price 9/16 she must buy all the same."""
    assert (
        "for 1 if buyer 7 has L, for a unit is then worth 9/16"
        in claims.check_xi_is_not_empty(unwatched).evidence
    )
    values = {"HL": Fraction(15, 16), "LH": Fraction(0), "HH": Fraction(1, 4), "LL": Fraction(1, 4)}

    def value(i, omega):
        if i == 4 and omega[4] == "L":
            return values[omega[5] + omega[6]]
        return 1 if omega[i] == "H" else 0

    price = ((Fraction(9, 16),),)
    choosy = witnesses.unit_instance("choosy", price, ["s"], ["L", "H"], value, n=2)
    monkeypatch.setattr(witnesses, "choosy_buyer", lambda: choosy)
    found = claims.check_xi_is_not_empty(unwatched)
    assert found.scope == "n=2 k=1 l=1 P={9/16}"
    assert found.evidence == (
        "buyer 5 with signal L sees the first messages (0; 0), her own the first, and at price 9/16 θ must ask for 0 "
        "if buyer 6 has L, for a unit is then worth 1/8, and for 1 if buyer 7 has L, for a unit is then worth 19/32; "
        "the tuple does not say who sent it. Payoffs must be anonymous"
    )
    assert found.witness.record.holds(choosy)
    assert not replace(found.witness.record, requirements=found.witness.record.requirements[:1]).holds(choosy)


def test_the_row_without_8_follows_its_instance(monkeypatch):
    values = {"LL": 0, "LH": 4, "HL": 0, "HH": 4}
    game = witnesses.unit_instance(
        "dear", ((Fraction(3, 2),),), ["s"], ["L", "H"], lambda i, omega: values[omega[i] + omega[5 - i]]
    )
    monkeypatch.setattr(witnesses, "not_revealing", lambda: game)
    found = claims.check_without_8(unwatched)
    assert found.scope == "n=k=l=1, P={3/2}"
    assert found.evidence == (
        "a unit is worth 0 given the mate's L and 4 given her H, whatever the own signal: with both all send (1), "
        "best at the mean 2 and the price 3/2; first messages reveal nothing, and no third demand is best given "
        "either signal: (10) is empty"
    )
