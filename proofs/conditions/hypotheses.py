"""The paper's hypotheses by mechanism and by name: where one fails on an instance, in words, or None.

The command line's `--without` and every refusal of a claim use these names.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.instance import Instance
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import show
from proofs.claims.verdict import Reading
from proofs.conditions import (
    anonymity,
    condition_1,
    condition_2,
    condition_3,
    full_support,
    revealing_demands,
    singletons,
    symmetric_prior,
)

Failure: TypeAlias = Callable[[Any], str | None]

CONDITION_1, CONDITION_2, CONDITION_2_PRINTED = "Condition 1", "Condition 2", "Condition 2 as printed"
CONDITION_3, SINGLETONS = "Condition 3", "D_i is a singleton"
FULL_SUPPORT, SYMMETRY, ANONYMITY = "full support", "symmetry", "anonymity"
REVEALING, REVEALING_IN_G_PLUS = "(8)", "(15)"


def _condition_1(instance: Instance) -> str | None:
    market = instance.mechanism.market
    found = condition_1.find_violator(market, instance.traders)
    return found and f"{market.name(found[0])}: {found[1]}"


def _singletons(instance: Instance) -> str | None:
    market = instance.mechanism.market
    several = singletons.find_several(market, instance.traders)
    if several is None:
        return None
    price = show(market.P[several.p])
    return f"{market.name(several.i)} has more than one price-taking bundle at price {price}"


def _condition_2(reading: Reading) -> Failure:
    def failure(instance: InterdependentInstance) -> str | None:
        found = condition_2.find_violation(instance, reading)
        return None if found is None else found.describe(instance)

    return failure


def _condition_3(instance: InterdependentInstance) -> str | None:
    found = condition_3.find_violation(instance)
    return None if found is None else found.reversal.describe(instance)


def _anonymity(instance: InterdependentInstance) -> str | None:
    found = anonymity.find_violation(instance)
    return None if found is None else found.describe(instance)


def _text(find: Callable[[InterdependentInstance], object | None]) -> Failure:
    def failure(instance: InterdependentInstance) -> str | None:
        found = find(instance)
        return None if found is None else str(found)

    return failure


_OF_SIGNALS: Mapping[str, Failure] = {
    FULL_SUPPORT: _text(full_support.find_violation),
    SYMMETRY: _text(symmetric_prior.find_violation),
}

HYPOTHESES: Mapping[str, Mapping[str, Failure]] = {
    GStar.symbol: {CONDITION_1: _condition_1, SINGLETONS: _singletons},
    GDoubleStar.symbol: {
        **_OF_SIGNALS,
        CONDITION_2: _condition_2(Reading.READ),
        CONDITION_2_PRINTED: _condition_2(Reading.PRINTED),
        REVEALING: _text(revealing_demands.find_violation),
        ANONYMITY: _anonymity,
    },
    GPlus.symbol: {
        **_OF_SIGNALS,
        REVEALING_IN_G_PLUS: _text(revealing_demands.find_violation),
        CONDITION_3: _condition_3,
    },
}
