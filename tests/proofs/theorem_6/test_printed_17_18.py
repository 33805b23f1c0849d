"""(17) and (18) as printed miss what is best: the records, rechecked and forged."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

from proofs.conditions.g_plus_instances import private_values
from proofs.theorem_6 import printed_17_18
from tests.g_plus_instances import followed_buyer


def test_a_printed_miss_is_rechecked():
    """Buyer 4 with L is asked for 1 at the price 1/2, and loses 1/2 each time it is read.

    Branch 4 reads the entry with probability 1/10 times the share of φ that show her the tuple: one seller and
    one buyer send it, 1/3 · 1/2 of all φ. She loses 1/120 on it at least.
    """
    game = private_values()
    for part, i in product(printed_17_18.SETS, (0, 3)):
        found = list(printed_17_18.misses(game, i, part))
        assert {miss.own for miss in found} == {"L"}
        assert all(miss.holds(game) for miss in found[::8])
        got, best = found[0].payoffs(game, found[0].asked[0])
        assert best - got >= Fraction(1, 10) * Fraction(1, 6) * Fraction(1, 2)
        assert not replace(found[0], own="H").holds(game)
        assert not replace(found[0], asked=()).holds(game)
    interdependent = followed_buyer()
    assert printed_17_18.find_interdependence(interdependent, 0) == 5
    miss = replace(next(printed_17_18.misses(game, 0, "second")), i=0)
    assert not miss.holds(interdependent)
