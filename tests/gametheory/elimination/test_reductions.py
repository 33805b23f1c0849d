"""The graph of all reductions, against a naive recursion, and what can be asked of it."""

from dataclasses import replace
from itertools import chain, combinations, product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.dominance.definition import dominates
from gametheory.dominance.survival import find_supporting_belief
from gametheory.elimination.equivalence import find_renaming
from gametheory.elimination.order_independence import (
    OrderDependence,
    Same,
    can_keep,
    find_fewest_rounds,
    find_order,
    find_order_dependence,
    find_order_keeping,
    is_order_independent,
    sink_classes,
)
from gametheory.elimination.reductions import Order, Reductions, Step, all_reductions
from gametheory.elimination.rounds import eliminate
from gametheory.games.errors import GameError
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import Survivors, all_strategies
from proofs.testing.strategies import games as normal_forms
from tests.example_games import example

PAIRS = ((1, 3), (1, 3))
TRIPLES = ((1, 3), (1, 2), (1, 2))
ORDER_MATTERS = example("order-matters")


def naive_edges(game: NormalFormGame, relation: Relation, step: Step) -> dict[Survivors, set[Survivors]]:
    """From each reachable set of survivors, where one legal step leads: by the definitions alone."""
    edges: dict[Survivors, set[Survivors]] = {}

    def visit(node: Survivors) -> None:
        if node in edges:
            return
        dominated = [
            (i, a)
            for i, own in enumerate(node)
            for a in own
            if any(dominates(game, i, b, a, relation, node) for b in own)
        ]
        largest = 1 if step is Step.ONE else len(dominated)
        sets = chain.from_iterable(combinations(dominated, size) for size in range(1, largest + 1))
        edges[node] = {
            tuple(tuple(a for a in own if (i, a) not in gone) for i, own in enumerate(node)) for gone in sets
        }
        for target in edges[node]:
            visit(target)

    visit(all_strategies(game))
    return edges


@given(
    normal_forms(sizes=PAIRS) | normal_forms(sizes=TRIPLES),
    st.sampled_from([Relation.WEAK, Relation.STRICT]),
    st.sampled_from(Step),
)
@settings(max_examples=80)
def test_the_graph_is_the_one_that_the_definitions_give(game, relation, step):
    reductions = all_reductions(game, relation, step=step, nodes=None, edges=None)
    expected = naive_edges(game, relation, step)
    assert reductions.complete
    assert {node: set(reductions.graph.successors(node)) for node in reductions.graph} == expected
    assert set(reductions.sinks) == {node for node, targets in expected.items() if not targets}
    for node in reductions.graph:
        order = reductions.order_to(node)
        assert order.survivors == node
        assert order.holds()
        assert order.is_maximal() == (node in reductions.sinks)


@given(normal_forms(sizes=((1, 4), (1, 3))), st.sampled_from([Relation.WEAK, Relation.STRICT]))
@settings(max_examples=30)
def test_with_mixed_dominators_every_node_is_judged_by_beliefs(game, relation):
    reductions = all_reductions(game, relation, By.MIXED, Step.ONE)
    assert reductions.complete
    for node, dominated in reductions.graph.nodes(data="dominated"):
        unjustified = {
            (i, a)
            for i, own in enumerate(node)
            for a in own
            if find_supporting_belief(game, i, a, relation, node) is None
        }
        assert {(removal.i, removal.a) for removal in dominated} == unjustified
        order = reductions.order_to(node)
        assert order.holds()
        assert order.is_maximal() == (node in reductions.sinks)
    if relation is Relation.STRICT:  # Osborne and Rubinstein (1994), section 4.2
        assert is_order_independent(reductions) is True


def test_a_mixture_is_no_evidence_for_pure_dominance():
    game = example("mixed-dominator")
    order = all_reductions(game, Relation.STRICT, By.MIXED).order_to(((0, 2), (0, 1)))
    assert order.holds()
    assert order.is_maximal()
    assert not replace(order, steps=()).is_maximal()
    assert not replace(order, by=By.PURE).holds()


@given(normal_forms(sizes=PAIRS))
@settings(max_examples=40)
def test_one_at_a_time_is_a_part_of_any_set_and_the_paper_path_is_in_it(game):
    one = all_reductions(game, step=Step.ONE)
    any_set = all_reductions(game, step=Step.ANY)
    assert set(one.graph) <= set(any_set.graph)
    assert set(one.sinks) <= set(any_set.sinks)
    together = eliminate(game)
    for r in range(len(together.rounds) + 1):
        assert together.survivors_after(r) in any_set.graph
    assert together.survivors in any_set.sinks


