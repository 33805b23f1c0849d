"""What the claims on (16) to (18) and Theorem 6 say of their instances follows from these."""

from dataclasses import replace
from fractions import Fraction

import pytest

from mechanisms.markets.market import price_grid
from proofs.claims.claim import unwatched
from proofs.conditions import g_plus_instances
from proofs.conditions.g_plus_instances import Linear, anonymous, correlated, three_groups, unit_instance
from proofs.theorem_6 import bounds, claims, claims_17_18, family
from proofs.theorem_6.witnesses import WITNESSES
from tests.faults.theorem_6 import BY_COSTS, FAULTS, one_player, sample

QUARTER, HALF = Fraction(1, 4), Fraction(1, 2)
DRAWN = (
    "r=3, k=l=1, P = {1/2} or {0, 1}, two signals a side; worth by the own signal and the numbers of other sellers' "
    "and buyers' H, from {0, 1/4, 1/2, 1} or {1/2, 3/4, 1, 2}, private costs from {1/4, 3/8} or {5/4, 2}, drawn at "
    "random (seeds 0 to 23); two symmetric priors"
)
DRAWN_3 = DRAWN.replace("23", "2")  # the tests draw fewer


def test_the_scope_follows_what_members_are_drawn_from(monkeypatch):
    assert family.family_scope(24) == DRAWN
    monkeypatch.setattr(family, "LOW", (Fraction(0),))
    monkeypatch.setattr(family, "HIGH", (Fraction(1), Fraction(3)))
    monkeypatch.setattr(family, "PRIVATE", {"L": (QUARTER,), "H": (Fraction(2),)})
    monkeypatch.setattr(family, "LEANINGS", (Fraction(0),))
    monkeypatch.setattr(family, "LISTS", {1: ((QUARTER,),)})
    assert family.family_scope(1) == (
        "r=3, k=l=1, P = {1/4}, two signals a side; worth by the own signal and the numbers of other sellers' and "
        "buyers' H, from {0} or {1, 3}, private costs from {1/4} or {2}, drawn at random (seed 0); one symmetric prior"
    )
    (member,) = [member for member in family.members(1, (1,), 1) if member.private]
    costs = {trader.worth[1,] for trader in member.instance().traders[0].at.values()}
    assert costs == {QUARTER, Fraction(2)}


def test_what_was_looked_at_is_counted(monkeypatch):
    sample(monkeypatch)
    found = claims.check_theorem_6(unwatched)
    assert found.scope == DRAWN_3
    small, large = found.evidence.split("; r=3, n=2, one price: ")
    assert small.startswith(
        f"{found.cases} cases: what (17) and (18) ask is best in every state, up to names; n=1: "
    )
    assert f"n=1: {found.cases - 1} instances, " in small
    assert large.startswith("1 instance, ")
    monkeypatch.setattr(claims, "LARGE", ((4, 2, 2),))
    found = claims.check_theorem_6(unwatched)
    assert "; r=4, n=2, two prices: " in found.evidence
    assert found.scope == DRAWN_3.replace("r=3", "r=3 or 4")


def test_scopes_say_for_how_many_prices(monkeypatch):
    one_player(monkeypatch)
    assert claims.check_16(unwatched).scope == (
        f"1 instance at n=1 for each of 1 prices; every side and signal; random others (seed 0); {DRAWN_3}"
    )
    monkeypatch.setattr(claims, "PLANS", 1)
    found = claims.check_rounds_by_engine(unwatched)
    assert found.scope == (
        f"n=1, 1 instance for each of 1 prices, every side and signal, beliefs by seed 1; {DRAWN_3}"
    )
    assert "1 best replies to random beliefs for each" in found.evidence


def test_where_15_fails_the_empty_sets_are_counted(monkeypatch):
    sample(monkeypatch)
    found = claims.check_theorem_6_without_15(unwatched).evidence
    monkeypatch.setattr(claims, "SEEDS", 1)
    assert claims.check_theorem_6_without_15(unwatched).evidence != found
    assert found.startswith("where (15) fails, M_i^{2+} or M_i^{3+} is empty in ")


