"""What the claims on Theorem 3 say follows from the markets and from the seller."""

from fractions import Fraction

from mechanisms.markets.market import Side
from mechanisms.markets.trader import tabulated
from proofs.claims.claim import unwatched
from proofs.conditions.ranges import LISTED
from proofs.theorem_3 import claims, statement


def test_the_refutation_follows_the_seller_and_the_numbers(monkeypatch):
    costs = Fraction(0), Fraction(7, 8), Fraction(15, 16)
    monkeypatch.setattr(statement, "SELLER", tabulated(Side.SELLER, 1, 2, lambda x: costs[x[0]]))
    monkeypatch.setattr(claims, "NUMBERS", (2, 4))
    found = claims.check_theorem_3(unwatched)
    assert found.scope == "n=2 T=4, n=4 T=16 replayed; every n, with n a symbol"
    assert found.evidence == (
        "seller 1 with cost(1) = 7/8, cost(2) = 15/16: at price 1/2 she supplies 2 and would earn 1/16; when only 1 "
        "is left to her she earns -3/8, naming 0 earns 0. The others can bring this about with probability 1/2 (and "
        "otherwise leave her nothing): she expects -3/16 instead of 0"
    )


def test_the_scope_of_the_reading_follows_the_ranges(monkeypatch):
    monkeypatch.setattr(claims, "NUMBERS", (1,))
    scope = claims.check_theorem_3_read(unwatched).scope
    assert scope == "n=1; all payoffs on a value grid at k=1 l=2, T=1 and T=2"
    monkeypatch.setattr(claims, "LISTED", [None, None, LISTED[0], LISTED[4]])
    scope = claims.check_theorem_3_read(unwatched).scope
    assert scope == "n=1; all payoffs on a value grid at k=1 l=1, T=1; k=2 l=1, P={(1/2, 1/2)}"
