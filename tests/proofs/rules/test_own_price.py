"""(4) and (5): records in words, of who trades at which price."""

from fractions import Fraction

import pytest

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.clearing import clearing_price
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Market, Tie, price_grid
from proofs.claims.verdict import Reading
from proofs.rules import feasibility
from proofs.rules.own_price import OwnInfluence, WrongPrice, own_influences, wrong_prices
from tests.broken import ForcedTrade, LargestFirst, OwnPrice

BOTH = (Reading.PRINTED, Reading.READ)

TINY = Market(n=1, k=1, l=1, P=price_grid(1, 1))
NEVER, _, AT_0, _ = TINY.messages()
PHI = Grouping((0, 1), (2, 3))


def test_a_wrong_price_in_words():
    """Group 1 clears at both prices, group 2 at 1 only: so group 1 trades at p̃* = 1, group 2 at p̂* = 0."""
    m = (NEVER, NEVER, NEVER, AT_0)
    found = WrongPrice(Reading.PRINTED, 3, PHI, m)
    assert found.holds(GStar(TINY))
    assert not WrongPrice(Reading.PRINTED, 2, PHI, m).holds(GStar(TINY))
    messages = "seller 1: 0 0; seller 2: 0 0; buyer 3: 0 0; buyer 4: 1 0"
    assert found.describe(GStar(TINY)) == (
        "buyer 4, in group 2, trades at p̂* = 0, not at p̃* = 1, when the messages (a bundle at each price) "
        f"are {messages}"
    )


def test_the_words_follow_the_mechanism():
    m = (NEVER, NEVER, NEVER, AT_0)
    found = WrongPrice(Reading.READ, 2, PHI, m)
    broken = OwnPrice(TINY)  # group 1 trades at its own clearing price, 0
    assert found.holds(broken)
    assert not found.holds(GStar(TINY))
    assert found.describe(broken).startswith("buyer 3, in group 1, trades at p̃* = 0, not at p̃* = ")


def test_own_influence_in_words():
    m = (NEVER, NEVER, NEVER, AT_0)
    assert OwnInfluence(1, PHI, m).describe(GStar(TINY)) == "seller 2 changes her own terms"
    assert OwnInfluence(3, PHI, m).describe(GStar(TINY)) == "buyer 4 changes her own terms"
    half = Market(1, 1, 1, ((Fraction(1, 2),),))
    assert not OwnInfluence(3, PHI, (((0,),),) * 4).holds(GStar(half))


@pytest.mark.parametrize(
    ("broken", "wrong", "influences"),
    [
        (GStar, {Reading.PRINTED}, False),
        (OwnPrice, set(BOTH), True),
        (LargestFirst, {Reading.PRINTED}, True),
        (ForcedTrade, {Reading.PRINTED}, True),
    ],
)
def test_of_all_records_those_hold_that_the_definitions_give(broken, wrong, influences):
    """Random outcomes of two commodities, two sellers and two buyers in a group, and both tie rules."""
    prices, terms = set(), False
    everything = ((2, 2),) * 4
    for tie in Tie:
        g = broken(Market(2, 2, 2, price_grid(2, 1), tie))
        for phi, m in feasibility.random_outcomes(g.market, 12, 3):
            a, groups = g.allocation(phi, m), phi.groups(2)
            clears = [
                g.market.P[
                    clearing_price(g.market, [m[i] for i in group.sellers], [m[i] for i in group.buyers])
                ]
                for group in groups
            ]
            for reading in BOTH:
                named = {  # p̃* clears group 2; as printed group 2 trades at it too
                    i: clears[0] if number == 1 and reading is Reading.READ else clears[1]
                    for number, group in enumerate(groups)
                    for i in group.sellers + group.buyers
                }
                expected = {i for i in g.market.agents if a.q[i] != named[i]}
                assert {i for i in g.market.agents if WrongPrice(reading, i, phi, m).holds(g)} == expected
                assert {found.i for found in wrong_prices(g, reading, phi, m)} == expected
                prices |= {reading} if expected else set()
            expected = set()
            for i in g.market.agents:
                greedy = g.allocation(phi, [*m[:i], everything, *m[i + 1 :]])
                wish = m[i][g.market.P.index(a.q[i])]
                residual = tuple(min(pair) for pair in zip(wish, greedy.x[i], strict=True))
                if a.q[i] != greedy.q[i] or a.x[i] != residual:
                    expected.add(i)
            assert {i for i in g.market.agents if OwnInfluence(i, phi, m).holds(g)} == expected
            assert {found.i for found in own_influences(g, phi, m, g.market.agents)} == expected
            terms = terms or bool(expected)
    assert (prices, terms) == (wrong, influences)
