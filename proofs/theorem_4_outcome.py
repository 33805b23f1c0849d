"""What Theorem 4 comes to on one instance, in a few words that can be stored, counted and compared."""

from dataclasses import dataclass

from mechanisms.interdependent import InterdependentInstance
from mechanisms.price_taking import best_bundles
from proofs import condition_2, full_support, revealing_demands, symmetric_prior
from proofs.theorem_4 import Solved, solve, violations
from proofs.theorem_4_printed import buyer_survivors, buyers_eliminated


@dataclass(frozen=True)
class Outcome:
    """One instance: which hypotheses it breaks, and what elimination does on it."""

    broken: tuple[str, ...]  # hypotheses, by name
    read: bool  # S^∞ = S^1 ∩ (10), S^∞ = S², interchangeable
    rounds: int
    common_best: bool  # at every price some demand is best whatever the mate's signal
    only_if: bool  # every surviving plan of a buyer satisfies (10)
    off_path: bool  # some plan that satisfies (10) leaves for what it does off the path
    on_path: bool  # ... for what it does on the path: a tie


def broken_hypotheses(instance: InterdependentInstance) -> tuple[str, ...]:
    """The names of the hypotheses of Theorem 4, as read, that the instance breaks."""
    found = {
        "full support": full_support.find_violation(instance),
        "symmetry": symmetric_prior.find_violation(instance),
        "Condition 2": condition_2.find_violation(instance),
        "(8)": revealing_demands.find_violation(instance),
    }
    return tuple(name for name, violation in found.items() if violation is not None)


def common_best(instance: InterdependentInstance) -> bool:
    """Does every buyer, at every own signal and price, have a demand that is best whatever the mate's signal?

    Mate's signals that she holds impossible do not count.
    """
    market = instance.mechanism.market
    for i in market.buyers:
        for own in instance.prior.spaces[i]:
            informed = [
                instance.informed(i, dict(zip(market.buyers, signals, strict=True)))
                for signals in {
                    tuple(omega[j] for j in market.buyers) for omega in instance.prior.given({i: own})
                }
            ]
            for p in range(len(market.P)):
                if not set.intersection(*(set(best_bundles(trader, market, p)) for trader in informed)):
                    return False
    return True


def outcome(instance: InterdependentInstance, solved: Solved | None = None) -> Outcome:
    """Work it out."""
    solved = solved or solve(instance)
    return Outcome(
        broken_hypotheses(instance),
        next(violations(solved), None) is None,
        len(solved.run.rounds),
        common_best(instance),
        next(buyer_survivors(solved), None) is None,
        next(buyers_eliminated(solved, on_path=False), None) is not None,
        next(buyers_eliminated(solved, on_path=True), None) is not None,
    )
