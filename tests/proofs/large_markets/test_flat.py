"""The sequence with a flat zero: what the argument says of groups and of the market, at signals that it is about."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Tie
from mechanisms.sequences.flat import FLAT, W_L, B, exponent, rare, tiny
from proofs.large_markets.flat import FlatZero, inequalities_hold


def signals(n, special_sellers, special_buyers, firm):
    """A group's signals with so many special agents and firm buyers."""
    sellers = ["special1"] * special_sellers + [f"y{j + 1}" for j in range(n - special_sellers)]
    soft = n - special_buyers - firm
    return sellers, ["special1"] * special_buyers + ["firm1"] * firm + [f"soft{j + 1}" for j in range(soft)]


def prices(one, two):
    """The groups' prices and the whole market's, when these are the groups' signals."""
    n = len(one[0])
    member = FLAT.member(n)
    m = member.profile((*one[0], *two[0], *one[1], *two[1]))
    groups = Grouping(tuple(range(2 * n)), tuple(range(2 * n, 4 * n))).groups(n)
    P = member.g.market.P
    excess = [0] * len(P)
    for group in groups:
        for p in range(len(P)):
            excess[p] += sum(m.sellers[i][p][0] for i in group.sellers)
        for demand in member.g.demands(group, m, 3):
            excess = [e - x for e, (x,) in zip(excess, demand, strict=True)]
    least = min(map(abs, excess))
    clearing = [price for (price,), e in zip(P, excess, strict=True) if abs(e) == least]
    return [P[member.g.price(group, m)][0] for group in groups], clearing


def test_groups_take_prices_by_chance_where_the_market_has_one():
    n = 16
    t = exponent(n)  # 13: S is 10 in each group, 20 in the market
    firm = 12
    few, many = signals(n, 1, 2, firm), signals(n, 2, 1, firm)
    assert (firm - 2) <= t - 3 < t <= 2 * (firm - 2)
    for one, two, high in ((few, few, 0), (few, many, 1), (many, many, 2)):
        own, clearing = prices(one, two)
        assert clearing == [B]
        assert Counter(price == B for price in own)[True] == high
        assert all(price == B or price <= Fraction(1, 3) + Fraction(1, FLAT.T(n)) for price in own)


def test_given_the_other_shock_all_take_one_price():
    n = 16
    one = signals(n, 3, 4, 1)
    own, clearing = prices(one, one)
    step = W_L + Fraction(1, FLAT.T(n))
    assert own == [step] * 2
    assert clearing[0] == step


def test_the_bound_is_refused_where_the_argument_does_not_reach():
    quantity = FlatZero()
    assert inequalities_hold()
    assert quantity.broken(FLAT) == []
    assert quantity.broken(replace(FLAT, tie=Tie.HIGHEST))
    assert quantity.broken(replace(FLAT, blocks=FLAT.blocks[:-1]))
    assert not quantity.is_at_least(FLAT, Fraction(1, 7), 10**4)
    assert not quantity.is_at_least(FLAT, Fraction(-1), 255)
    bounds = [quantity.bound(FLAT, n) for n in (300, 1000, 10**4, 10**5, 10**6)]
    assert bounds == sorted(bounds)
    assert bounds[-1] < Fraction(1, 6)  # what the argument can show; the probability tends to 1/2
    assert [rare(Fraction(n)) for n in (1, 4, 10**4)] == [Fraction(1, 2), Fraction(1, 3), Fraction(1, 101)]
    assert tiny(Fraction(1)) == Fraction(1, 3)


def test_messages_reveal_signals():
    for n in (1, 2, 5):
        firsts = FLAT.member(n).firsts
        assert len(set(firsts.values())) == len(firsts)
