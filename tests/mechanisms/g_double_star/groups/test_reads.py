"""Which entries of a buyer's message are read with two buyers in a group: by hand, and in broken mechanisms."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import permutations, product
from random import Random

import pytest

from mechanisms.g_double_star.groups.payoff import Opponents, interim_payoff
from mechanisms.g_double_star.groups.reads import first_trades, reads
from mechanisms.g_double_star.mechanism import BuyerMessage, GDoubleStar, MessageProfile
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Market, Tie, price_grid
from mechanisms.markets.noted import Noted
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
    assert first_trades(g, 5, AT_0, (BOTH, BOTH, NEVER)) == ((1,), (0,))


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


class AsksAtTheLowest(GDoubleStar):
    """A broken G**: in branch 4 buyers trade at the price made, what they ask for at the lowest one."""

    def demands(self, group, m, b):
        return (
            [(d[0],) * len(self.market.P) for d in super().demands(group, m, b)]
            if b == 4
            else super().demands(group, m, b)
        )


class Peeks(GDoubleStar):
    """A broken G**: in branch 3 whoever begins with never asking gets nothing."""

    def demands(self, group, m, b):
        found = super().demands(group, m, b)
        own = [m.buyers[i - self.market.side_size] for i in group.buyers]
        return [
            NEVER if b == 3 and message.first[1] == (0,) else d for d, message in zip(found, own, strict=True)
        ]


class MatesAnswer(GDoubleStar):
    """A broken G**: in branch 4 each group trades at its own price, which answers to a buyer's own message."""

    def price(self, group, m):
        sellers = [s for s in self.market.sellers if s not in group.sellers]
        buyers = [j for j in self.market.buyers if j not in group.buyers]
        return super().price(type(group)(tuple(sellers), tuple(buyers)), m)


def test_in_branch_4_every_price_is_looked_at():
    """With the others at nothing or everything only the price that wins a tie was."""
    for tie in Tie:
        g = GDoubleStar(replace(ON, tie=tie), TENTH)
        assert {p for _, p in reads(g, 5, AT_0, (BOTH, BOTH, NEVER), 4)} == {0, 1}
    with pytest.raises(ArithmeticError, match="branch 4: what the entry names is traded"):
        reads(AsksAtTheLowest(ON, TENTH), 5, AT_0, (BOTH, BOTH, NEVER), 4)
    with pytest.raises(ArithmeticError, match="branch 4: what the entry names is traded"):
        reads(MatesAnswer(ON, TENTH), 5, AT_0, (BOTH, BOTH, NEVER), 4)


def test_in_branch_4_the_price_is_all_that_the_others_make():
    """Against every supply of every seller and every second demand of every rival, n = 1; some of them, n = 2."""
    random = Random(7)
    alone = Market(1, 1, 1, price_grid(1, 1))
    every = [(alone, says) for says in product(alone.messages(), repeat=3)]
    some = [(ON, [random.choice(list(ON.messages())) for _ in range(7)]) for _ in range(300)]
    made = set()
    for market, said in every + some:
        g, i, n = GDoubleStar(market, TENTH), market.buyers[0], market.n
        supplies, seconds = said[: 2 * n], said[2 * n :]
        firsts = [random.choice(list(market.messages())) for _ in market.buyers]
        (shown,) = {shown for shown, _ in reads(g, i, firsts[0], tuple(firsts[1:]), 4)}
        orders = [random.sample(agents, 2 * n) for agents in (market.sellers, market.buyers)]
        for x in market.X:
            third = Noted((x, market.X[x == market.X[0]]))
            rivals = [
                BuyerMessage(d, Everywhere(e), Everywhere(NEVER))
                for d, e in zip(firsts[1:], seconds, strict=True)
            ]
            m = MessageProfile(supplies, [BuyerMessage(firsts[0], Everywhere(NEVER), third), *rivals])
            a = g.allocation(Grouping(*map(tuple, orders)), 0, m, 4)
            p = market.P.index(a.q[i])
            made.add((n, p))
            assert third.asked == {shown}
            assert a.x[i] == third.demand[p]
    assert made == set(product((1, 2), (0, 1)))


def test_labels_stand_for_first_messages():
    """G** run on the first messages themselves shows the tuples that it shows with labels."""
    random, demands = Random(3), list(ON.messages())
    g, nothing = GDoubleStar(ON, TENTH), Everywhere(NEVER)
    for _ in range(40):
        b, own, others = random.choice((2, 3)), random.choice(demands), tuple(random.choices(demands, k=3))
        found = Counter()
        for order, p in product(permutations(ON.buyers), range(2)):
            noted = Noted(BOTH)
            mine = BuyerMessage(own, *((noted, nothing) if b == 2 else (nothing, noted)))
            m = MessageProfile([NEVER] * 4, [mine, *(BuyerMessage(d, nothing, nothing) for d in others)])
            assert g.allocation(Grouping(tuple(ON.sellers), order), p, m, b).x[4] == (1,)
            found[noted.asked.pop(), p] += 1
        assert reads(g, 4, own, others, b) == found
    with pytest.raises(ArithmeticError, match="looked into where it should be looked up"):
        reads(Peeks(ON, TENTH), 5, AT_0, (BOTH, BOTH, NEVER), 3)


def test_broken_mechanisms_are_refused():
    with pytest.raises(ArithmeticError, match="branch 2: what the entry names is traded"):
        reads(MatesDemand(ON, TENTH), 5, AT_0, (BOTH, BOTH, NEVER), 2)
    with pytest.raises(ArithmeticError, match="branch 1: one bundle"):
        first_trades(FirstInstead(ON, TENTH), 5, AT_0, (BOTH, BOTH, NEVER))
