"""Transference of decisionmaker indifference, and that it predicts order independence."""

from itertools import combinations, product
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.elimination import transference
from gametheory.elimination.order_independence import Same, is_order_independent
from gametheory.elimination.reductions import Step, all_reductions
from gametheory.elimination.transference import (
    TransferenceViolation,
    find_transference_violation,
    transfers_indifference,
)
from gametheory.games.normal_form import NormalFormGame
from proofs.testing.strategies import games as normal_forms
from tests.example_games import example


def has_violation(game: NormalFormGame) -> bool:
    """By the definition alone."""
    return any(
        TransferenceViolation(i, a, b, j, (*profile[:i], a, *profile[i + 1 :])).holds(game)
        for i, size in enumerate(game.shape)
        for a, b in combinations(range(size), 2)
        for j in range(len(game.players))
        for profile in game.profiles()
    )


@given(normal_forms(sizes=((1, 3), (1, 3), (1, 2)), payoffs=range(2)) | normal_forms(sizes=((1, 3), (1, 3))))
@settings(max_examples=60)
def test_a_violation_is_found_if_and_only_if_there_is_one(game):
    with patch.object(transference, "_CELLS", 1):
        violation = find_transference_violation(game)
    assert violation == find_transference_violation(game)
    assert (violation is not None) == has_violation(game)
    assert violation is None or violation.holds(game)


def test_a_violation_lasts_as_long_as_its_strategies():
    violation = TransferenceViolation(0, 0, 1, 1, (0, 2))
    assert violation.is_among(((0, 1), (2,)))
    assert violation.is_among(((0, 1, 2), (1, 2)))
    for survivors in (((0, 2), (2,)), ((1, 2), (2,)), ((0, 1), (0, 1))):
        assert not violation.is_among(survivors)


def test_thousands_of_strategies_are_not_compared_pair_by_pair():
    same = np.zeros((3000, 1), dtype=np.int64)
    assert transfers_indifference(NormalFormGame.from_arrays([same, same]))
    other = same.copy()
    other[2999] = 1
    violation = find_transference_violation(NormalFormGame.from_arrays([same, other]))
    assert violation == TransferenceViolation(0, 0, 2999, 1, (0, 0))


@given(
    st.lists(st.sampled_from([(2, 0, 1), (1, 2, 0), (0, 1, 2), (3, 3, 3)]), min_size=18, max_size=18),
    st.sampled_from(Step),
)
@settings(max_examples=60)
def test_it_predicts_that_the_order_does_not_matter(outcomes, step):
    """Voting-like games: payoffs come from outcomes between which nobody is indifferent."""
    tables = np.array(outcomes).reshape(3, 3, 2, 3)
    game = NormalFormGame.from_arrays([tables[..., i] for i in range(3)])
    assert transfers_indifference(game)
    reductions = all_reductions(game, step=step, nodes=None, edges=None)
    assert is_order_independent(reductions, Same.OUTCOMES) is True


@given(normal_forms(sizes=((2, 3), (2, 3)), payoffs=range(3)))
@settings(max_examples=60)
def test_it_predicts_right_on_any_game_that_satisfies_it(game):
    zero_sum = NormalFormGame.from_arrays([game.numerators[0], -game.numerators[0]])
    assert transfers_indifference(zero_sum)
    for candidate in (game, zero_sum):
        if transfers_indifference(candidate):
            assert is_order_independent(all_reductions(candidate), Same.OUTCOMES) is True


def test_a_game_that_violates_it_and_depends_on_the_order():
    game = example("order-matters")
    violation = find_transference_violation(game)
    assert violation == TransferenceViolation(1, 0, 1, 0, (1, 0))  # M: Column is indifferent, Row is not
    assert violation.holds(game)
    assert is_order_independent(all_reductions(game), Same.OUTCOMES) is False
    assert not TransferenceViolation(1, 0, 1, 0, (0, 0)).holds(game)  # T: Column prefers L
    assert not TransferenceViolation(0, 0, 1, 1, (0, 0)).holds(game)  # L: nobody minds


def test_of_all_records_two_hold():
    """Row does not care in the first column, and Column does: 2 or 5. In the second row both care."""
    game = NormalFormGame.from_arrays([[[1, 1], [1, 0]], [[2, 3], [5, 3]]])
    bits = (0, 1)
    every = (
        TransferenceViolation(*four, at) for four in product(bits, repeat=4) for at in product(bits, repeat=2)
    )
    assert [record for record in every if record.holds(game)] == [
        TransferenceViolation(0, 0, 1, 1, (0, 0)),
        TransferenceViolation(0, 1, 0, 1, (1, 0)),
    ]


def test_voting_satisfies_it():
    assert transfers_indifference(example("chairs-paradox"))