@given(normal_forms(sizes=((1, 4), (1, 4))), st.sampled_from(Step))
@settings(max_examples=40)
def test_strict_dominance_never_depends_on_the_order(game, step):
    """Gilboa, Kalai and Zemel (1990), Operations Research Letters 9, 85-89."""
    reductions = all_reductions(game, Relation.STRICT, step=step)
    assert is_order_independent(reductions) is True
    assert reductions.sinks == (eliminate(game, Relation.STRICT).survivors,)


@given(normal_forms(sizes=PAIRS))
@settings(max_examples=60)
def test_order_dependence_comes_with_two_orders_that_hold(game):
    reductions = all_reductions(game)
    for same in Same:
        dependence = find_order_dependence(reductions, same)
        assert (dependence is None) == (is_order_independent(reductions, same) is True)
        assert dependence is None or dependence.holds()
    for members in sink_classes(reductions):
        for sink in members:
            renaming = find_renaming(game, members[0], sink)
            assert renaming is not None
            assert renaming.holds(game)


def test_a_textbook_game_in_which_the_order_matters_counted_by_hand():
    """Osborne and Rubinstein (1994), Figure 63.1: payoffs (2, 1) or (1, 1), as the order will have it.

    One at a time: T or B may go first; then L or B, and R or T: 1 + 2 + 3 sets of survivors, for without T
    and B both orders meet. Any set at a time adds the edge that removes T and B at once, and the pairs
    {B, L} and {T, R}: two more sets of survivors and three more edges.
    """
    one = all_reductions(ORDER_MATTERS, step=Step.ONE)
    assert (one.graph.number_of_nodes(), one.graph.number_of_edges()) == (6, 6)
    assert set(one.sinks) == {((1,), (0, 1)), ((1, 2), (1,)), ((0, 1), (0,))}
    many = all_reductions(ORDER_MATTERS)
    assert (many.graph.number_of_nodes(), many.graph.number_of_edges()) == (8, 9)
    assert [len(members) for members in sink_classes(many)] == [1, 2, 2]
    for reductions in (one, many):
        assert is_order_independent(reductions) is False
        assert is_order_independent(reductions, Same.OUTCOMES) is False
    keeps_l = find_order_keeping(one, [(0, 0), (1, 0)])  # T and L
    assert keeps_l is not None
    assert keeps_l.shortest
    assert keeps_l.order.holds()
    assert keeps_l.order.explain() == [
        "step 1: Row drops B: weakly dominated by M, which against L pays 1 instead of 0",
        "step 2: Column drops R: weakly dominated by L, which against T pays 1 instead of 0",
    ]
    assert can_keep(one, [(0, 0), (1, 1)]) is False  # T and R
    assert nx.dag_longest_path_length(one.graph) == 2  # it is a NetworkX graph to go on with


def test_the_paradox_of_the_chair_is_over_in_two_rounds_or_five_single_steps():
    """Brams (1975): each round is worked out in words in the file; nobody's order changes the outcome."""
    game = example("chairs-paradox")
    many, one = all_reductions(game), all_reductions(game, step=Step.ONE)
    assert eliminate(game).survivors == ((0,), (2,), (2,))
    assert is_order_independent(many) is False  # the chair may be left with a vote that does not matter
    assert is_order_independent(many, Same.OUTCOMES) is True
    for reductions, steps in ((many, 2), (one, 5)):
        fewest = find_fewest_rounds(reductions)
        assert fewest is not None
        assert (len(fewest.order.steps), fewest.shortest) == (steps, True)
        assert fewest.order.holds()
        assert fewest.order.is_maximal()
    assert can_keep(many, [(0, 2)]) is True
    assert can_keep(many, [(0, 1)]) is False


@given(normal_forms(sizes=PAIRS))
@settings(max_examples=40)
def test_shortest_orders_are_the_shortest(game):
    edges = naive_edges(game, Relation.WEAK, Step.ANY)
    depth = {all_strategies(game): 0}
    layer = [all_strategies(game)]
    while layer:
        layer = [
            t
            for node in layer
            for t in edges[node]
            if t not in depth and not depth.update({t: depth[node] + 1})
        ]
    ends = [node for node in edges if not edges[node]]
    reductions = all_reductions(game)
    fewest = find_fewest_rounds(reductions)
    assert fewest is not None
    assert len(fewest.order.steps) == min(depth[end] for end in ends)
    for i, size in enumerate(game.shape):
        for a in range(size):
            keeping = [depth[end] for end in ends if a in end[i]]
            found = find_order_keeping(reductions, [(i, a)])
            assert (found is not None) == bool(keeping) == can_keep(reductions, [(i, a)])
            assert found is None or len(found.order.steps) == min(keeping)


