"""What formulas of G*, G** and G+ give is never said of a class that changes a rule."""

from dataclasses import replace

import pytest

from gametheory.games.errors import InputError
from mechanisms import (
    BuyerEnvironments,
    GPlusEnvironments,
    eliminate_listed,
    eliminate_plans,
    instance_document,
    interdependent_document,
    load_instance,
)
from mechanisms.as_mechanisms.instances import as_mechanism
from mechanisms.g_double_star.one_buyer.pooled_dominance import pooled_dominance
from mechanisms.markets.as_defined import require_as_defined
from proofs import claims_on
from tests import broken, broken_g_double_star, broken_g_plus
from tests.example_games import EXAMPLES

OF_G_STAR = [claims_on, as_mechanism, instance_document]
OF_G_DOUBLE_STAR = [
    claims_on,
    as_mechanism,
    interdependent_document,
    eliminate_plans,
    eliminate_listed,
    lambda instance: pooled_dominance(instance, 2, instance.prior.spaces[2][0]),
    lambda instance: BuyerEnvironments(instance, 2, instance.prior.spaces[2][0]).payoffs,
]
OF_G_PLUS = [
    *OF_G_DOUBLE_STAR[:3],
    lambda instance: GPlusEnvironments(instance, 3, instance.prior.spaces[3][0]),
]
CASES = [
    *((function, "first.toml", broken.OwnPrice) for function in OF_G_STAR),
    *((function, "common-values.toml", broken_g_double_star.OwnPrice) for function in OF_G_DOUBLE_STAR),
    *((function, "g-plus-common-values.toml", broken_g_plus.OwnPrice) for function in OF_G_PLUS),
]


@pytest.mark.parametrize(("function", "file", "changed"), CASES)
def test_another_rule_is_another_mechanism(function, file, changed):
    instance = load_instance(EXAMPLES / file)
    require_as_defined(instance.mechanism)
    symbol, given = instance.mechanism.symbol, vars(instance.mechanism)
    other = replace(
        instance, mechanism=changed(**{name: given[name] for name in ("market", "eta") if name in given})
    )
    with pytest.raises(InputError) as refused:
        function(other)
    assert str(refused.value) == (
        f"OwnPrice: {symbol} as it is defined, got a class that may change its rules; "
        "as a Mechanism of its own it is run"
    )
