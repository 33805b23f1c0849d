"""The hypotheses of Theorem 6 on an instance."""

from itertools import combinations

from mechanisms.markets.counted import SIDES, CountedInstance
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Side
from mechanisms.markets.price_taking import price_taking
from proofs.conditions import (
    condition_1,
    condition_3,
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


def broken_by_counts(counted: CountedInstance) -> list[str]:
    """The same where all agents of a side are alike, which makes f symmetric.

    Condition 3, by `private_preferences`: a seller's strict preferences change with no buyer's signal, the
    other signals fixed, and for n >= 2 with no other seller's. All censuses of those whose signals must not
    matter can be reached one signal at a time: so for each of what may matter there is one preference.
    """
    market = counted.market
    found = {
        "full support": min(counted.f.values()) > 0,
        "(15)": all(_are_told_apart(counted, side) for side in SIDES),
        "Condition 1": not any(
            next(condition_1.violations(trader), None)
            for (side, _, _), trader in counted.traders.items()
            if side is Side.SELLER
        ),
    }
    preferred = {
        (own, others[0] if market.n == 1 else None, condition_3.preferences_of(trader, market))
        for (side, own, others), trader in counted.traders.items()
        if side is Side.SELLER
    }
    found["Condition 3"] = len(preferred) == len({what[:2] for what in preferred})
    return [name for name, holds in found.items() if not holds]


def _are_told_apart(counted: CountedInstance, side: Side) -> bool:
    """(15) for the agents of a side: D_i(ω_i) of two signals share no message."""
    boxes = [
        price_taking(counted.informed(side, own, counted.nobody), counted.market).choices
        for own in counted.spaces[SIDES.index(side)]
    ]
    return not any(
        all(set(a).intersection(b) for a, b in zip(one, other, strict=True))
        for one, other in combinations(boxes, 2)
    )
