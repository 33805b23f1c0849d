"""The checkers' programs, run on plain fractions, agree with the library on random payoffs."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, Others, interim_payoff
from mechanisms.g_star.literal import events
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.market import Market, Side, Tie, price_grid
from mechanisms.markets.prior import explicit_prior
from mechanisms.markets.trader import tabulated
from proofs.certificates import checker, checker_frontier, checker_theorem_4
from proofs.certificates.finder import At
from proofs.theorem_1 import sharp_form
from proofs.theorem_1 import statement as theorem_1
from proofs.theorem_4.anonymous_buyers import units
from proofs.theorem_4.hedges.hedge import is_outdone
from proofs.theorem_4.hedges.search import BuyerWith
from proofs.theorem_4.one_buyer.statement import solve, violations
from tests.interdependent_instances import instance

SIDES = {"seller": Side.SELLER, "buyer": Side.BUYER}


def quarter(random, top=6):
    return Fraction(random.randint(-2, top), 4)


@pytest.mark.parametrize(("n", "l", "T"), [(1, 1, 1), (1, 1, 2), (1, 2, 1), (2, 1, 1)])
@pytest.mark.parametrize("tie", Tie)
@pytest.mark.parametrize("side", SIDES)
def test_expected_payoffs_and_dominant_messages_in_g_star(n, l, T, tie, side):
    random = Random(f"{n}{l}{T}{tie}{side}")
    program = checker.GStar(n, 1, l, T, side, tie.value, True)
    market = Market(n, 1, l, price_grid(1, T), tie)
    i = market.sellers[0] if side == "seller" else market.buyers[0]
    of_i = events(GStar(market), [i])[i] if n == 1 else None
    for _ in range(4):
        worth = [quarter(random) for _ in program.unknowns]
        trader = tabulated(SIDES[side], 1, l, lambda x, worth=worth: ([Fraction(0), *worth])[x[0]])
        at = At(worth)
        # What she expects, against random messages of all others.
        for _ in range(6):
            d, *others = (random.choice(program.D) for _ in range(4 * n))
            own, opposite = tuple(others[: 2 * n - 1]), tuple(others[2 * n - 1 :])
            counts = program.trades(d, own, opposite)
            earned = sum(count * at.value(program.u(*event)) for event, count in counts.items())
            profile = (d, *own, *opposite) if side == "seller" else (*opposite, d, *own)
            expected = GStar(market).expected_payoff(i, trader, profile)
            assert earned / T / sum(counts.values()) == expected
        # Which messages are dominant, which take prices, and whether both are the same.
        if of_i is None:
            continue
        dominant = theorem_1.dominant_rows(of_i.payoffs(trader)[0], i)
        gaps = [gap for gap, _ in program.listed()]
        assert [j for j, forms in enumerate(gaps) if all(map(at.nonneg, forms))] == dominant
        best = [[program.is_best(at, p, x, program.X) for x in program.X] for p in range(len(program.P))]
        caps = [all(best[p][program.X.index(x)] for p, x in enumerate(d)) for d in program.D]
        assert caps == [sharp_form.caps_are_optimal(market, trader, d) for d in program.D]
        assert program(at) is True


def test_by_cells_as_by_listing():
    """The price-taking messages, and those whose caps are best, are what listing finds at n = 1."""
    random = Random(1)
    for side, (l, T) in product(SIDES, [(1, 1), (1, 2), (2, 1)]):
        listed, cells = (kind(1, 1, l, T, side, "lowest", False) for kind in (checker.GStar, checker.Cells))
        for _ in range(20):
            at = At([quarter(random) for _ in listed.unknowns])  # with Condition 1 or without it
            by_caps = [all(cells.is_best(at, p, x, cells.X) for p, x in enumerate(d)) for d in cells.D]
            assert by_caps == [all(map(at.nonneg, gaps)) for gaps, _ in listed.listed()]
            assert listed(at) == cells(at)


def interdependent(random, tie, eta):
    """Two different buyers, any values, any f: an instance, and the point of buyer 1 with L of the checker."""
    on = Market(1, 1, 1, price_grid(1, 1), tie)
    shares = {pair: random.randint(1, 4) for pair in product("LH", repeat=2)}
    f = {("s", "s", *pair): Fraction(share, sum(shares.values())) for pair, share in shares.items()}
    v = {(j, *pair): quarter(random, 5) for j in on.buyers for pair in shares}
    game = instance(on, explicit_prior(on, ["s"], "LH", f), lambda i, omega: [v[i, *omega[2:]]], eta=eta)
    mine, his = on.buyers
    point = []
    for i, own in (mine, "L"), (his, "L"), (his, "H"):
        pairs = [(own, t) if i == mine else (t, own) for t in "LH"]
        odds = [Fraction(shares[pair], sum(shares[each] for each in pairs)) for pair in pairs]
        point += [odds[0] * v[i, *pairs[0]], odds[1] * v[i, *pairs[1]], odds[0]]
    return game, mine, point


@pytest.mark.parametrize("tie", Tie)
def test_what_a_buyer_expects_in_g_double_star(tie):
    random, eta = Random(tie.value), Fraction(1, 7)
    program = checker_theorem_4.OneBuyer(tie.value)
    D = checker_theorem_4.D
    message = {d: tuple((x,) for x in d) for d in D}
    for _ in range(12):
        game, i, point = interdependent(random, tie, eta)
        first, second, *third = (random.choice(D) for _ in range(2 + len(D)))
        supplies = tuple(random.choice(D) for _ in range(2))
        mate = {t: (random.choice(D), random.choice(D)) for t in (0, 1)}
        expected = interim_payoff(
            game,
            i,
            "L",
            BuyerPlan(message[first], message[second], tuple(message[w] for w in third)),
            Others(
                tuple({"s": message[a]} for a in supplies),
                {"LH"[t]: (message[d], message[e]) for t, (d, e) in mate.items()},
            ),
        )
        earned = Fraction(0)
        for t, (d, e) in mate.items():
            worth = [At(point).value(form) for form in program.worth(0, t)]
            plan = first, second, third[D.index(d)]
            for (at, last), amount in program.bought(plan, e, supplies).items():
                earned += (1 - 3 * eta if last else eta) / 4 * amount * worth[at]
        assert earned == expected


@pytest.mark.parametrize("tie", Tie)
def test_theorem_4_at_points(tie):
    """(8), (10) and the theorem, where the checker's program is asked and where the library eliminates."""
    random, program, found = Random(tie.value), checker_theorem_4.OneBuyer(tie.value), []
    for _ in range(12):
        game, i, point = interdependent(random, tie, Fraction(random.randint(1, 13), 40))
        said = program(At(point))
        found.append(said)
        allowed = [checker_theorem_4.best(At(point), program.worth(0, t)) for t in (0, 1)]
        for t, name in enumerate("LH"):
            worth = game.informed(i, {i: "L", game.mechanism.market.buyers[1]: name}).worth[(1,)]
            best = [[x for x in (0, 1) if x * (worth - p) >= (1 - x) * (worth - p)] for p in (0, 1)]
            assert allowed[t] == list(product(*best))
        if said is not None:
            mine = [each for each in violations(solve(game)) if each.agent == (i, "L")]
            assert said is (not mine)
    assert found.count(True) > 2


def test_the_frontier_at_points():
    random, program, found = Random(1), checker_frontier.TwoBuyers(), []
    while len(found) < 6:
        v = (
            [Fraction(random.randint(0, 12), 4) for _ in range(4)]
            if found
            else [Fraction(x, 4) for x in (0, 0, 9, 4)]
        )
        buyer = BuyerWith(units(*v))
        said = program(At([each / 8 for each in v] + [Fraction(1, 8)] * 3))
        assert (said is None) == (buyer.stakes is None or not buyer.stakes.loss)
        if said is not None:
            assert said is True
            found.append(buyer.stakes.leave_room)
            assert is_outdone(buyer.known, buyer.other) is not buyer.stakes.leave_room
    assert set(found) == {True, False}
