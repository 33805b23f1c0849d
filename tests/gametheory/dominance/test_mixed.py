"""Dominance by mixed strategies: which side of the alternative, and evidence that can fail."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gametheory.dominance.definition import MixedDomination
from gametheory.dominance.survival import find_supporting_belief, find_undominated
from gametheory.elimination.rounds import eliminate
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import all_strategies
from gametheory.optimisation import alternatives
from gametheory.optimisation.alternatives import Belief, Mixture, mixture_or_belief

HALF = Fraction(1, 2)

gains = hnp.arrays(np.int64, st.tuples(st.integers(1, 4), st.integers(1, 4)), elements=st.integers(-3, 3))


def hedge():
    """The third row pays as much as the even mixture of the others, and less against the last column."""
    return NormalFormGame.from_arrays([[[4, 0, 1], [0, 4, 1], [2, 2, 0]], np.zeros((3, 3), int)])


@given(gains, st.sampled_from(Relation))
@settings(max_examples=200)
def test_exactly_one_alternative_holds_whoever_finds_it(gains, relation):
    """The float solver, and the integer simplex when the float solver has nothing or nonsense to say."""
    answers = []
    for say in (None, lambda A, b, c: None, lambda A, b, c: (np.ones_like(c, float), np.ones_like(b, float))):
        with pytest.MonkeyPatch.context() as patch:
            if say:
                patch.setattr(alternatives, "propose", say)
                patch.setattr(alternatives, "lexicographic_belief", lambda gains, relation: None)
            answers.append(mixture_or_belief(gains, relation))
    assert all(answer.holds(gains) for answer in answers)
    assert len({type(answer) for answer in answers}) == 1


@given(gains)
@settings(max_examples=60)
def test_strict_implies_weak_implies_very_weak(gains):
    dominated = [isinstance(mixture_or_belief(gains, relation), Mixture) for relation in Relation]
    assert dominated == sorted(dominated)


@given(gains, st.sampled_from(Relation), st.sampled_from([2**53, 10**30]))
@settings(max_examples=60)
def test_extreme_numbers_are_decided_like_small_ones_and_by_their_last_digit(gains, relation, large):
    scaled = gains.astype(object) * large
    small = mixture_or_belief(gains, relation)
    assert type(mixture_or_belief(scaled, relation)) is type(small)
    answer = mixture_or_belief(scaled - 1, relation)
    assert answer.holds(scaled - 1)
    assert isinstance(answer, Belief) or isinstance(small, Mixture)


def test_an_even_mixture_dominates_weakly_but_not_strictly():
    weak = eliminate(hedge(), Relation.WEAK, By.MIXED)
    (removal,) = weak.rounds[0]
    assert removal == MixedDomination(
        0, 2, ((0, HALF), (1, HALF)), Relation.WEAK, ((0, 1, 2), (0, 1, 2)), (2, 2)
    )
    assert eliminate(hedge(), Relation.WEAK, By.PURE).survivors == ((0, 1, 2), (0, 1, 2))
    assert eliminate(hedge(), Relation.STRICT, By.MIXED).survivors == ((0, 1, 2), (0, 1, 2))


@pytest.mark.parametrize("relation", Relation)
def test_a_mixture_may_dominate_when_a_column_has_gone(relation):
    """Row 2 is best in the last column, which leaves in the first round."""
    rows = np.array([[4, 0, 0], [0, 4, 0], [1, 1, 9]])
    game = NormalFormGame.from_arrays([rows, np.array([[1, 1, 0]] * 3)])
    if (
        relation is Relation.VERY_WEAK
    ):  # the second column goes too, as a copy of the first, and then rows 1 and 2
        assert eliminate(game, relation, By.MIXED).survivors == ((0,), (0,))
        return
    run = eliminate(game, relation, By.MIXED)
    assert [[(removal.i, removal.a) for removal in removals] for removals in run.rounds] == [
        [(1, 2)],
        [(0, 2)],
    ]
    assert run.holds()
    swapped = eliminate(
        NormalFormGame.from_arrays([table.T for table in game.numerators[::-1]]), relation, By.MIXED
    )
    assert swapped.survivors == run.survivors[::-1]


def test_no_mixture_contains_what_leaves_with_it():
    """(2, 2) and (1, 3) lie between (4, 0) and (0, 4), and (1, 3) between (2, 2) and (0, 4) too."""
    rows = np.array([[2, 2], [4, 0], [0, 4], [1, 3]])
    game = NormalFormGame.from_arrays([rows, np.array([[0, 0], [1, 0], [0, 1], [0, 0]])])
    run = eliminate(game, Relation.VERY_WEAK, By.MIXED)
    assert {(removal.i, removal.a): removal.mixture for removal in run.rounds[0]} == {
        (0, 0): ((1, HALF), (2, HALF)),
        (0, 3): ((1, Fraction(1, 4)), (2, Fraction(3, 4))),
    }
    assert run.survivors == ((1, 2), (0, 1))
    assert run.holds()


@pytest.mark.parametrize("i", range(3))
def test_a_mixture_is_found_for_any_of_three_players(i):
    """Player i is paid by the table: row 2 earns what the even mixture of rows 0 and 1 earns, and 1 less at last.

    In the first column no row earns more than row 2. Row 3 is best in the last column, and no part of the mixture.
    Of the two others, who do not care, the first has one strategy and the last has four.
    """
    table = np.array([[1, 4, 0, 3], [1, 0, 4, 3], [1, 2, 2, 2], [0, 0, 0, 4]])
    paid = table[:, np.newaxis]
    others = [j for j in range(3) if j != i]
    tables = [np.moveaxis(paid if j == i else 0 * paid, (0, 1, 2), (i, *others)) for j in range(3)]
    game = NormalFormGame.from_arrays(tables)
    run = eliminate(game, Relation.WEAK, By.MIXED)
    assert run.holds()
    ((removal,),) = run.rounds
    assert (removal.i, removal.a, removal.mixture) == (i, 2, ((0, HALF), (1, HALF)))
    assert removal.strict_at == {0: (2, 0, 3), 1: (0, 2, 3), 2: (0, 3, 2)}[i]
    assert eliminate(game, Relation.STRICT, By.MIXED).rounds == ()


@pytest.mark.parametrize(
    "broken",
    [
        {"mixture": ((0, HALF),)},
        {"mixture": ((0, Fraction(3, 2)), (1, -HALF))},
        {"mixture": ((0, Fraction(1, 3)), (1, Fraction(2, 3)))},
        {"mixture": ((0, HALF), (2, HALF))},
        {"strict_at": None},
        {"strict_at": (2, 0)},
        {"strict_at": (0, 2)},
        {"relation": Relation.STRICT},
        {"a": 0},
    ],
)
def test_broken_mixtures_do_not_hold(broken):
    game = hedge()
    (removal,) = eliminate(game, Relation.WEAK, By.MIXED).rounds[0]
    assert removal.holds(game)
    assert not replace(removal, **broken).holds(game)


def test_the_three_relations_by_hand():
    """The even mixture of rows 1 and 2 gains 1/2 in the first column, nothing in the second, -1/2 in the last."""
    table = np.array([[0, 0, 0], [1, 1, 0], [0, -1, -1]])
    game = NormalFormGame.from_arrays([table, 0 * table])
    columns = {"more": (0,), "more or as much": (0, 1), "as much": (1,), "more or less": (0, 2)}
    even = ((1, HALF), (2, HALF))
    held = {
        name: [
            relation
            for relation in Relation
            if MixedDomination(0, 0, even, relation, ((0, 1, 2), columns[name]), (0, 0)).holds(game)
        ]
        for name in columns
    }
    assert held == {
        "more": list(Relation),
        "more or as much": [Relation.WEAK, Relation.VERY_WEAK],
        "as much": [Relation.VERY_WEAK],
        "more or less": [],
    }
    weak = MixedDomination(0, 0, even, Relation.WEAK, ((0, 1, 2), (0, 1)), (0, 0))
    for strict_at in (None, (0, 1), (0, 2)):  # no gain; who has gone
        assert not replace(weak, strict_at=strict_at).holds(game)
    apart = MixedDomination(0, 0, even, Relation.WEAK, ((0, 1, 2), (1,)), (0, 0))
    assert not apart.holds(game)  # a gain against who has gone


@pytest.mark.parametrize(
    "mixture",
    [
        ((1, HALF),),
        ((1, 3 * HALF),),
        ((1, 3 * HALF), (2, -HALF)),
        ((1, Fraction(1)), (2, Fraction(0))),
        ((0, HALF), (1, HALF)),  # row 0 itself
    ],
)
def test_a_mixture_has_positive_weights_of_others_that_sum_to_1(mixture):
    """Rows 1 and 2 pay 1 more than row 0 everywhere, so only the weights can be wrong."""
    table = np.array([[0, 0], [1, 1], [1, 1]])
    game = NormalFormGame.from_arrays([table, 0 * table])
    for relation in Relation:
        found = MixedDomination(0, 0, ((1, HALF), (2, HALF)), relation, ((0, 1, 2), (0, 1)), (0, 0))
        assert found.holds(game)
        assert not replace(found, mixture=mixture).holds(game)


@given(st.data(), st.sampled_from(Relation))
@settings(max_examples=60)
def test_a_strategy_has_a_reason_to_survive_or_a_dominator_but_not_both(data, relation):
    shape = data.draw(st.sampled_from([(3, 3), (4, 2), (2, 3, 2)]))
    game = NormalFormGame.from_arrays(
        [data.draw(hnp.arrays(np.int64, shape, elements=st.integers(0, 3))) for _ in shape]
    )
    left = all_strategies(game)
    for by, find in ((By.PURE, find_undominated), (By.MIXED, find_supporting_belief)):
        run = eliminate(game, relation, by, rounds=1)
        assert run.holds()
        for i, own in enumerate(left):
            for a in own:
                reason = find(game, i, a, relation, left)
                assert (reason is None) == (a not in run.survivors[i])
                assert reason is None or reason.holds(game)


@pytest.mark.parametrize(
    "broken",
    [
        {"belief": (((2, 0), Fraction(1)),)},  # row 1 is better
        {"belief": (((2, 0), HALF), ((2, 1), Fraction(1, 3)))},
        {"belief": (((0, 0), HALF), ((0, 1), HALF))},  # not profiles in which she plays a
        {"relation": Relation.WEAK, "belief": (((2, 0), Fraction(1)),)},
        {"relation": Relation.VERY_WEAK},  # rows 1 and 2 are as good
        {"a": 0, "belief": (((0, 0), HALF), ((0, 1), HALF)), "relation": Relation.VERY_WEAK},
    ],
)
def test_broken_beliefs_do_not_hold(broken):
    game = NormalFormGame.from_arrays([[[4, 0], [0, 4], [2, 2]], np.zeros((3, 2), int)])
    reason = find_supporting_belief(game, 0, 2, Relation.STRICT, all_strategies(game))
    assert reason is not None
    assert reason.holds(game)
    assert not replace(reason, **broken).holds(game)


@pytest.mark.parametrize(
    "broken",
    [
        {"against": ()},
        {"against": ((1, (0, 1)),)},
        {"against": ((1, None),)},
        {"against": ((1, (1, 0)),)},
        {"a": 1},
    ],
)
def test_broken_reasons_against_pure_dominators_do_not_hold(broken):
    game = NormalFormGame.from_arrays([[[1, 0], [0, 1]], np.zeros((2, 2), int)])
    reason = find_undominated(game, 0, 0, Relation.WEAK, all_strategies(game))
    assert reason is not None
    assert reason.holds(game)
    assert not replace(reason, **broken).holds(game)


def test_weights_that_are_negative_or_all_zero_are_no_evidence():
    table = np.array([[1, -1]])
    assert Belief((Fraction(1), Fraction(1)), Relation.WEAK).holds(table)
    assert not Belief((Fraction(0), Fraction(1)), Relation.WEAK).holds(table)
    assert Belief((Fraction(0), Fraction(1)), Relation.VERY_WEAK).holds(table)
    for weights in ((Fraction(0), Fraction(0)), (Fraction(-1), Fraction(1)), (Fraction(1),)):
        assert not Belief(weights, Relation.STRICT).holds(table)
    assert not Mixture((Fraction(-1),), Relation.STRICT).holds(-np.array([[1, 1]]))
    assert not Mixture((Fraction(0),), Relation.VERY_WEAK).holds(table)


@pytest.mark.parametrize("relation", Relation)
def test_weights_that_are_too_many_or_too_few_are_no_evidence(relation):
    table, one = np.array([[-1, -2], [-1, -1]]), Fraction(1)
    assert Belief((one, one), relation).holds(table)
    assert Mixture((one, one), relation).holds(-table)
    for count in (1, 3):
        assert not Belief((one,) * count, relation).holds(table)
        assert not Mixture((one,) * count, relation).holds(-table)


def test_gains_of_one_are_gains():
    """A mixture that loses 1 somewhere dominates by no relation, and a belief by which b gains 1 supports none."""
    table, even = np.array([[1, 1, -1]]), (Fraction(1),) * 3
    for relation in Relation:
        assert not Mixture(even[:1], relation).holds(table)
        assert not Belief(even, relation).holds(table)


def test_a_run_by_pure_strategies_must_not_contain_a_mixture():
    # Row 3 is dominated by half row 1 and half row 2, and by no row alone: by pure strategies all rows stay.
    game = NormalFormGame.from_arrays([[[3, 0], [0, 3], [1, 1]], [[0, 0], [0, 0], [0, 0]]])
    mixed = eliminate(game, Relation.STRICT, By.MIXED)
    assert mixed.holds()
    assert [removal.a for removal in mixed.rounds[0]] == [2]
    assert not replace(mixed, by=By.PURE).holds()
