"""G+ in plan form: gains against runs of the mechanism, and the worst the others can do against all they can do."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from gametheory.games.errors import TooLargeError
from gametheory.plans.form import Plan
from mechanisms.g_plus.environments import GPlusEnvironments, Play
from mechanisms.g_plus.first_message_search import FirstMessageSearch
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.g_plus.play import all_trades, interim_payoff, prospects
from mechanisms.markets.grouping import distinct_groupings, grouping_count
from mechanisms.markets.market import price_grid
from mechanisms.markets.triplicate import Everywhere, Triplicate
from proofs.conditions.g_plus_instances import three_groups, unit_instance
from proofs.theorem_6.family import Member
from tests.interdependent_instances import uniform


def environments(prices, i, own="L"):
    return GPlusEnvironments(Member(1, prices, Fraction(20), private=False, seed=4).instance(), i, own)


def random_play(others, rng):
    """Random first messages, and random answers to everything."""
    D, nodes = range(len(others.demands)), [*others.same_side, *others.other_side]
    answers = tuple((node, seen, int(rng.choice(D))) for node in nodes for seen in product(D, repeat=2))
    return Play(tuple((node, int(rng.choice(D))) for node in nodes), answers)


def random_plan(others, rng):
    return Plan(0, tuple(map(int, rng.integers(0, 2, len(others.cells)))))


def test_sizes_by_hand():
    """1 + |X| (|P| + |P| |D|² + |P| |D|⁴): 1 + 2 · (1 + 4 + 16) and 1 + 2 · 2 · (1 + 16 + 256)."""
    assert environments(1, 0).form.size == 43
    assert environments(2, 5).form.size == 1093


@pytest.mark.parametrize(("prices", "i"), [(1, 0), (2, 0), (2, 5)])
def test_gains_without_answers_are_what_runs_of_the_mechanism_earn(prices, i):
    others = environments(prices, i)
    play = random_play(others, np.random.default_rng(prices + i))
    silent = Play(play.sent)
    assert (others.gains(silent) == others.gains_by_running(silent)).all()


@pytest.mark.parametrize(("prices", "i"), [(1, 0), (2, 5)])
def test_gains_are_what_runs_of_the_mechanism_earn(prices, i):
    others, rng = environments(prices, i), np.random.default_rng(prices + i)
    play = random_play(others, rng)
    gains = others.gains(play)
    assert (gains == others.gains_by_running(play)).all()
    paid = [
        interim_payoff(others.instance, i, "L", others.message(plan), play.strategies(others.demands))
        * others.denominator
        - int(gains @ others.form.vector(plan).astype(object))
        for plan in (random_plan(others, rng) for _ in range(2))
    ]
    assert paid[0] == paid[1]


def test_one_grouping_stands_for_all_that_exchange_agents_who_say_the_same():
    """Against all of Φ, when some say the same and others only begin the same."""
    g = GPlus(three_groups(price_grid(1, 1)), Fraction(1, 10))
    no, yes = ((0,), (0,)), ((1,), (1,))
    talkers = [
        Triplicate(no, Everywhere(second), Everywhere(third)) for second in (no, yes) for third in (no, yes)
    ]
    for i, chosen in ((0, (0, 1, 1, 2, 3, 2)), (5, (3, 3, 3, 0, 0, 1))):
        m = [talkers[place] for place in chosen]
        phis, _ = distinct_groupings(g.market, m, i)
        assert len(phis) < grouping_count(g.market)
        assert prospects(g, i, m) == all_trades(g, i, m)


def test_at_a_single_price_the_worst_is_that_of_all_1024_profiles():
    i, rng = 4, np.random.default_rng(4)
    others = environments(1, i, "H")
    nodes = [*others.same_side, *others.other_side]
    sent = list(product(range(2), repeat=len(nodes)))
    every = np.array([others.gains(Play(tuple(zip(nodes, d, strict=True)))) for d in sent])
    assert len(every) == 1024
    assert np.array_equal([others.gains(play) for play in others.every()], every)
    assert (every.sum(axis=0) * 2**6 == others.mean() * 1024).all()
    allowed = {node: (0, 1) if node[1] == "H" else (1,) for node in nodes}
    some = others.restricted(allowed)
    rows = [all(x in own for x, own in zip(d, some.sent, strict=True)) for d in sent]
    fewer = every[rows]
    assert len(fewer) == 2**5
    assert np.array_equal([others.gains(play) for play in some.every()], fewer)
    assert (fewer.sum(axis=0) * 2**6 == some.mean() * 2**5).all()
    for _ in range(10):
        direction = rng.integers(-3, 4, others.form.size)
        least, play = others.worst(direction)
        assert least == (every @ direction).min() == others.gains(play) @ direction
        assert some.worst(direction)[0] == (fewer @ direction).min()


@pytest.mark.parametrize("i", [1, 5])
def test_at_two_prices_nothing_is_worse_than_the_worst(i):
    others, rng = environments(2, i), np.random.default_rng(i)
    assert others.every() is None  # second messages matter too
    plans = [others.form.vector(random_plan(others, rng)) for _ in range(2)]
    for direction in (plans[1] - plans[0], rng.integers(-2, 3, others.form.size)):
        least, play = others.worst(direction)
        assert least == int(others.gains(play) @ direction.astype(object))
        for _ in range(20):
            assert least <= int(others.gains(random_play(others, rng)) @ direction.astype(object))


def test_huge_numbers_do_not_overflow():
    others, rng = environments(1, 4), np.random.default_rng(7)
    direction = rng.integers(-3, 4, others.form.size)
    least, play = others.worst(direction)
    assert others.worst(direction.astype(object) * 10**30) == (least * 10**30, play)


def test_the_mean_of_a_sure_gain():
    """The mean at first messages is the gain itself, which nothing moves, times |D|⁶."""
    others, rng = environments(2, 5), np.random.default_rng(3)
    first = slice(1, 5)
    assert (others.mean()[first] == others.gains(random_play(others, rng))[first] * 4**6).all()
    assert others.mean()[0] == 0
    assert {type(gain) for gain in others.mean()} == {int}


def brute_force(second, plain, priced, made):
    """Everybody's first messages, and answers of everybody to every tuple, all listed."""
    F, M, D, _ = second.shape
    best = None
    for sent in product(range(D), repeat=F + M):
        few, many = sent[:F], sent[F:]
        total = sum(second[f, m, few[f], many[m]] for f in range(F) for m in range(M))
        pairs = list(product(range(F), range(M), range(F), range(M)))
        at = {key: (*key, few[key[0]], many[key[1]], few[key[2]], many[key[3]]) for key in pairs}
        total += sum(plain[at[key]] for key in pairs)
        for seen in set(product(few, many)):
            own = [key for key in pairs if (few[key[2]], many[key[3]]) == seen]
            total += min(
                sum(priced[(made[answer[key[0]], answer[F + key[1]]], *at[key])] for key in own)
                for answer in product(range(D), repeat=F + M)
            )
        best = total if best is None else min(best, total)
    return best


