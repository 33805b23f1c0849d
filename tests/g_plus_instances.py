"""Small instances of G+ that several tests look at."""

from fractions import Fraction

from mechanisms.markets.interdependent import InterdependentInstance
from proofs.conditions.g_plus_instances import correlated, three_groups, unit_instance
from tests.interdependent_instances import uniform


def followed_buyer() -> InterdependentInstance:
    """Sellers' costs are 1 if the last buyer's signal is H, and 0 otherwise; buyers have private values."""
    market = three_groups()
    return unit_instance(
        "followed",
        market,
        correlated(market),
        lambda i, omega: Fraction((omega[-1] if i in market.sellers else omega[i]) == "H"),
    )


def even_or_odd(odd: Fraction = Fraction(7, 8)) -> InterdependentInstance:
    """n = 2. A unit costs `odd` if an odd number of buyers has H, and 0 otherwise; buyers want it with H only."""
    market = three_groups(n=2)

    def worth(i, omega):
        if i in market.sellers:
            return odd if omega.count("H") % 2 else Fraction(0)
        return Fraction(omega[i] == "H")

    return unit_instance("even or odd", market, uniform(market, "s", "LH"), worth)
