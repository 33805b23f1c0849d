"""The claims on G** in the audit: as the ledger expects, and refuted by mechanisms with one thing broken."""

import pytest

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.markets.allocation import infeasibilities
from proofs.audit.audit import LEDGER, read_ledger
from proofs.audit.register import CLAIMS
from proofs.claims.claim import unwatched
from proofs.rules import g_double_star_outcomes as outcomes
from proofs.rules import serving as serving_rule
from proofs.theorem_4.one_buyer import claims as theorem_4_claims
from proofs.theorem_4.one_buyer.family import family
from proofs.theorem_4.one_buyer.outcome import outcome
from tests.interdependent_instances import TENTH, common_values, market

QUICK = {
    theorem_4_claims.check_printed_weights,
    theorem_4_claims.check_weights,
    theorem_4_claims.check_seller,
    theorem_4_claims.check_theorem_4_printed,
    theorem_4_claims.check_without_8,
    theorem_4_claims.check_without_condition_2,
    theorem_4_claims.check_xi_is_not_empty,
}


@pytest.mark.parametrize(
    "claim", [claim for claim in CLAIMS if claim.check in QUICK], ids=lambda c: c.name[:40]
)
def test_the_ledger_is_right_where_it_is_quick_to_tell(claim):
    expected = read_ledger(LEDGER)
    assert claim.find().verdict is expected[claim.name, claim.reading.value]


def test_the_printed_theorem_fails_for_six_reasons():
    found = theorem_4_claims.check_theorem_4_printed(unwatched)
    assert [f"({place})" in found.evidence for place in range(1, 8)] == [True] * 6 + [False]


def small_family(monkeypatch):
    """Results as the audit has them, from a sample that is good for every row."""
    good = []
    for case in list(family(priors=("independent", "asymmetric")))[::41]:
        instance = case.instance()
        if theorem_4_claims.NEEDED.isdisjoint(theorem_4_claims.broken_hypotheses(instance)):
            good.append(outcome(instance))
    results = theorem_4_claims._Results(tuple(good), 0)
    monkeypatch.setattr(theorem_4_claims, "_results", lambda: results)
    return good


def test_the_claims_on_the_family(monkeypatch):
    good = small_family(monkeypatch)
    for check in (
        theorem_4_claims.check_theorem_4_read,
        theorem_4_claims.check_one_round,
        theorem_4_claims.check_only_if,
        theorem_4_claims.check_uneven_ties,
    ):
        found = check(unwatched)
        assert found.verdict.value == "held"
        assert found.evidence.startswith(f"{len(good)} cases: ")
    assert {result.rounds for result in good} == {1, 2}
    assert {result.uneven_tie for result in good} == {True, False}


def test_a_wrong_criterion_is_refuted_on_the_family(monkeypatch):
    small_family(monkeypatch)
    wrong = theorem_4_claims._over_family(lambda result: result.rounds > 1, "one round always suffices")
    assert wrong(unwatched).verdict.value == "refuted"


class LastServedFirst(GDoubleStar):
    """Sellers are served in the order in which they should come last."""

    def _sold(self, group, p, m, asked):
        backwards = group.__class__(group.sellers[::-1], group.buyers)
        return super()._sold(backwards, p, m, asked)[::-1]


class OwnPrice(GDoubleStar):
    """In branch 4 each group trades at its own clearing price."""

    def price(self, group, m):
        (other,) = (g for g in self.phi.groups(self.market.n) if g != group)
        return super().price(other, m)

    def allocation(self, phi, p, m, b):
        object.__setattr__(self, "phi", phi)
        return super().allocation(phi, p, m, b)


class NobodyIsRaised(GDoubleStar):
    """Sellers sell what they offered, demand or not."""

    def _sold(self, group, p, m, asked):
        return [m.sellers[i][p] for i in group.sellers]


def test_broken_mechanisms_are_noticed():
    g = LastServedFirst(market(n=2), TENTH)
    wrong = [
        found
        for out in outcomes.random_outcomes(g, 40, seed=0)
        for found in serving_rule.violations(g, out.phi, out.p, out.b, out.m)
    ]
    assert wrong
    assert wrong[0].holds(g)
    assert not wrong[0].holds(GDoubleStar(g.market, TENTH))
    g = OwnPrice(market(), TENTH)
    assert any(list(outcomes.influences_on_price(g, out)) for out in outcomes.random_outcomes(g, 40, seed=0))
    g = NobodyIsRaised(market(), TENTH)
    assert any(
        list(infeasibilities(g.market, g.allocation(out.phi, out.p, out.m, out.b)))
        for out in outcomes.every_outcome(g)
    )


def test_what_is_printed_is_what_the_paper_prints():
    """At k = T = 1 the weights of G** as read are half of the printed ones."""
    g = common_values().mechanism
    assert all(g.printed_weight(b, 1) == 2 * g.weight(b) for b in g.branches)
