"""No seller affects herself when she is alone in her group; with two she does."""

from dataclasses import replace
from fractions import Fraction

import pytest

from mechanisms.g_double_star.mechanism import GDoubleStar, GroupSizeError, MessageProfile
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, message_of
from mechanisms.g_double_star.one_buyer.seller_influence import SellerInfluence, find_seller_influence
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Tie
from tests.interdependent_instances import SINGLE_PRICE, TENTH, market


@pytest.mark.thorough
@pytest.mark.parametrize("tie", Tie)
def test_no_seller_ever_affects_herself(tie):
    for on in market(tie=tie), market(SINGLE_PRICE, l=2, tie=tie):
        assert all(find_seller_influence(GDoubleStar(on, TENTH), i) is None for i in on.sellers)


class ServedOnlyWhatTheyOffer(GDoubleStar):
    """A broken G**: with excess demand sellers are not raised, as in G*."""

    def _sold(self, group, p, m, asked):
        offered = [m.sellers[i][p][0] for i in group.sellers]
        return [(min(offer, x[0]),) for offer, x in zip(offered, asked, strict=True)]


def test_a_mechanism_that_serves_no_more_than_is_offered_lets_her():
    g = ServedOnlyWhatTheyOffer(market(), Fraction(1, 5))
    found = find_seller_influence(g, 0)
    assert found is not None
    assert found.holds(g)


def test_with_two_sellers_in_a_group_the_first_is_served_first():
    on = market(SINGLE_PRICE, n=2)
    g = GDoubleStar(on, TENTH)
    no, yes = on.messages()
    with pytest.raises(GroupSizeError):
        find_seller_influence(g, 0)

    class Always(dict):
        def __missing__(self, key):
            return yes

    one = message_of(market(SINGLE_PRICE), 2, BuyerPlan(yes, yes, (yes, yes)))
    buyers = [one.__class__(yes if j == 0 else no, Always(), Always()) for j in range(4)]
    m = MessageProfile([no] * 4, buyers)
    influence = SellerInfluence(1, Grouping((0, 1, 2, 3), (4, 5, 6, 7)), 0, 1, m, yes)
    assert influence.holds(g)  # in branch 1 group 1 buys one unit: seller 2 offers it, or seller 1 is raised
    offered = MessageProfile([no, yes, no, no], buyers)
    assert replace(influence, m=offered, other=no).holds(g)
    assert not replace(influence, other=no).holds(g)
    assert not replace(influence, i=3).holds(g)  # nobody buys from group 2
    raised = GDoubleStar(market(SINGLE_PRICE), TENTH)  # alone in her group she is raised to what is asked for
    alone = MessageProfile([no] * 2, buyers[:2])
    assert not SellerInfluence(0, Grouping((0, 1), (2, 3)), 0, 1, alone, yes).holds(raised)
