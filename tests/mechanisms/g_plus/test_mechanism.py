"""G+: allocations by hand, which entries are read, and weights."""

from fractions import Fraction
from itertools import permutations, product
from random import Random

import pytest

from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.allocation import Allocation
from mechanisms.markets.branch_mechanism import LotteryError
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Market, Tie, price_grid
from mechanisms.markets.triplicate import Everywhere, Triplicate
from proofs.rules.g_plus_outcomes import random_outcomes

TENTH = Fraction(1, 10)
HALF = Fraction(1, 2)
SINGLE = Market(1, 1, 1, ((HALF,),), groups=3)
TWO_PRICES = Market(1, 1, 1, price_grid(1, 1), groups=3)
NO, YES = SINGLE.messages()
NOTHING, AT_1, AT_0, ALWAYS = TWO_PRICES.messages()  # the amounts at the prices 0 and 1
IDENTITY = Grouping((0, 1, 2), (3, 4, 5))


def test_the_order_of_the_tuples():
    """Seller, buyer, seller, buyer, ... of a group; groups in ascending order without the own one."""
    on = Market(2, 1, 2, price_grid(1, 2), groups=3)
    g = GPlus(on, TENTH)
    firsts = list(on.messages())[: len(on.agents)]
    m = [Triplicate(d, {}, {}) for d in firsts]
    phi = Grouping((5, 3, 1, 0, 2, 4), (6, 8, 10, 7, 9, 11))

    def sent(*agents):
        return tuple(firsts[i] for i in agents)

    group_1, group_2, group_3 = (5, 6, 3, 8), (1, 10, 0, 7), (2, 9, 4, 11)
    assert [g.next_first(phi, beta, m) for beta in range(3)] == [
        sent(*group_2),
        sent(*group_3),
        sent(*group_1),
    ]
    assert g.other_first(phi, 0, m) == sent(*group_2, *group_3)
    assert g.other_first(phi, 1, m) == sent(*group_1, *group_3)
    assert g.other_first(phi, 2, m) == sent(*group_1, *group_2)


def test_branches_1_to_6_by_hand():
    """Each branch reads one part of one side; the partner trades the same. Agents' entries by branch 1..6."""
    g = GPlus(SINGLE, TENTH)
    said = {0: "101", 1: "011", 2: "100", 3: "010", 4: "110", 5: "001"}  # first, second, third
    first = [YES if said[i][0] == "1" else NO for i in range(6)]
    next_group = [(1, 4), (2, 5), (0, 3)]
    others = [(1, 4, 2, 5), (0, 3, 2, 5), (0, 3, 1, 4)]
    # Only what φ shows is named: to read anything else would be a KeyError.
    m = [
        Triplicate(
            first[i],
            {tuple(first[j] for j in next_group[i % 3]): YES if said[i][1] == "1" else NO},
            {tuple(first[j] for j in others[i % 3]): YES if said[i][2] == "1" else NO},
        )
        for i in range(6)
    ]
    for b in range(1, 7):
        part, speakers = (b - 1) // 2, (0, 1, 2) if b % 2 else (3, 4, 5)
        traded = tuple((int(said[i][part]),) for i in speakers)
        assert g.allocation(IDENTITY, 0, m, b) == Allocation(traded * 2, ((HALF,),) * 6)


def test_branch_7_by_hand():
    """Group 1 trades at group 2's price, group 2 at group 3's, group 3 at group 1's."""
    g = GPlus(TWO_PRICES, TENTH)
    # Clearing prices of the second messages: group 1 clears at 1 only, group 2 at 0 only, group 3 at both.
    second = {0: AT_1, 3: ALWAYS, 1: AT_0, 4: ALWAYS, 2: NOTHING, 5: NOTHING}
    third = {0: NOTHING, 3: AT_0, 1: ALWAYS, 4: AT_1, 2: AT_1, 5: AT_1}
    m = [Triplicate(NOTHING, Everywhere(second[i]), Everywhere(third[i])) for i in range(6)]
    # Group 1 at price 0: buyer 4 asks 1, seller 1 offers 0 and is raised. Group 2 at group 3's price: 0 if ties
    # go to the lowest, where buyer 5 asks 0 and seller 2, who offers 1, sells 0; 1 if to the highest, where
    # both say 1. Group 3 at 1: both say 1.
    a = g.allocation(IDENTITY, 0, m, 7)
    assert a == Allocation(((1,), (0,), (1,)) * 2, ((0,), (0,), (1,)) * 2)
    highest = GPlus(Market(1, 1, 1, price_grid(1, 1), Tie.HIGHEST, groups=3), TENTH)
    assert highest.allocation(IDENTITY, 0, m, 7) == Allocation(((1,), (1,), (1,)) * 2, ((0,), (1,), (1,)) * 2)