def test_the_printed_reasons_name_their_size(monkeypatch):
    assert claims.check_theorem_6_printed(unwatched).scope == "r=3, n=k=l=1, P={1/2}"
    _, record = WITNESSES["nothing-best"]()
    monkeypatch.setattr(claims, "WITNESSES", {"nothing-best": lambda: (BY_COSTS["Condition 3"][0], record)})
    assert claims.check_theorem_6_printed(unwatched).scope == "r=3, n=2, k=l=1, P={1/2}"


@pytest.mark.parametrize(
    ("hypothesis", "check", "scope"),
    [
        ("Condition 1", claims.check_condition_1_needed_at_n_2, "r=3, n=2, k=1, l=2, P={1/2}"),
        ("Condition 3", claims.check_condition_3_needed_at_n_2, "r=3, n=2, k=l=1, P={1/2}"),
    ],
)
def test_what_a_hypothesis_is_needed_for_names_its_size(monkeypatch, hypothesis, check, scope):
    FAULTS[f"theorem_6.claims.{check.__name__}"].small(monkeypatch)
    found = check(unwatched)
    assert found.scope == scope
    assert bounds.why(BY_COSTS[hypothesis][0].mechanism.market, hypothesis) in found.evidence


def test_when_bounds_leave_a_choice_by_hand():
    """Two sellers of one unit: exactly one is asked for. Of two units each: from 1 to 3. Of three: 1 or 2."""
    market = three_groups(n=2)
    assert bounds.why(market, "Condition 3").endswith("exactly one of the two buyers in it buys")
    two_units = bounds.why(replace(market, l=2), "Condition 3")
    assert two_units.endswith("only if the two buyers in it buy 1, 2 or 3 units of a commodity")
    three = bounds.why(three_groups(n=3), "Condition 3")
    assert three.endswith("exactly one or two of the three buyers in it buys")


def test_the_row_on_the_printed_sets_follows_the_instance(monkeypatch):
    """Worth 1/2 with L and 4 with H, at the prices 0 and 1: the mean is above both, 1/2 is not."""
    found = claims_17_18.check_17_printed(unwatched)
    assert found.scope == "r=3, n=k=l=1, two signals a side, a single price"
    assert (
        "buyer 4 with signal L, whose values are private: at price 1/2 the printed set asks" in found.evidence
    )
    market = three_groups(price_grid(1, 1))
    rich = anonymous(market, correlated(market), *[Linear(HALF, Fraction(4))] * 2)
    monkeypatch.setattr(g_plus_instances, "private_values", lambda: rich)
    found = claims_17_18.check_17_printed(unwatched)
    assert found.scope == "r=3, n=k=l=1, two signals a side, two prices"
    assert (
        "buyer 4 with signal L, whose values are private: at price 1 the printed set asks" in found.evidence
    )


def test_the_row_on_empty_sets_follows_the_instance(monkeypatch):
    """At the prices 0 and 1, where what the choosy buyer likes is worth 3 to her, and all else 1/4."""
    found = claims_17_18.check_sets_are_not_empty(unwatched)
    assert found.scope == "r=3, n=k=l=1, a single price"
    assert found.evidence.endswith(
        "her second message must ask for 0, and for 1 after one tuple; her third message must ask for 0, and for 1 "
        "after one tuple"
    )
    market = three_groups(price_grid(1, 1))
    first, liked, disliked = market.buyers
    worth_to = {"HL": Fraction(3), "LL": QUARTER, "HH": QUARTER, "LH": QUARTER}

    def worth(i, omega):
        if i == first and omega[i] == "L":
            return worth_to[omega[liked] + omega[disliked]]
        return Fraction(2 if omega[i] == "H" else HALF)

    choosy = unit_instance("choosy", market, correlated(market), worth)
    monkeypatch.setattr(g_plus_instances, "choosy_buyer", lambda: choosy)
    found = claims_17_18.check_sets_are_not_empty(unwatched)
    assert found.scope == "r=3, n=k=l=1, two prices"
    assert "both sets are empty for buyer 4 with signal L" in found.evidence
