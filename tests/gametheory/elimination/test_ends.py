"""Where all orders end, without a look at each: as the graph of all orders says."""

from itertools import combinations, permutations
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.all_orders import guess
from gametheory.elimination.ends import _each_saves_another, agreement, find_ends
from gametheory.elimination.exchange import exchangeable, exchanges, sorted_in
from gametheory.elimination.isomorphism import are_same_but_for_names
from gametheory.elimination.order_independence import Same, is_order_independent, sink_classes
from gametheory.elimination.reductions import Step, all_reductions
from gametheory.elimination.transference import transfers_indifference
from gametheory.games.errors import GameError
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import all_strategies
from proofs.testing.strategies import games as normal_forms
from tests.example_games import example


@st.composite
def symmetric_games(draw):
    """What a player gets depends on what she does, and on how many others do what: two or three players."""
    players, size = draw(st.sampled_from([(2, 3), (2, 4), (3, 2), (3, 3)]))
    paid = {}

    def payoffs(profile):
        return [
            paid.setdefault((own, tuple(sorted((*profile[:i], *profile[i + 1 :])))), draw(st.integers(0, 2)))
            for i, own in enumerate(profile)
        ]

    return NormalFormGame.from_function(payoffs, [list(map(str, range(size)))] * players)


@st.composite
def nearly_shared_games(draw):
    """Everybody is paid the same, so that indifference is shared; but for one payoff of one player."""
    shape = draw(st.sampled_from([(3, 3), (4, 3), (2, 3, 2)]))
    cells = prod(shape)
    table = draw(st.lists(st.integers(0, 2), min_size=cells, max_size=cells))
    tables = [np.array(table).reshape(shape) for _ in shape]
    i, cell, paid = (draw(st.integers(0, most)) for most in (len(shape) - 1, cells - 1, 2))
    tables[i].flat[cell] = paid
    return NormalFormGame.from_arrays(tables)


def as_the_graph_says(game, relation, by, step):
    ends = find_ends(game, relation, by, step, sets=None)
    graph = all_reductions(game, relation, by, step, nodes=None, edges=None)
    known = [members[0] for members in sink_classes(graph)]
    found = [order.survivors for order in ends.orders]
    assert ends.complete
    assert ends.sets <= len(graph.graph)
    assert ends.agree == is_order_independent(graph, Same.OUTCOMES)
    assert len(found) == len(known)
    assert all(sum(are_same_but_for_names(game, one, other) for other in known) == 1 for one in found)
    assert all(order.holds() and order.is_maximal() for order in ends.orders)


@given(
    normal_forms(sizes=((1, 3), (1, 3), (1, 2)), payoffs=range(2))
    | symmetric_games()
    | nearly_shared_games(),
    st.sampled_from([Relation.WEAK, Relation.STRICT]),
    st.sampled_from(By),
    st.sampled_from(Step),
)
@settings(max_examples=100)
def test_they_are_the_different_sinks_of_the_graph(game, relation, by, step):
    as_the_graph_says(game, relation, by, step)


def test_by_mixtures_the_order_can_matter_although_indifference_is_shared():
    """Column has what Row has not. B is weakly dominated by T, and C by L and R at equal odds, because of B alone.

    If B goes first, C ties with that mixture, and stays; if C goes first, B goes all the same. By pure
    strategies nothing dominates C, and the theorem of Marx and Swinkels holds.
    """
    row = np.array([[2, 1, 0], [0, 1, 2], [0, 1, 0]])
    game = NormalFormGame.from_arrays([row, -row])
    assert transfers_indifference(game)
    ends = {by: sorted(order.survivors for order in find_ends(game, by=by).orders) for by in By}
    assert ends[By.PURE] == [((0, 1), (0, 1, 2))]
    assert ends[By.MIXED] == [((0, 1), (0, 1, 2)), ((0, 1), (0, 2))]
    for by, agree in ((By.PURE, True), (By.MIXED, None)):
        as_the_graph_says(game, Relation.WEAK, by, Step.ANY)
        assert agreement(all_reductions(game, by=by, nodes=1), None, Same.OUTCOMES) is agree


def test_one_at_a_time_or_at_once_by_hand():
    """Who says B has 1 if the other says T, and else nobody has anything: T is weakly dominated by B.

    When Row's T goes, Column has 0 whatever she says, and both her strategies stay; and the other way round: an
    exchange makes that of it. If both go at once (B, B) is left. So one set or two are looked at beside all.
    """
    table = np.array([[0, 0], [1, 0]])
    game = NormalFormGame.from_arrays([table, table.T])
    assert exchangeable(game, all_strategies(game)) == ((0, 1),)
    one_each = [((0, 1), (1,)), ((1,), (0, 1))]
    for step, sets, left in ((Step.ONE, 2, one_each), (Step.ANY, 3, [*one_each, ((1,), (1,))])):
        ends = find_ends(game, step=step)
        assert (ends.sets, ends.agree) == (sets, False)
        assert sorted(order.survivors for order in ends.orders) == left
        as_the_graph_says(game, Relation.WEAK, By.PURE, step)


