"""What the claims on G* say of their range follows from it; records in words."""

from proofs.claims.claim import unwatched
from proofs.conditions.ranges import HALF, VALUES, Range
from proofs.rules import clearing, feasibility, in_g_star, rationing
from tests.broken import OwnPrice, Unrationed
from tests.faults.rules import TINY, g_star

SINGLE, THREE = Range(1, 1, 1, ((HALF,),), VALUES), Range(1, 1, 2, ((HALF,),), VALUES)


def test_scopes_follow_the_ranges(monkeypatch):
    g_star()(monkeypatch)
    tiny = "n=1 k=1 l=1 T=1"
    assert in_g_star.check_goods(unwatched).scope == (
        f"every outcome at {tiny}; 250 random ones at each of 1 sizes up to {tiny}; both tie rules; seed 0"
    )
    assert in_g_star.check_weights(unwatched).scope == (
        f"a random profile at each of 2 sizes up to {tiny}; both tie rules; seeds 0 to 1"
    )
    monkeypatch.setattr(in_g_star, "LISTED", [SINGLE, SINGLE])
    monkeypatch.setattr(in_g_star, "PLANNED", [THREE])
    monkeypatch.setattr(in_g_star, "EVERY_OUTCOME", [SINGLE])
    monkeypatch.setattr(in_g_star, "RANDOM_OUTCOMES", 3)
    single, three = "n=1 k=1 l=1 P={1/2}", "n=1 k=1 l=2 P={1/2}"
    assert in_g_star.check_goods(unwatched).scope == (
        f"every outcome at {single}; 3 random ones at each of 1 sizes up to {three}; both tie rules; seed 0"
    )
    assert in_g_star.check_weights(unwatched).scope == (
        f"a random profile at each of 3 sizes up to {three}; both tie rules; seeds 0 to 1"
    )


def test_who_is_in_both_printed_groups_follows_from_the_sentence(monkeypatch):
    assert in_g_star.check_printed_groups(unwatched).evidence == (
        "with φ the identity seller 2 and buyer 4 are in both groups"
    )
    monkeypatch.setattr(in_g_star, "PRINTED_GROUP_1", (1, 2))
    assert in_g_star.check_printed_groups(unwatched).evidence == (
        "with φ the identity buyer 4 are in both groups"
    )


def first(rule, broken):
    g = next(Range(*TINY, VALUES).mechanisms())
    g = broken(g.market)
    every = feasibility.every_outcome(g.market)
    return g, next(found for phi, m in every for found in rule.violations(g, phi, m))


def test_a_group_that_does_not_clear_the_other_in_words():
    g, found = first(clearing, OwnPrice)
    assert found.holds(g)
    assert found.describe(g) == (
        "group 1 trades at 0, not at 1, when the messages (a bundle at each price) are seller 1: 0 0; seller 2: "
        "0 0; buyer 3: 0 0; buyer 4: 1 0"
    )


def test_a_group_that_is_not_rationed_in_words():
    g, found = first(rationing, Unrationed)
    assert found.holds(g)
    assert found.describe(g) == (
        "group 2 trades of commodity 1: seller 2 0, buyer 4 1, when the messages (a bundle at each price) are "
        "seller 1: 0 0; seller 2: 0 0; buyer 3: 0 0; buyer 4: 1 0"
    )
