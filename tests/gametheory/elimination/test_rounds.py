"""Iterated elimination: the fast search against the definition, invariances, and evidence that can fail."""

import subprocess
import sys
import textwrap
from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gametheory.dominance import pure as pure_dominance
from gametheory.dominance import watched_pairs
from gametheory.dominance.compiled_pairs import CompiledPairs
from gametheory.dominance.definition import Domination
from gametheory.elimination.rounds import Elimination, eliminate, round_by_definition, without
from gametheory.games.errors import GameError
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import all_strategies
from tests.searches import SEARCHES, using

BELIEFS = np.array([(1, 0), (4, 1), (2, 1), (3, 2), (1, 1), (2, 3), (1, 2), (1, 4), (0, 1)])


@st.composite
def games(draw, fewest=1, most=4, sizes=4):
    """Small games with many ties; some hold numbers that only Python integers can hold."""
    shape = tuple(draw(st.integers(1, sizes)) for _ in range(draw(st.integers(fewest, most))))
    tables = [draw(hnp.arrays(np.int64, shape, elements=st.integers(0, 2))) for _ in shape]
    if draw(st.booleans()):
        tables = [table.astype(object) * 10**30 + 2**53 for table in tables]
    return NormalFormGame.from_arrays(tables)


def tables_4x2():
    """All 6,561 tables of payoffs 0..2 of a player with four strategies against two."""
    rows = list(product(range(3), repeat=2))
    return [np.array(table) for table in product(rows, repeat=4)]


def with_passive_column(table):
    return NormalFormGame.from_arrays([table, np.zeros_like(table)])


def by_definition(game, relation, left, unrestricted=False):
    dominators = left if unrestricted else None
    rounds = [left]
    while (after := round_by_definition(game, relation, rounds[-1], dominators)) != rounds[-1]:
        rounds.append(after)
    return rounds


@pytest.mark.thorough
@pytest.mark.parametrize("relation", [Relation.STRICT, Relation.WEAK])
def test_every_4x2_table_by_pure_dominators(relation):
    tables = tables_4x2()
    assert len(tables) == 3**8
    for table in tables:
        survivors = eliminate(with_passive_column(table), relation).survivors
        never_less = (table[:, None] >= table[None]).all(axis=2)
        more = table[:, None] > table[None]
        dominates = more.all(axis=2) if relation is Relation.STRICT else never_less & more.any(axis=2)
        assert survivors == (tuple(np.flatnonzero(~dominates.any(axis=0))), (0, 1))


@pytest.mark.parametrize("relation", [Relation.STRICT, Relation.WEAK])
def test_every_4x2_table_by_mixed_dominators(relation):
    """Gains are at most 2, so best replies change only at odds of 1:2, 1:1 and 2:1: nine beliefs tell all.

    The order of the rows does not matter (tested below), so tables whose rows ascend suffice.
    """
    beliefs = BELIEFS if relation is Relation.STRICT else BELIEFS[1:-1]
    tables = [table for table in tables_4x2() if table.tolist() == sorted(table.tolist())]
    assert len(tables) == 495  # 4 out of 9 rows with repetition
    for table in tables:
        survivors = eliminate(with_passive_column(table), relation, By.MIXED).survivors
        worth = table @ beliefs.T
        best_somewhere = (worth == worth.max(axis=0)).any(axis=1)
        assert survivors == (tuple(np.flatnonzero(best_somewhere)), (0, 1))


@pytest.mark.thorough
@pytest.mark.parametrize("search", SEARCHES)
@given(game=games(), relation=st.sampled_from(Relation))
@settings(max_examples=100)
def test_rounds_are_those_of_the_definition(search, game, relation):
    with using(search):
        run = eliminate(game, relation)
    expected = by_definition(game, relation, all_strategies(game))
    assert [run.survivors_after(r) for r in range(len(run.rounds) + 1)] == expected
    assert run.finished
    assert run.holds()


@given(games(), st.sampled_from([Relation.STRICT, Relation.WEAK]))
@settings(max_examples=60)
def test_dominators_that_left_before_make_no_difference(game, relation):
    start = all_strategies(game)
    rounds = [start]
    while (after := round_by_definition(game, relation, rounds[-1], start)) != rounds[-1]:
        rounds.append(after)
    assert rounds == by_definition(game, relation, start)


