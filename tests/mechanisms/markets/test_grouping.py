"""Arrangements of agents who send the same messages, in an order that witnesses rely on."""

from collections import Counter
from itertools import product

from more_itertools import distinct_permutations
from sympy.utilities.iterables import multiset_permutations

from mechanisms.markets.grouping import distinct_groupings, grouping_count, groupings
from mechanisms.markets.market import Market, price_grid


def test_arrangements_come_in_the_order_of_sympy():
    """Witnesses name the first grouping that shows something, so the order must stay what it was."""
    for length in range(1, 6):
        for kinds in product(range(-1, 3), repeat=length):
            assert list(distinct_permutations(kinds)) == list(map(tuple, multiset_permutations(kinds)))


def test_the_groupings_of_a_profile_by_hand():
    # Seller 0 asks; sellers 1 to 3 say the same, so her place is all that matters; so do all buyers.
    market = Market(n=2, k=1, l=1, P=price_grid(1, 1))
    message = ((0,), (1,))
    found, share = distinct_groupings(market, (message,) * 8, 0)
    assert [phi.sellers for phi in found] == [(0, 1, 2, 3), (1, 0, 2, 3), (1, 2, 0, 3), (1, 2, 3, 0)]
    assert {phi.buyers for phi in found} == {(4, 5, 6, 7)}
    assert share * len(found) == 1


def test_each_stands_for_equally_many_groupings():
    market = Market(n=1, k=1, l=1, P=price_grid(1, 1))
    other = ((1,), (1,)), ((0,), (1,)), ((0,), (1,))
    m = (((0,), (0,)), *other)

    def seen(phi, i):  # who is where, as far as agent i can tell
        return tuple(("i" if j == i else m[j]) for j in (*phi.sellers, *phi.buyers))

    for i in market.agents:
        found, share = distinct_groupings(market, m, i)
        counts = Counter(seen(phi, i) for phi in groupings(market))
        assert set(counts) == {seen(phi, i) for phi in found}
        assert set(counts.values()) == {share * grouping_count(market)}
