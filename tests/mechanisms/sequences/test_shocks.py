"""Sequences with a macro shock: their price-taking messages have the properties (9) and (10)."""

from fractions import Fraction
from itertools import product

import pytest

from mechanisms.files.named_sequences import sequence_document
from mechanisms.markets.informed_price_taking import price_taking_given_own, second_demands, third_demands
from mechanisms.sequences.shock_catalogue import DEAR, FORCED, OPPOSITE, RARE, SHOCK_SEQUENCES


@pytest.mark.parametrize("sequence", [RARE, DEAR], ids=lambda sequence: sequence.name)
def test_messages_are_price_taking_by_the_definitions(sequence):
    instance, member = sequence.market(1), sequence.member(1)
    market = instance.mechanism.market
    for omega in list(instance.prior.profiles())[::5]:
        m = member.profile(omega)
        for i in market.sellers:
            assert m.sellers[i] in price_taking_given_own(instance, i, omega[i])
        for i in market.buyers:
            own = m.buyers[i - market.side_size]
            assert own.first in price_taking_given_own(instance, i, omega[i])
            for demands, message in (
                (second_demands(instance, i, omega[i]), own.second),
                (third_demands(instance, i, omega[i]), own.third),
            ):
                assert all(message[shown] in demands.at(shown) for shown in demands.requirements)


def test_shares_and_priors_sum_to_one_and_worths_are_as_said():
    for sequence, n in product(SHOCK_SEQUENCES.values(), (1, 2, 7)):
        for shock in sequence.macro(n).shocks:
            assert sum(shock.seller.values()) == sum(shock.buyer.values()) == 1
        assert sum(shock.probability for shock in sequence.macro(n).shocks) == 1
    member = OPPOSITE.member(2)
    assert member.belief(["1,1", "1,2"]) == {"L": Fraction(1, 10), "H": Fraction(9, 10)}
    assert FORCED.market(1).prior.probability({0: "costly1"}) == Fraction(1, 2)
    assert sequence_document(RARE)["sequence"] == {"name": "rare shock", "tie": "lowest"}


def test_nobody_comes_to_believe_in_the_rare_shock():
    for n in (1, 2, 5):
        member = RARE.member(n)
        assert member.belief(["firm1"] * 2 * n)["H"] <= Fraction(1, 4**n)
        assert {message for (message,) in member.firsts["firm1"]} == {1}
