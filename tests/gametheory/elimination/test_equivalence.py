"""Duplicates, and games that are the same up to names."""

from itertools import permutations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.elimination.equivalence import (
    Renaming,
    are_equivalent,
    equivalence_classes,
    find_renaming,
    payoffs,
    reduced_normal_form,
)
from gametheory.elimination.isomorphism import are_same_but_for_names
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.survivors import all_strategies
from proofs.testing.strategies import games as normal_forms

THREE = ((1, 3), (1, 3), (1, 2))


@given(normal_forms(sizes=THREE, payoffs=range(2)), st.randoms(use_true_random=False))
def test_classes_are_the_pairs_that_the_definition_calls_equivalent(game, random):
    survivors = tuple(
        tuple(sorted(random.sample(range(size), random.randint(1, size)))) for size in game.shape
    )
    for i, classes in enumerate(equivalence_classes(game, survivors)):
        assert sorted(a for c in classes for a in c) == list(survivors[i])
        for a, b in product(survivors[i], repeat=2):
            assert are_equivalent(game, i, a, b, survivors) == any(a in c and b in c for c in classes)


def test_the_reduced_normal_form_of_a_game_with_copies():
    game = NormalFormGame.from_arrays(
        [[[1, 2, 1], [1, 2, 1], [0, 3, 0]], [[4, 5, 4], [4, 5, 4], [6, 6, 6]]],
        strategies=["TMB", ["l", "c", "r"]],
    )
    reduced = reduced_normal_form(game)
    assert reduced.classes == (((0, 1), (2,)), ((0, 2), (1,)))
    assert reduced.game.strategies == (("T", "B"), ("l", "c"))
    assert reduced.lift(((0,), (0, 1))) == ((0, 1), (0, 1, 2))
    assert equivalence_classes(reduced.game) == (((0,), (1,)), ((0,), (1,)))


@given(normal_forms(sizes=THREE), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_a_renamed_game_with_copies_is_recognised(game, random):
    """Two copies side by side of every strategy, in two orders: rename back."""
    orders = [random.sample(range(size), size) for size in game.shape]
    doubled = NormalFormGame.from_arrays(
        [
            table[np.ix_(*([*range(n), *order] for n, order in zip(game.shape, orders, strict=True)))]
            for table in game.numerators
        ]
    )
    one = all_strategies(game)
    other = tuple(tuple(range(n, 2 * n)) for n in game.shape)
    renaming = find_renaming(doubled, one, other)
    assert renaming is not None
    assert renaming.holds(doubled)


@given(normal_forms(sizes=((4, 4), (4, 4)), payoffs=range(2)))
@settings(max_examples=60)
def test_renaming_agrees_with_trying_all_permutations(game):
    one, other = ((0, 1), (0, 1)), ((2, 3), (2, 3))
    forms = [reduced_normal_form(game, survivors) for survivors in (one, other)]
    left, right = (form.game for form in forms)
    by_brute_force = left.shape == right.shape and any(
        all(
            payoffs(left, profile) == payoffs(right, tuple(p[a] for p, a in zip(perms, profile, strict=True)))
            for profile in left.profiles()
        )
        for perms in product(*(permutations(range(size)) for size in left.shape))
    )
    renaming = find_renaming(game, one, other)
    assert (renaming is not None) == by_brute_force
    assert renaming is None or renaming.holds(game)


def test_a_false_renaming_is_refuted():
    game = NormalFormGame.from_arrays([[[1, 0], [0, 1]], [[0, 0], [0, 0]]])
    everything = all_strategies(game)
    swap = ((0, 1), (1, 0))
    keep = ((0, 0), (1, 1))
    assert Renaming(everything, everything, (swap, swap)).holds(game)
    assert not Renaming(everything, everything, (swap, keep)).holds(game)
    assert not Renaming(everything, everything, (((0, 1),), swap)).holds(game)
    for a in (0, 1):  # one class twice, and the other never
        assert not Renaming(everything, everything, (((a, a), (a, a)), keep)).holds(game)


def test_games_in_which_somebody_earns_more_or_less_are_not_the_same():
    game = NormalFormGame.from_arrays([[[1], [2]], [[5], [5]]])
    one, other = ((0,), (0,)), ((1,), (0,))
    assert Renaming(one, one, (((0, 0),), ((0, 0),))).holds(game)
    assert not Renaming(one, other, (((0, 1),), ((0, 0),))).holds(game)
    assert not Renaming(other, one, (((1, 0),), ((0, 0),))).holds(game)


def test_a_latin_square_needs_more_than_refinement():
    """All rows and columns look alike to colour refinement: the cyclic square of order 4 and Klein's."""
    cyclic = [[(a + b) % 4 for b in range(4)] for a in range(4)]
    klein = [[a ^ b for b in range(4)] for a in range(4)]
    table = np.block([[np.array(cyclic), np.full((4, 4), 9)], [np.full((4, 4), 9), np.array(klein)]])
    game = NormalFormGame.from_arrays([table, np.zeros((8, 8), int)])
    first, second = ((0, 1, 2, 3),) * 2, ((4, 5, 6, 7),) * 2
    assert find_renaming(game, first, second) is None
    renaming = find_renaming(game, first, first)
    assert renaming is not None
    assert renaming.holds(game)


def test_a_first_guess_that_fails_is_taken_back():
    """Both squares in one game, in the other order in its copy: the first row is not sent to the first."""
    cyclic = np.array([[(a + b) % 4 for b in range(4)] for a in range(4)])
    klein = np.array([[a ^ b for b in range(4)] for a in range(4)])
    apart = np.full((4, 4), 9)
    one = np.block([[cyclic, apart], [apart, klein]])
    other = np.block([[klein, apart], [apart, cyclic]])
    table = np.block([[one, np.zeros((8, 8), int)], [np.zeros((8, 8), int), other]])
    game = NormalFormGame.from_arrays([table, np.zeros((16, 16), int)])
    renaming = find_renaming(game, (tuple(range(8)),) * 2, (tuple(range(8, 16)),) * 2)
    assert renaming is not None
    assert renaming.holds(game)
    assert all((a < 4 and b >= 12) or (a >= 4 and b < 12) for a, b in renaming.strategies[0])


@given(normal_forms(sizes=THREE, payoffs=range(2)), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_an_isomorphism_of_graphs_is_a_renaming(game, random):
    one, other = (
        tuple(tuple(sorted(random.sample(range(size), random.randint(1, size)))) for size in game.shape)
        for _ in range(2)
    )
    assert are_same_but_for_names(game, one, other) == (find_renaming(game, one, other) is not None)


def test_a_renaming_must_name_each_class_once():
    game = NormalFormGame.from_arrays([[[1, 2], [1, 2], [0, 3]], [[4, 5], [4, 5], [6, 6]]])
    survivors = all_strategies(game)
    right = Renaming(survivors, survivors, (((0, 1), (2, 2)), ((0, 0), (1, 1))))
    assert right.holds(game)
    for first in ((0, 1),), ((0, 1), (1, 0), (2, 2)), ((0, 2), (2, 0)), ((0, 1), (3, 2)):
        assert not Renaming(survivors, survivors, (first, right.strategies[1])).holds(game)
