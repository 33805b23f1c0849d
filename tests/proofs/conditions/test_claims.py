"""What the claims on (15) and Condition 3 say of their families follows from these."""

from dataclasses import replace
from fractions import Fraction

from mechanisms.markets.market import price_grid
from proofs.claims.claim import unwatched
from proofs.conditions import claims, g_plus_instances
from proofs.conditions.condition_3_families import BELOW, FAMILIES
from proofs.conditions.g_plus_instances import correlated, three_groups, unit_instance


def test_the_scope_of_anonymous_instances_follows_the_family(monkeypatch):
    assert g_plus_instances.anonymous_scope() == (
        "r=3, n=k=l=1, P = {1/2} or {0, 1}; worth (low, high) from {0, 1/2, 1, 2}², and 0 or 1/4 more for every "
        "other H; two symmetric priors; those with (15)"
    )
    monkeypatch.setattr(g_plus_instances, "PRICE_LISTS", (price_grid(1, 2),))
    monkeypatch.setattr(g_plus_instances, "VALUES", (Fraction(0), Fraction(3)))
    monkeypatch.setattr(g_plus_instances, "MORE", (Fraction(1, 8),))
    monkeypatch.setattr(g_plus_instances, "LEANINGS", (Fraction(0),))
    found = claims.check_15(unwatched)
    assert found.cases == 2
    assert found.scope == (
        "r=3, n=k=l=1, P = {0, 1/2, 1}; worth (low, high) from {0, 3}², and 1/8 more for every other H; one "
        "symmetric prior; those with (15)"
    )


def test_who_may_have_sent_a_message_follows_from_the_instance(monkeypatch):
    """The last buyer is the contrary one, there are four groups, and her signals are exchanged."""
    market = replace(three_groups(), groups=4)
    contrary = unit_instance(
        "contrary", market, correlated(market), lambda i, omega: Fraction((omega[i] == "L") == (i == 7))
    )
    monkeypatch.setattr(claims, "contrary_buyer", lambda: contrary)
    found = claims.check_15_printed(unwatched)
    assert found.scope == "r=4, n=k=l=1"
    assert found.evidence == (
        "(15) holds, yet the first message 0 may come from buyer 5 with signal L or from buyer 8 with signal H: the "
        "tuples carry no names"
    )
    assert found.witness.record.holds(contrary)


def test_the_claim_on_condition_3_follows_the_families(monkeypatch):
    """At n = 2 the own signal alone may matter: 2² of 2^8; costs below every price may depend on all."""
    monkeypatch.setattr(claims, "FAMILIES", [FAMILIES[3]])
    found = claims.check_condition_3(unwatched)
    assert found.evidence == (
        "256 cases: Condition 3 holds in 4: those in which no preference at a grid price changes with the buyer's "
        "signal, nor, at n=2, with the other seller's; r plays no part"
    )
    assert found.scope == (
        "a seller's costs: every function of her own, another seller's and a buyer's signal to two unit costs; n=2, "
        "r=4, l=1, a single price"
    )
    few = replace(FAMILIES[5], n=1, P=price_grid(1, 1), choices=BELOW)
    monkeypatch.setattr(claims, "FAMILIES", [few])
    found = claims.check_condition_3(unwatched)
    assert found.evidence.startswith("256 cases: Condition 3 holds in 256: ")
    assert found.evidence.endswith("changes with the buyer's signal; r plays no part")
    assert found.scope.endswith("to two unit costs; n=1, r=3, l=1, two prices")
