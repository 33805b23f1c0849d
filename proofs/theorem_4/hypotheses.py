"""The hypotheses of Theorem 4, as read, on an instance."""

from mechanisms.markets.interdependent import InterdependentInstance
from proofs.conditions import condition_2, full_support, revealing_demands, symmetric_prior


def broken_hypotheses(instance: InterdependentInstance) -> tuple[str, ...]:
    """The names of the hypotheses of Theorem 4, as read, that the instance breaks."""
    found = {
        "full support": full_support.find_violation(instance),
        "symmetry": symmetric_prior.find_violation(instance),
        "Condition 2": condition_2.find_violation(instance),
        "(8)": revealing_demands.find_violation(instance),
    }
    return tuple(name for name, violation in found.items() if violation is not None)
