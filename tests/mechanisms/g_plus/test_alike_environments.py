"""Plays alike, against the environments of n = 1 that know each agent by name, and against lists of draws."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from mechanisms.g_plus.alike_environments import AlikeEnvironments
from mechanisms.g_plus.alike_gains import AlikePlay
from mechanisms.g_plus.alike_runs import gains_by_running
from mechanisms.g_plus.alike_search import AlikeSearch
from mechanisms.g_plus.environments import GPlusEnvironments, Play
from mechanisms.markets.market import Side
from proofs.theorem_6.family import Member


def both(prices, side, sent=None):
    """The same agent, her rivals alike or not."""
    member = Member(1, prices, Fraction(20), private=False, seed=4)
    alike = AlikeEnvironments(member.by_counts(), side, "L", sent)
    market = alike.market
    i = (market.sellers if side is Side.SELLER else market.buyers)[0]
    by_name = sent and {(j, own): sent[market.side(j), own] for j in market.agents for own in "LH"}
    return alike, GPlusEnvironments(member.instance(), i, "L", by_name)


def by_name(alike, named, play):
    """A play alike, as everybody's."""
    place = {node: at for at, node in enumerate(alike.nodes)}
    at = {node: place[alike.market.side(node[0]), node[1]] for node in (*named.same_side, *named.other_side)}
    return Play(
        tuple((node, play.sent[at[node]]) for node in at),
        tuple((node, seen, answer[at[node]]) for seen, answer in play.answers for node in at),
    )


def random_play(alike, rng):
    D, nodes = range(len(alike.demands)), len(alike.nodes)

    def places():
        return tuple(map(int, rng.choice(D, nodes)))

    return AlikePlay(places(), tuple((seen, places()) for seen in product(D, repeat=alike.seats[0])))


def within_cells(form, gains, denominator):
    """What actions earn over the first one of their cell; a constant in a cell is nothing."""
    cells = gains[1:].reshape(len(form.cells[0]), -1)
    return [[Fraction(int(a), denominator) for a in row] for row in cells - cells[:, :1]]


SENT = {
    (Side.SELLER, "L"): [1, 3],
    (Side.SELLER, "H"): [0],
    (Side.BUYER, "L"): [2],
    (Side.BUYER, "H"): [1, 2],
}


@pytest.mark.parametrize(
    ("prices", "side"), [(1, Side.SELLER), (2, Side.SELLER), (1, Side.BUYER), (2, Side.BUYER)]
)
def test_gains_at_n_1_are_those_of_agents_by_name(prices, side):
    alike, named = both(prices, side)
    play = random_play(alike, np.random.default_rng(prices))
    assert within_cells(alike.form, alike.gains(play), alike.denominator) == within_cells(
        named.form, named.gains(by_name(alike, named, play)), named.denominator
    )


@pytest.mark.parametrize(("prices", "side"), [(1, Side.SELLER), (2, Side.SELLER), (2, Side.BUYER)])
def test_the_mean_at_n_1_is_that_of_agents_by_name(prices, side):
    alike, named = both(prices, side, SENT if prices == 2 else None)
    rows = []
    for others in (alike, named):
        mean = others.mean()
        rows.append(within_cells(others.form, mean, int(max(abs(mean[1 : 1 + 2 * prices])))))
    assert rows[0] == rows[1]


@pytest.mark.parametrize("side", list(Side))
def test_the_bound_is_below_what_agents_by_name_can_do_and_what_is_shown_is_earned(side):
    alike, named = both(2, side, SENT)
    rng = np.random.default_rng(7)
    for _ in range(3):
        direction = np.zeros(alike.form.size, dtype=np.int64)
        for cell in rng.choice(len(alike.form.cells[0]), 40, replace=False):
            direction[alike.form.first[0][cell] + np.array([0, 1])] = rng.permutation([1, -1])
        least, _ = named.worst(direction)
        bound = AlikeSearch(alike, direction).bound()
        assert Fraction(bound, alike.denominator) <= Fraction(least, named.denominator)
        shown, play = alike.worst(direction)
        assert Fraction(shown, alike.denominator) >= Fraction(least, named.denominator)
        assert shown == int(alike.gains(play) @ direction)
        assert (shown < 0) == (least < 0)


@pytest.mark.slow
def test_gains_at_n_2_are_what_runs_of_the_mechanism_earn():
    prices, side = 2, Side.SELLER  # buyers: tests/proofs/theorem_6/test_rounds_alike.py
    member = Member(2, prices, Fraction(20), private=False, seed=4)
    alike, rng = AlikeEnvironments(member.by_counts(), side, "L"), np.random.default_rng(3)
    play = random_play(alike, rng)
    play = replace(
        play,
        thirds=tuple(
            ((tuple(play.sent[node] for node in nodes), p), tuple(map(int, rng.choice(2, len(alike.nodes)))))
            for nodes, _ in alike.behind[1]
            for p in range(prices)
        ),
    )
    run = gains_by_running(alike, member.instance(), play)
    assert within_cells(alike.form, alike.gains(play), 1) == within_cells(alike.form, run, 1)
