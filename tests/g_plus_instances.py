"""Small instances of G+ that several tests look at."""

from fractions import Fraction

from mechanisms.markets.interdependent import InterdependentInstance
from proofs.conditions.g_plus_instances import correlated, three_groups, unit_instance


def followed_buyer() -> InterdependentInstance:
    """Sellers' costs are 1 if the last buyer's signal is H, and 0 otherwise; buyers have private values."""
    market = three_groups()
    return unit_instance(
        "followed",
        market,
        correlated(market),
        lambda i, omega: Fraction((omega[-1] if i in market.sellers else omega[i]) == "H"),
    )