@pytest.mark.parametrize(
    ("players", "numbers", "by", "all_sets", "sets"),
    [(2, 4, By.PURE, 64, 5), (2, 4, By.MIXED, 64, 16), (3, 5, By.PURE, 160, 42)],
)
def test_guess_two_thirds_takes_a_fraction_of_the_sets(players, numbers, by, all_sets, sets):
    """With two players indifference is shared, and one order is enough where dominators are pure."""
    game = guess(players, numbers)
    ends = find_ends(game, by=by)
    assert ends.sets == sets
    assert [order.survivors for order in ends.orders] == [((0,),) * players]
    assert len(all_reductions(game, by=by, step=Step.ONE).graph) == all_sets


def test_one_order_is_enough_from_where_indifference_is_shared():
    """Both are paid the same but in the last row: there Column decides what Row loses.

    When it has gone, one of the orders that are left is looked at.
    """
    rows = np.minimum.outer(range(4), range(4))
    rows[3], columns = (-1, -1, -1, -2), rows.copy()
    columns[3] = (2, 1, 0, 0)
    game = NormalFormGame.from_arrays([rows, columns])
    shared = tuple(range(3)), tuple(range(4))
    assert transfers_indifference(game, shared)
    assert not transfers_indifference(game)
    assert (len(all_reductions(game, step=Step.ONE).graph), find_ends(game).sets) == (20, 10)


def test_a_game_that_is_nearly_symmetric_is_not_taken_for_one():
    game = guess(3, 3)
    assert exchangeable(game, all_strategies(game)) == ((0, 1, 2),)
    assert exchangeable(game, ((0, 1, 2), (0, 1), (0, 1, 2))) == ((0, 2),)
    for i, place in ((0, (0, 1, 2)), (1, (2, 2, 1)), (2, (0, 0, 1))):
        tables = [table.copy() for table in game.numerators]
        tables[i][place] += 1
        changed = NormalFormGame.from_arrays(tables)
        found = exchangeable(changed, all_strategies(changed))
        assert found == tuple(by_definition(changed))
        assert found != ((0, 1, 2),)


def by_definition(game):
    pairs = [
        (i, j)
        for i in range(3)
        for j in range(i + 1, 3)
        if all(
            game.payoff(k, profile) == game.payoff(swap(k, i, j), swapped(profile, i, j))
            for k in range(3)
            for profile in game.profiles()
        )
    ]
    return [(0, 1, 2)] if len(pairs) == 3 else pairs


def swap(k, i, j):
    return {i: j, j: i}.get(k, k)


def swapped(profile, i, j):
    return tuple(profile[swap(k, i, j)] for k in range(len(profile)))


def test_payoffs_over_unlike_denominators_are_compared_as_numbers():
    table = np.array([[2, 4], [6, 8]])
    for denominators, found in (((2, 1), ((0, 1),)), ((1, 1), ())):
        game = NormalFormGame.from_arrays([table, table.T // 2], denominators=denominators)
        assert exchangeable(game, all_strategies(game)) == found


def test_one_form_stands_for_all_permutations():
    groups = ((0, 2, 3),)
    survivors = ((0,), (5,), (1, 2), (1,))
    forms = {sorted_in(groups, (a, (5,), b, c)) for a, b, c in permutations([survivors[0], *survivors[2:]])}
    assert forms == {((0,), (5,), (1,), (1, 2))}
    assert exchanges(groups) == [(0, 2), (2, 3)]


def test_budgets_leave_it_open():
    game = guess(2, 5)
    assert (find_ends(game, sets=5).complete, find_ends(game, sets=5).agree) == (False, None)
    assert find_ends(game, seconds=0).agree is None
    assert find_ends(example("order-matters"), different=2).agree is False
    assert find_ends(example("order-matters"), different=1).agree is None
    with pytest.raises(GameError, match="strict or weak dominance, got very weak"):
        find_ends(game, Relation.VERY_WEAK)


def test_budgets_hold_where_very_many_steps_lead_on_from_one_set():
    """Each of 40 strategies of Row saves one of Column, and the other way round: 2 to the 40 steps of several."""
    table = 1 - np.eye(41, dtype=np.int64)
    table[40, 40] = 1
    rows = table + 2 * np.arange(41)
    ends = find_ends(NormalFormGame.from_arrays([rows, rows.T]), sets=50)
    assert (ends.sets, ends.complete) == (50, False)


@given(st.integers(0, 6), st.data())
def test_sets_in_which_each_saves_another_are_listed_once(size, data):
    saves = {k: data.draw(st.sets(st.integers(0, size - 1))) - {k} for k in range(size)}
    by_definition = {
        frozenset(together)
        for count in range(1, size + 1)
        for together in combinations(saves, count)
        if all(saves[k] & set(together) for k in together)
    }
    found = list(_each_saves_another(saves))
    assert len(found) == len(by_definition)
    assert set(found) == by_definition