def test_a_truncated_graph_says_what_is_certain_and_what_is_open():
    reductions = all_reductions(ORDER_MATTERS, nodes=1)
    assert not reductions.complete
    assert reductions.sinks == ()
    assert is_order_independent(reductions) is None
    assert can_keep(reductions, [(0, 0)]) is None
    assert find_fewest_rounds(reductions) is None
    reductions.grow(nodes=4)  # depth first: all at once, then without T, and from there without B and L
    assert not reductions.complete
    assert reductions.sinks == (((1,), (0, 1)), ((1,), (1,)))
    assert is_order_independent(reductions) is False
    assert can_keep(reductions, [(0, 0)]) is None
    longer = find_order_keeping(reductions, [(1, 1)])
    assert longer is not None
    assert longer.shortest  # one step, and the root is no sink
    chair = all_reductions(example("chairs-paradox"), step=Step.ONE, nodes=8)
    some = find_fewest_rounds(chair)  # depth first has reached an end, but hardly by a shortest way
    assert some is not None
    assert not some.shortest
    assert some.order.holds()
    assert not Reductions(ORDER_MATTERS).grow(seconds=0).complete
    for most in (4, 5):
        assert Reductions(ORDER_MATTERS).grow(edges=most).graph.number_of_edges() == most
    second = find_order(reductions, lambda sink: sink == ((1,), (1,)))
    assert second is not None
    assert (len(second.order.steps), second.shortest) == (2, False)
    assert Reductions(ORDER_MATTERS).grow(seconds=3600).complete
    before = set(reductions.graph.edges)
    assert set(reductions.grow(nodes=2).grow(edges=1).graph.edges) == before  # there are more already
    assert nx.utils.graphs_equal(reductions.grow().graph, all_reductions(ORDER_MATTERS).graph)


@pytest.mark.parametrize("calls", [1, 2, 5, 7])
def test_an_interrupted_graph_is_valid_and_grows_on(calls):
    counted = []

    def interrupt(nodes: int, sinks: int) -> None:
        counted.append(nodes)
        if len(counted) == calls:
            raise KeyboardInterrupt

    reductions = Reductions(ORDER_MATTERS)
    with pytest.raises(KeyboardInterrupt):
        reductions.grow(progress=interrupt)
    assert not reductions.complete
    assert set(reductions.sinks) <= set(all_reductions(ORDER_MATTERS).sinks)
    assert reductions.grow().complete
    assert set(reductions.graph.edges) == set(all_reductions(ORDER_MATTERS).graph.edges)
    assert set(reductions.sinks) == set(all_reductions(ORDER_MATTERS).sinks)


def test_a_node_that_was_not_judged_is_judged_again(monkeypatch):
    """An interruption between the node and what is dominated in it."""
    reductions, visited = Reductions(ORDER_MATTERS), []

    def cut_short(self, node):
        visited.append(node)
        self.graph.add_node(node)
        raise KeyboardInterrupt

    reductions.grow(nodes=3)
    known = set(reductions.graph)
    with monkeypatch.context() as patch:
        patch.setattr(Reductions, "_visit", cut_short)
        with pytest.raises(KeyboardInterrupt):
            reductions.grow()
    assert len(visited) == 1
    assert set(reductions.graph) == known
    assert nx.utils.graphs_equal(reductions.grow().graph, all_reductions(ORDER_MATTERS).graph)


def test_orders_with_false_steps_are_refuted():
    one = all_reductions(ORDER_MATTERS, step=Step.ONE)
    order = one.order_to(((0, 1), (0,)))
    assert order.holds()
    first, second = order.steps
    assert not replace(order, steps=(second, first)).holds()  # R is not dominated while B is there
    assert not replace(order, steps=(first, first)).holds()
    assert not replace(order, steps=(first, ())).holds()
    undominated = replace(first[0], a=1, b=2)  # M by B
    assert not replace(order, steps=((undominated,),)).holds()
    gone = replace(first[0], b=0)  # B by T: T does not dominate B
    assert not replace(order, steps=((gone,),)).holds()
    assert not replace(order, relation=Relation.STRICT).holds()
    assert not replace(order, steps=order.steps[:1]).is_maximal()


