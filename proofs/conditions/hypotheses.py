"""The paper's hypotheses by mechanism and by name: where one fails on an instance, in words, or None.

The command line's `--without` and every refusal of a claim use these names.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias, TypeVar

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.instance import Instance
from proofs.claims.evidence import Witness, described
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

Game = TypeVar("Game")
Failure: TypeAlias = Callable[[Any], str | None]

CONDITION_1, CONDITION_2, CONDITION_2_PRINTED = "Condition 1", "Condition 2", "Condition 2 as printed"
CONDITION_3, SINGLETONS = "Condition 3", "D_i is a singleton"
FULL_SUPPORT, SYMMETRY, ANONYMITY = "full support", "symmetry", "anonymity"
REVEALING, REVEALING_IN_G_PLUS = "(8)", "(15)"


def _condition_1(instance: Instance) -> str | None:
    market = instance.mechanism.market
    found = condition_1.find_violator(market, instance.traders)
    return found and f"{market.name(found[0])}: {found[1].describe(instance.traders[found[0]])}"


def _failure(find: Callable[[Game], Witness[Game] | None]) -> Failure:
    return lambda instance: described(find(instance), instance)


_OF_SIGNALS: Mapping[str, Failure] = {
    FULL_SUPPORT: _failure(full_support.find_violation),
    SYMMETRY: _failure(symmetric_prior.find_violation),
}

HYPOTHESES: Mapping[str, Mapping[str, Failure]] = {
    GStar.symbol: {CONDITION_1: _condition_1, SINGLETONS: _failure(singletons.find_several)},
    GDoubleStar.symbol: {
        **_OF_SIGNALS,
        CONDITION_2: _failure(condition_2.find_violation),
        CONDITION_2_PRINTED: _failure(partial(condition_2.find_violation, reading=Reading.PRINTED)),
        REVEALING: _failure(revealing_demands.find_violation),
        ANONYMITY: _failure(anonymity.find_violation),
    },
    GPlus.symbol: {
        **_OF_SIGNALS,
        REVEALING_IN_G_PLUS: _failure(revealing_demands.find_violation),
        CONDITION_3: _failure(condition_3.find_violation),
    },
}