@pytest.mark.parametrize("seed", range(4))
def test_the_search_finds_the_least_of_everything_listed(seed):
    rng = np.random.default_rng(seed)
    F, M, D, P = 2, 2, 2, 2
    tables = [rng.integers(-5, 6, shape) for shape in [(F, M, D, D), (F, M) * 2 + (D,) * 4]]
    priced = rng.integers(-9, 10, (P,) + (F, M) * 2 + (D,) * 4)
    for m in range(M):
        tables[1][:, m, :, m] = priced[:, :, m, :, m] = 0
    made = np.array([[0, 1], [1, 0]])
    search = FirstMessageSearch(*tables, priced, made, [range(D)] * (F + M))
    least, sent, answers = search.least()
    assert least == brute_force(*tables, priced, made)
    assert search.realise(sent, None) == (least, answers)
    assert search.realise(sent, least - 100) is None
    assert not search.is_exact


def test_other_sizes_are_refused():
    market = three_groups(n=2)
    instance = unit_instance("two", market, uniform(market, "s", "b"), lambda i, omega: Fraction(1))
    with pytest.raises(TooLargeError, match="r and n: 3 and 1, got 3 and 2"):
        GPlusEnvironments(instance, 0, "s")
    market = three_groups(price_grid(1, 2))
    instance = unit_instance(
        "three prices", market, uniform(market, "LH", "LH"), lambda i, omega: Fraction(1)
    )
    with pytest.raises(TooLargeError, match="at most 5,000,000 profiles of the others, got 1,073,741,824"):
        GPlusEnvironments(instance, 0, "L")