def test_the_dominator_has_to_stay():
    """Duplicates of the dominator: C is dominated by B, and B by A; both may go only because A stays."""
    game = NormalFormGame.from_arrays([[[2], [1], [0]], [[0], [0], [0]]])
    order = all_reductions(game).order_to(((0,), (0,)))
    (removals,) = order.steps
    assert {removal.a for removal in removals} == {1, 2}
    by_b = tuple(replace(r, b=1) if r.a == 2 else r for r in removals)
    assert all(removal.holds(game) for removal in by_b)
    assert not replace(order, steps=(by_b,)).holds()


def test_a_false_order_dependence_is_refuted():
    many = all_reductions(ORDER_MATTERS)
    dependence = find_order_dependence(many, Same.OUTCOMES)
    assert dependence is not None
    assert dependence.holds()
    assert not replace(dependence, other=dependence.one).holds()
    first, last = many.order_to(((1,), (1,))), many.order_to(((1, 2), (1,)))  # B and M are duplicates
    assert OrderDependence(first, last, Same.SURVIVORS).holds()
    assert not OrderDependence(first, last, Same.OUTCOMES).holds()
    unfinished = Order(ORDER_MATTERS, Relation.WEAK, By.PURE, first.start, ())
    assert not OrderDependence(first, unfinished, Same.SURVIVORS).holds()
    part = replace(unfinished, start=((0,), (0,)))  # of another game
    assert part.is_maximal()
    assert not OrderDependence(first, part, Same.SURVIVORS).holds()
    assert not OrderDependence(part, first, Same.SURVIVORS).holds()


def test_very_weak_dominance_has_no_graph_of_reductions():
    with pytest.raises(GameError, match="strict or weak dominance, got very weak"):
        all_reductions(ORDER_MATTERS, Relation.VERY_WEAK)


@given(normal_forms(sizes=PAIRS), st.data())
@settings(max_examples=30)
def test_permuting_strategies_permutes_the_graph(game, data):
    orders = [data.draw(st.permutations(range(size))) for size in game.shape]
    permuted = NormalFormGame.from_arrays(
        [table[tuple(orders[0]), :][:, tuple(orders[1])] for table in game.numerators]
    )
    original, image = all_reductions(game), all_reductions(permuted)
    back = {
        tuple(tuple(sorted(order[a] for a in own)) for order, own in zip(orders, node, strict=True))
        for node in image.graph
    }
    assert back == set(original.graph)


def test_all_orders_agree_on_every_small_game_that_has_no_ties():
    """Without ties weak dominance is strict dominance: all 24 x 24 games 2x2 with payoffs a permutation."""
    from itertools import permutations

    for rows, columns in product(permutations(range(4)), repeat=2):
        game = NormalFormGame.from_arrays([[rows[:2], rows[2:]], [columns[:2], columns[2:]]])
        assert is_order_independent(all_reductions(game)) is True


@given(normal_forms(sizes=PAIRS), st.integers(1, 5), st.integers(-9, 9), st.integers(1, 7))
@settings(max_examples=30)
def test_units_and_origin_of_payoffs_do_not_matter(game, factor, shift, denominator):
    rescaled = NormalFormGame.from_arrays(
        [factor * game.numerators[0] + shift, game.numerators[1]], denominators=[denominator, 1]
    )
    assert set(all_reductions(rescaled).graph.edges) == set(all_reductions(game).graph.edges)


@given(normal_forms(sizes=TRIPLES))
@settings(max_examples=30)
def test_the_order_of_players_does_not_matter(game):
    turned = NormalFormGame.from_arrays([np.transpose(game.numerators[i], (1, 2, 0)) for i in (1, 2, 0)])
    assert {(node[2], *node[:2]) for node in all_reductions(turned).graph} == set(all_reductions(game).graph)


@given(normal_forms(sizes=PAIRS), st.sampled_from(Step))
@settings(max_examples=30)
def test_a_copy_of_a_strategy_adds_no_outcome(game, step):
    """A strategy counts as present while one of its copies is: then both games pass the same sets."""
    last = game.shape[0] - 1
    doubled = NormalFormGame.from_arrays([table[[*range(last + 1), last]] for table in game.numerators])
    seen = {
        (tuple(sorted({min(a, last) for a in rows})), columns)
        for rows, columns in all_reductions(doubled, step=step).graph
    }
    assert seen == set(all_reductions(game, step=step).graph)
    assert len(sink_classes(all_reductions(doubled, step=step))) == len(
        sink_classes(all_reductions(game, step=step))
    )
