"""Which entries of a buyer's message are read with two buyers in a group: by hand, and in broken mechanisms."""

from fractions import Fraction

import pytest

from mechanisms.g_double_star.groups.payoff import Opponents, interim_payoff
from mechanisms.g_double_star.groups.reads import first_trades, reads
from mechanisms.g_double_star.mechanism import BuyerMessage, GDoubleStar
from mechanisms.markets.market import Market, price_grid
from mechanisms.markets.triplicate import Everywhere
from proofs.theorem_4.anonymous_buyers import EVEN, AnonymousCase, units
from tests.interdependent_instances import SINGLE_PRICE

TENTH = Fraction(1, 10)
ON = Market(2, 1, 1, price_grid(1, 1))
NEVER, ONE_AT_1, AT_0, BOTH = ON.messages()


def test_second_entries_by_hand():
    # Of 24 orders she is first or second in her group 12 times each, with each of three mates alike.
    g = GDoubleStar(ON, TENTH)
    found = reads(g, 5, AT_0, (BOTH, BOTH, NEVER), 2)
    pairs = {(AT_0, BOTH): 8, (BOTH, AT_0): 8, (AT_0, NEVER): 4, (NEVER, AT_0): 4}
    assert found == {(shown, p): count for shown, count in pairs.items() for p in (0, 1)}
    assert reads(g, 5, AT_0, (AT_0,) * 3, 2) == {((AT_0, AT_0), p): 24 for p in (0, 1)}


def test_third_entries_show_all_buyers_in_their_order():
    g = GDoubleStar(ON, TENTH)
    shown = (BOTH, AT_0, BOTH, NEVER)
    assert reads(g, 5, AT_0, (BOTH, BOTH, NEVER), 3) == {(shown, p): 24 for p in (0, 1)}
    assert {entry for entry, _ in reads(g, 5, AT_0, (BOTH, BOTH, NEVER), 4)} == {shown}


def test_first_entries():
    g = GDoubleStar(ON, TENTH)
    assert first_trades(g, 5, AT_0, (BOTH, BOTH, NEVER)) == [(1,), (0,)]


def test_they_add_up_to_her_payoff():
    """At a single price, against G** run at all 576 groupings."""
    instance = AnonymousCase(units(0, 1, 2, 3), units(1, 0, 3, 1), EVEN, SINGLE_PRICE).instance()
    g, (no, yes) = instance.mechanism, instance.mechanism.market.messages()
    nothing = {(s, "s"): no for s in g.market.sellers}
    firsts = {(j, t): yes if t == "H" else no for j in (4, 6, 7) for t in "LH"}
    own = BuyerMessage(yes, Everywhere(no, {(yes, no): yes}), Everywhere(no, {(no, yes, yes, yes): yes}))
    total = Fraction(0)
    for omega, belief in instance.prior.given({5: "H"}).items():
        others = tuple(firsts[j, omega[j]] for j in (4, 6, 7))
        worth = instance.traders[5].at[omega]
        for b, message in (2, own.second), (3, own.third), (4, own.third):
            read = reads(g, 5, yes, others, b)
            for (shown, p), count in read.items():
                share = Fraction(count, sum(read.values())) * g.branch_probability(b)
                total += belief * share * worth.payoff(message[shown][p], g.market.P[p])
        (x,) = first_trades(g, 5, yes, others)
        total += belief * g.branch_probability(1) * worth.payoff(x, g.market.P[0])
    assert total == interim_payoff(instance, 5, "H", own, Opponents(nothing, firsts, {}))


class MatesDemand(GDoubleStar):
    """A broken G**: the two buyers of a group get what the other asks for."""

    def demands(self, group, m, b):
        return super().demands(group, m, b)[::-1]


class FirstInstead(GDoubleStar):
    """A broken G**: the second buyer of a group never gets a unit in branch 1."""

    def demands(self, group, m, b):
        found = super().demands(group, m, b)
        return [found[0], NEVER] if b == 1 else found


def test_broken_mechanisms_are_refused():
    with pytest.raises(ArithmeticError, match="branch 2: what the entry names is traded"):
        reads(MatesDemand(ON, TENTH), 5, AT_0, (BOTH, BOTH, NEVER), 2)
    with pytest.raises(ArithmeticError, match="branch 1: one bundle"):
        first_trades(FirstInstead(ON, TENTH), 5, AT_0, (BOTH, BOTH, NEVER))
