"""The hypotheses of Theorem 6 on an instance."""

from mechanisms.markets.interdependent import InterdependentInstance
from proofs.conditions import (
    full_support,
    private_preferences,
    revealing_demands,
    seller_costs,
    symmetric_prior,
)


def broken_hypotheses(instance: InterdependentInstance) -> list[str]:
    """Those of Theorem 6 that the instance does not satisfy, but for anonymity, which is not in the paper.

    Of Condition 1 what section 3.5 asks: no externality in sellers' costs, unit costs that do not decrease.
    """
    found = {
        "full support": full_support.find_violation(instance),
        "symmetry": symmetric_prior.find_violation(instance),
        "(15)": revealing_demands.find_violation(instance),
        "Condition 1": seller_costs.find_violation(instance),
        "Condition 3": private_preferences.find_dependence(instance),
    }
    return [name for name, violation in found.items() if violation is not None]