def test_a_price_reads_the_second_messages_of_one_group_and_the_first_of_the_next():
    """Every triplicate but those of group 2 names nothing: p+(φ, 2, m) can still be computed."""
    g = GPlus(TWO_PRICES, TENTH)
    for sellers, buyers in product(permutations(range(3)), permutations(range(3, 6))):
        phi = Grouping(sellers, buyers)
        m = [Triplicate(ALWAYS, {}, {}) for _ in range(6)]
        for i in (sellers[1], buyers[1]):
            m[i] = Triplicate(NOTHING, {(AT_0, AT_1): AT_1}, {})
        m[sellers[2]], m[buyers[2]] = Triplicate(AT_0, {}, {}), Triplicate(AT_1, {}, {})
        assert g.price(phi, 1, m) == 0
        with pytest.raises(KeyError):
            g.price(phi, 0, m)


def test_agents_of_a_side_are_treated_alike():
    """Renaming the agents and φ together renames the outcome, so φ the identity stands for all of Φ."""
    g, random = GPlus(TWO_PRICES, TENTH), Random(0)
    for outcome in random_outcomes(g, 10, 0):
        renamed = [*random.sample(range(3), 3), *random.sample(range(3, 6), 3)]
        phi = Grouping(
            *(tuple(renamed[i] for i in side) for side in (outcome.phi.sellers, outcome.phi.buyers))
        )
        m = {renamed[i]: message for i, message in enumerate(outcome.m)}
        a = g.allocation(outcome.phi, outcome.p, outcome.m, outcome.b)
        after = g.allocation(phi, outcome.p, [m[i] for i in range(6)], outcome.b)
        assert [(after.x[renamed[i]], after.q[renamed[i]]) for i in range(6)] == list(
            zip(a.x, a.q, strict=True)
        )


@pytest.mark.parametrize(("n", "T", "r"), [(1, 1, 3), (1, 2, 3), (1, 1, 4)])
def test_the_weights_of_all_draws_sum_to_1(n, T, r):
    g = GPlus(Market(n, 1, 1, price_grid(1, T), groups=r), Fraction(1, 7))
    draws = list(g.draws())
    assert sum(share for *_, share in draws) == 1
    factorials = {3: 36, 4: 576}
    assert len(draws) == factorials[r] * (6 * (T + 1) + 1)


def test_the_printed_weights_by_hand():
    """n = 1, r = 3, T = 1: 6η · |P|/T = 6/5 for branches 1 to 6, and (1 - 6η) · |P|/T · (3!)²/(2!)² = 36/5."""
    g = GPlus(TWO_PRICES, TENTH)
    totals = [g.printed_weight(b, 1) * 36 * 2 for b in g.branches]
    assert sum(totals[:6]) == Fraction(6, 5)
    assert totals[6] == Fraction(36, 5)


def test_eta_and_groups_are_checked():
    for eta in (Fraction(0), Fraction(1, 6), Fraction(1, 5), -TENTH):
        with pytest.raises(LotteryError, match=f"eta: between 0 and 1/6, both excluded, got {eta}"):
            GPlus(SINGLE, eta)
    with pytest.raises(LotteryError, match=r"r: G\+ divides agents into 3 groups or more, got 2"):
        GPlus(Market(1, 1, 1, price_grid(1, 1)), TENTH)