@given(games(fewest=2), st.sampled_from(Relation), st.integers(1, 60), st.data())
def test_the_compiled_search_takes_over_in_any_round(game, relation, work, data):
    """It takes over from a part of the game, and what leaves on top of the dominated strategies is its own."""
    part = tuple(
        tuple(sorted(data.draw(st.sets(st.sampled_from(range(size)), min_size=1)))) for size in game.shape
    )
    with using("watched"):
        expected = eliminate(game, relation, survivors=part)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pure_dominance, "compiled_pairs", lambda done: CompiledPairs if done >= work else None)
        run = eliminate(game, relation, survivors=part)
    assert run.holds()
    assert run.survivors == expected.survivors
    assert len(run.rounds) == len(expected.rounds)
    with using("compiled"):
        search = pure_dominance.DominatedByPure(game, relation)
        search.among(all_strategies(game))
        left = without(part, search.among(part))
    assert left == round_by_definition(game, relation, part)


@pytest.mark.parametrize("search", ["watched", "compiled"])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("relation", Relation)
def test_larger_games_with_ties(search, seed, relation):
    """Large enough for several blocks and chunks, and for starting afresh when the profiles have halved."""
    rng = np.random.default_rng(seed)
    shape = [(40, 35), (12, 10, 9), (6, 5, 6, 5), (60, 3)][seed]
    ladder = [sum(np.indices(shape)) * (rng.random(shape) < 0.9) // 3 for _ in shape]
    game = NormalFormGame.from_arrays(ladder)
    with using(search), pytest.MonkeyPatch.context() as patch:
        patch.setattr(watched_pairs, "PROBES", 2)
        patch.setattr(watched_pairs, "_MORE", 2)
        patch.setattr(watched_pairs, "_CHUNK", 50)
        run = eliminate(game, relation)
    assert run.survivors == eliminate(game, relation).survivors
    left = all_strategies(game)
    for removals in (*run.rounds, ()):
        for i, own in enumerate(left):
            rows = np.moveaxis(game.numerators[i][np.ix_(*left)], i, 0).reshape(len(own), -1)
            gone = set()
            for place, row in enumerate(rows):
                never_less, more = (rows >= row).all(axis=1), (rows > row).any(axis=1)
                first = never_less & (more | (np.arange(len(own)) < place))
                dominating = {
                    Relation.STRICT: (rows > row).all(axis=1),
                    Relation.WEAK: never_less & more,
                    Relation.VERY_WEAK: first,
                }[relation]
                gone |= {own[place]} if dominating.any() else set()
            assert {removal.a for removal in removals if removal.i == i} == gone
        left = without(left, removals)


@pytest.mark.parametrize("search", ["watched", "compiled"])
@given(data=st.data(), relation=st.sampled_from(Relation))
@settings(max_examples=60)
def test_duplicates_in_the_large_search(search, data, relation):
    """Rows and columns repeat, and few pairs are refuted before they are compared one by one."""
    table = data.draw(hnp.arrays(np.int64, (2, 4, 4), elements=st.integers(0, 2)))
    rows, columns = (data.draw(st.lists(st.integers(0, 3), min_size=1, max_size=9)) for _ in range(2))
    game = NormalFormGame.from_arrays(list(table[:, rows][:, :, columns]))
    with using(search), pytest.MonkeyPatch.context() as patch:
        patch.setattr(watched_pairs, "PROBES", 1)
        patch.setattr(watched_pairs, "_MORE", 1)
        patch.setattr(watched_pairs, "_CHUNK", data.draw(st.sampled_from([1, 3, 100])))
        run = eliminate(game, relation)
    assert run.holds()
    assert run.survivors == by_definition(game, relation, all_strategies(game))[-1]


@pytest.mark.parametrize("dtype", [">i8", "i2", "O"])
def test_payoffs_stored_in_any_way(dtype):
    """Other byte orders, other integers, other memory layouts, and arrays that cannot be written."""
    table = np.asfortranarray(np.arange(24).reshape(2, 4, 3) % 7).astype(dtype, order="K")
    table.flags.writeable = False
    game = NormalFormGame.from_arrays([table, table[::-1], table[:, ::-1]])
    with using("watched"):
        expected = eliminate(game)
    with using("compiled"):
        run = eliminate(game)
    assert run.rounds
    assert run.holds()
    assert run.survivors == expected.survivors


def test_numba_is_not_imported_before_it_pays():
    """Nor is it needed: where it cannot be imported, NumPy does the same."""
    script = """
        import sys
        from gametheory.dominance import pure as pure_dominance
        from gametheory.elimination.rounds import eliminate
        from gametheory.games.normal_form import NormalFormGame
        game = NormalFormGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
        eliminate(game)
        assert "numba" not in sys.modules
        assert pure_dominance.compiled_pairs(pure_dominance._PAYS) is None
        pure_dominance._PAYS = 0
        {before}
        assert eliminate(game).survivors == ((1,), (1,))
        assert (pure_dominance.compiled_pairs(1) is None) is {without}
        """
    for before, without_numba in (("pass", False), ("sys.modules['numba'] = None", True)):
        code = textwrap.dedent(script.format(before=before, without=without_numba))
        subprocess.run([sys.executable, "-c", code], check=True)


@given(games(fewest=2, most=3), st.sampled_from(By))
@settings(max_examples=50)
def test_survivors_of_strict_elimination_contain_those_of_weak(game, by):
    weak = eliminate(game, Relation.WEAK, by).survivors
    strict = eliminate(game, Relation.STRICT, by).survivors
    assert all(set(w) <= set(s) for w, s in zip(weak, strict, strict=True))


@given(games(fewest=2, most=3, sizes=3))
@settings(max_examples=40)
def test_one_round_by_mixed_removes_what_one_round_by_pure_removes(game):
    for relation in (Relation.STRICT, Relation.WEAK):
        pure = eliminate(game, relation, rounds=1).survivors
        mixed = eliminate(game, relation, By.MIXED, rounds=1).survivors
        assert all(set(m) <= set(p) for m, p in zip(mixed, pure, strict=True))


@given(games(fewest=2, most=3), st.sampled_from(By), st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_names_and_order_of_players_and_strategies_do_not_matter(game, by, random):
    n = len(game.players)
    player = random.sample(range(n), n)
    order = [random.sample(range(size), size) for size in game.shape]
    permuted = NormalFormGame.from_arrays(
        [game.numerators[i][np.ix_(*order)].transpose(player) for i in player]
    )
    for relation in (Relation.STRICT, Relation.WEAK):
        survivors = eliminate(game, relation, by).survivors
        again = eliminate(permuted, relation, by).survivors
        for new, old in enumerate(player):
            assert {order[old][a] for a in again[new]} == set(survivors[old])


@given(games(fewest=2, most=3), st.sampled_from(By), st.data())
@settings(max_examples=50)
def test_a_duplicate_shares_the_fate_of_its_original(game, by, data):
    i = data.draw(st.integers(0, len(game.players) - 1))
    a = data.draw(st.integers(0, game.shape[i] - 1))
    doubled = NormalFormGame.from_arrays(
        [np.concatenate([table, table.take([a], axis=i)], axis=i) for table in game.numerators]
    )
    for relation in (Relation.STRICT, Relation.WEAK):
        survivors = [set(own) for own in eliminate(game, relation, by).survivors]
        if a in survivors[i]:
            survivors[i].add(game.shape[i])
        assert [set(own) for own in eliminate(doubled, relation, by).survivors] == survivors
    # Very weak elimination keeps one of them, the first.
    assert (
        eliminate(doubled, Relation.VERY_WEAK, by).survivors
        == eliminate(game, Relation.VERY_WEAK, by).survivors
    )


@given(games(fewest=2, most=3), st.sampled_from(Relation), st.sampled_from(By), st.data())
@settings(max_examples=50)
def test_positive_affine_payoffs_change_nothing(game, relation, by, data):
    numbers = st.fractions(min_value=Fraction(1, 9), max_value=9, max_denominator=9)
    tables = [data.draw(numbers) * table.astype(object) - data.draw(numbers) for table in game.numerators]
    rescaled = NormalFormGame.from_arrays(tables)
    assert eliminate(rescaled, relation, by).survivors == eliminate(game, relation, by).survivors


@given(games(most=3), st.sampled_from(Relation), st.sampled_from(By), st.data())
@settings(max_examples=50)
def test_elimination_of_a_part_is_elimination_in_the_smaller_game(game, relation, by, data):
    part = tuple(
        tuple(sorted(data.draw(st.sets(st.sampled_from(range(size)), min_size=1)))) for size in game.shape
    )
    smaller = NormalFormGame.from_arrays([table[np.ix_(*part)] for table in game.numerators])
    run = eliminate(game, relation, by, survivors=part)
    assert run.holds()
    assert run.survivors == tuple(
        tuple(own[a] for a in left)
        for own, left in zip(part, eliminate(smaller, relation, by).survivors, strict=True)
    )


def gibbons():
    """Gibbons, Game Theory for Applied Economists (1992), figure 1.1.1: Right goes, then Down, then Left."""
    return NormalFormGame.from_arrays(
        [[[1, 1, 0], [0, 0, 2]], [[0, 2, 1], [3, 1, 0]]],
        strategies=[["Up", "Down"], ["Left", "Middle", "Right"]],
    )


@pytest.mark.parametrize("search", SEARCHES)
def test_rounds_and_progress_step_by_step(search):
    seen = []
    with using(search):
        run = eliminate(gibbons(), progress=lambda r, left: seen.append((r, left)))
    assert seen == [(r, run.survivors_after(r)) for r in range(1, len(run.rounds) + 1)]
    assert [[(removal.i, removal.a, removal.b) for removal in removals] for removals in run.rounds] == [
        [(1, 2, 1)],
        [(0, 1, 0)],
        [(1, 0, 1)],
    ]
    assert run.survivors_after(99) == run.survivors


def test_a_bounded_run_says_that_it_is_not_finished():
    run = eliminate(gibbons(), rounds=1)
    assert not run.finished
    assert len(run.rounds) == 1
    assert run.holds()
    assert run.survivors_after(0) == run.start
    for r in (-1, 2):
        with pytest.raises(GameError, match=f"round {r}: this elimination covers rounds 0 to 1"):
            run.survivors_after(r)


@pytest.mark.parametrize(
    "survivors",
    [
        ((0,),),
        ((0,), (0,), (0,)),
        ((0, 2), (0,)),
        ((1, 0), (0,)),
        ((), (0,)),
        ((0, 0), (0,)),
        ((0, 0, 1), (0,)),
        ((-1,), (0,)),
        ((9,), (0,)),
    ],
)
def test_ill_formed_survivors_are_refused(survivors):
    with pytest.raises(GameError, match="survivors"):
        eliminate(gibbons(), survivors=survivors)


def test_very_weak_elimination_keeps_one_of_a_constant_game():
    game = NormalFormGame.from_arrays([np.ones((2, 2), int)] * 2)
    assert eliminate(game, Relation.VERY_WEAK).survivors == ((0,), (0,))
    assert eliminate(game, Relation.WEAK).survivors == ((0, 1), (0, 1))
    with pytest.raises(GameError, match="very weak dominance: the dominators are the survivors"):
        round_by_definition(game, Relation.VERY_WEAK, ((0,), (0,)), ((0, 1), (0, 1)))


def broken_runs():
    """Runs that claim too much or too little, from a sound one with two rounds or more."""
    run = eliminate(gibbons())
    first, second, *rest = run.rounds
    yield "a dominated strategy stays", replace(run, rounds=(first,))
    yield "a round is missing", replace(run, rounds=(second, *rest))
    yield "a round is empty", replace(run, rounds=(*run.rounds, ()))
    yield "rounds change places", replace(run, rounds=(second, first, *rest))
    yield "the relation is another", replace(run, relation=Relation.STRICT, rounds=run.rounds)
    yield "a removal is not dominated", replace(run, rounds=((replace(first[0], a=0),), second, *rest))
    yield (
        "an undominated strategy leaves",
        replace(
            run,
            rounds=(
                (*first, Domination(0, 0, 1, Relation.WEAK, run.start, (0, 1))),
                second,
                *rest,
            ),
        ),
    )


@pytest.mark.parametrize(("why", "run"), list(broken_runs()))
def test_broken_evidence_does_not_hold(why, run):
    assert eliminate(gibbons()).holds()
    assert not run.holds(), why


@pytest.mark.parametrize("against", [(0, 1), (0,), (1,)])
def test_a_removal_is_about_all_who_are_left(against):
    """Row 1 is better in both columns, so a record about one of them is true, and is none of this round."""
    rows = np.array([[0, 0], [1, 1]])
    game = NormalFormGame.from_arrays([rows, 0 * rows])
    removal = Domination(0, 0, 1, Relation.WEAK, ((0, 1), against), (0, against[0]))
    assert removal.holds(game)
    run = eliminate(game)
    assert replace(run, rounds=((removal,),)).holds() == (against == (0, 1))


def test_two_duplicates_cannot_remove_each_other():
    game = NormalFormGame.from_arrays([np.zeros((2, 1), int), np.zeros((2, 1), int)])
    start = all_strategies(game)
    mutual = tuple(Domination(0, a, 1 - a, Relation.VERY_WEAK, start, None) for a in (0, 1))
    assert all(removal.holds(game) for removal in mutual)
    assert not Elimination(game, Relation.VERY_WEAK, By.PURE, start, (mutual,), True).holds()
    assert not Elimination(game, Relation.VERY_WEAK, By.PURE, start, (), True).holds()
