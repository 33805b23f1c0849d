"""With two sellers in a group (9) is necessary and sufficient, and the check of it can fail."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from mechanisms.g_double_star.groups.seller_events import SellerEvent, seller_events
from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.markets.market import Side, Tie, price_grid
from mechanisms.markets.trader import separable
from proofs.claims.claim import unwatched
from proofs.claims.verdict import Verdict
from proofs.theorem_4.groups import claims as larger_groups_claims
from proofs.theorem_4.groups.claims import check_sellers
from proofs.theorem_4.groups.sellers_take_prices import (
    InterimLoss,
    OtherEvent,
    find_loss,
    find_regret,
    regrets,
    trades,
)
from tests.broken_g_double_star import OwnPrice
from tests.interdependent_instances import SINGLE_PRICE, TENTH, market

QUARTER, HALF = Fraction(1, 4), Fraction(1, 2)
TINY = [(2, 1, 1, 1)]


def seller(*units):
    return separable(Side.SELLER, [units])


def test_the_number_of_events_by_hand():
    """2 places, 3 offers of the mate, totals 0 to 4, 2 prices; alone 1 place, no mate, totals 0 to 2."""
    assert len(list(seller_events(market(n=2, l=2)))) == 2 * 3 * 5 * 2
    assert len(list(seller_events(market(n=1, l=2)))) == 3 * 2


def test_what_is_sold_by_hand():
    """l = 2. First of two, the mate offers 1, buyers ask 3: she sells her offer, or is raised to at most 2."""
    g = GDoubleStar(market(n=2, l=2), TENTH)
    for offer, sold in enumerate([2, 2, 2]):  # with excess demand the first is raised first
        assert SellerEvent(0, ((1,),), (3,), 1).sold(g, 3, (offer,)) == (sold,)
    for offer, sold in enumerate(
        [1, 1, 2]
    ):  # the second sells what the first, raised to 2 if need be, leaves
        assert SellerEvent(1, ((1,),), (3,), 1).sold(g, 3, (offer,)) == (sold,)
    for offer, sold in enumerate([0, 1, 1]):  # served first, while the mate offers enough
        assert SellerEvent(0, ((1,),), (1,), 1).sold(g, 3, (offer,)) == (sold,)


def test_held_on_a_small_size(monkeypatch):
    monkeypatch.setattr(larger_groups_claims, "SIZES", TINY)
    monkeypatch.setattr(larger_groups_claims, "BEYOND", [(3, 1, 1, 1)])
    found = check_sellers(unwatched)
    assert found.verdict is Verdict.HELD
    assert found.evidence.startswith("48 cases: ")  # 6 costs, 4 messages, 2 tie rules


def test_with_decreasing_unit_costs_price_taking_is_not_dominant():
    """Unit costs 3/4 and 0 at price 1/2: best is to sell 2 units (1/4), but cut to 1 she loses 1/4."""
    g = GDoubleStar(market(SINGLE_PRICE, n=2, l=2), TENTH)
    found = find_regret(g, seller(3 * QUARTER, 0))
    assert found is not None
    assert found.holds(g)
    assert found.payoffs(g) == (-QUARTER, 0)
    assert not replace(found, trader=seller(0, 3 * QUARTER)).holds(g)
    assert list(regrets(g, seller(0, 3 * QUARTER))) == []


def test_alone_in_her_group_a_seller_loses_nothing_by_any_message():
    """n = 1: (9) is not necessary."""
    g = GDoubleStar(market(n=1), TENTH)
    assert all(find_loss(g, seller(HALF), message) is None for message in g.market.messages())


def test_a_loss_is_rechecked_by_running_the_mechanism():
    """n = 2, cost 1/2, prices 0 and 1: who offers a unit at 0 sells it there with positive probability."""
    g = GDoubleStar(market(n=2), TENTH)
    found = find_loss(g, seller(HALF), ((1,), (1,)), i=2)
    assert found is not None
    assert found.holds(g)
    assert g.market.P[found.event.p] == (0,)
    lost, taken = found.payoffs(g)
    assert lost < taken
    assert [lost, taken] == [
        sum(share * found.trader.payoff(x, q) for x, q, share in trades(g, 2, own, found.event))
        for own in (found.message, found.taking)
    ]
    assert found.describe(g).startswith("seller 3 with cost(1) = 1/2: supplying 1 at 0, 1 at 1 earns ")
    assert not replace(found, trader=seller(Fraction(0))).holds(g)  # with no cost it loses nothing


def test_what_earns_more_than_a_price_taking_message_is_no_loss():
    """Unit costs 3/4 and 0: to take the price 1/2 is to offer 2 units, cut to 1 at a loss."""
    g = GDoubleStar(market(SINGLE_PRICE, n=2, l=2), TENTH)
    regret = find_regret(g, seller(3 * QUARTER, 0))
    better = InterimLoss(0, regret.trader, (regret.other,), (regret.best,), regret.event)
    lost, taken = better.payoffs(g)
    assert lost > taken
    assert not better.holds(g)


@pytest.mark.parametrize("change", [-1, 0, 1])
def test_a_draw_at_which_more_or_less_is_sold_is_in_no_event(change):
    event = SellerEvent(0, ((1,),), (1,), 0)

    class Strange(GDoubleStar):
        """Seller 1 sells one unit more or less, whoever in another group supplies what is not in the event."""

        def allocation(self, phi, p, m, b):
            a = super().allocation(phi, p, m, b)
            sold = a.x[0][0] + change * (m.sellers[2] != usual)
            return replace(a, x=((sold,), *a.x[1:]))

    g = Strange(market(SINGLE_PRICE, n=2), TENTH)
    m = event.profile(g.market, 0, ((1,),))
    usual = m.sellers[2]
    sellers = [*m.sellers]
    sellers[2] = ((1 - usual[0][0],),)
    other = OtherEvent(0, event.draw(g.market, 0), 0, 4, replace(m, sellers=sellers), ((1,),))
    assert other.holds(g) == (change != 0)


def test_what_a_seller_trades_is_what_the_lottery_says():
    """The groupings that stand for others, against all 576."""
    g, own = GDoubleStar(market(n=2, tie=Tie.HIGHEST), TENTH), ((1,), (0,))
    for event in list(seller_events(g.market))[3::7]:
        shares = Counter()
        for a, share in g.lottery(event.profile(g.market, 1, own)).items():
            shares[a.x[1], a.q[1]] += share
        assert {(x, q): share for x, q, share in trades(g, 1, own, event)} == dict(shares)


def test_a_draw_that_is_no_event_is_noticed():
    g = OwnPrice(market(n=2), TENTH)
    assert larger_groups_claims._strange_draw(g, seed=1) is not None
    right = GDoubleStar(g.market, TENTH)
    assert larger_groups_claims._strange_draw(right, seed=1) is None
    event, random = SellerEvent(0, ((1,),), (1,), 0), Random(1)
    m = event.profile(right.market, 0, random.choice(list(right.market.messages())))
    assert not OtherEvent(0, event.draw(right.market, 0), 0, 4, m, ((1,), (1,))).holds(right)


def test_a_price_grid_of_another_kind():
    g = GDoubleStar(market(price_grid(1, 3), n=2), TENTH)
    assert find_regret(g, seller(Fraction(2, 3))) is None
