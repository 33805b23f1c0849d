"""With one buyer in a group: what decides beyond lists agrees with the lists, where there are some."""

from fractions import Fraction
from itertools import islice

import pytest

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_double_star.one_buyer.seller_influence import find_seller_influence
from mechanisms.markets.market import Market, Tie, price_grid
from proofs.theorem_4.hypotheses import broken_hypotheses
from proofs.theorem_4.mixed.statement import find_violation
from proofs.theorem_4.one_buyer.family import family
from proofs.theorem_4.one_buyer.idle_sellers import find_influence_on_trade
from proofs.theorem_4.one_buyer.outcome import outcome
from tests.broken_g_double_star import NobodyIsRaised

TENTH = Fraction(1, 10)


@pytest.mark.thorough
@pytest.mark.parametrize("tie", Tie)
@pytest.mark.parametrize("mechanism", [GDoubleStar, NobodyIsRaised])
def test_trades_show_an_influence_exactly_where_draws_do(mechanism, tie):
    """Sellers who are not raised to what is asked sell what they say: then each of them matters to herself."""
    g = mechanism(Market(1, 1, 1, price_grid(1, 1), tie), TENTH)
    for i in g.market.sellers:
        by_trades, by_draws = find_influence_on_trade(g, i), find_seller_influence(g, i)
        assert (by_trades is None) == (by_draws is None) == (mechanism is GDoubleStar)
        assert by_trades is None or by_trades.holds(g)


def test_mixed_dominance_finds_no_violation_where_every_plan_is_listed_and_it_holds():
    good = (case for case in family() if not broken_hypotheses(case.instance()))
    cases = list(islice(good, 0, 60, 10))
    assert len(cases) == 6
    for case in cases:
        instance = case.instance()
        assert outcome(instance).read
        assert find_violation(instance) is None
