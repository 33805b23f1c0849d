"""A round or more of weak dominance, then strict dominance: Dekel and Fudenberg (1990), Börgers (1994)."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from gametheory.elimination.reductions import all_reductions
from gametheory.elimination.rounds import eliminate
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from tests.example_games import example
from tests.gametheory.elimination.test_rounds import games

WEAK, STRICT = Relation.WEAK, Relation.STRICT


def trembling():
    """T is weakly better than M, but strictly better than nothing; once M has gone L is strictly better than R.

    Then D ties with T against L, all that is left, though it does worse against R: weakly dominated only before.
    """
    return NormalFormGame.from_payoffs({
        ("T", "L"): (1, 1), ("T", "R"): (1, 0),
        ("M", "L"): (1, 0), ("M", "R"): (0, 1),
        ("D", "L"): (0, 2), ("D", "R"): (2, 0),
    })  # fmt: skip


def labels(game, survivors):
    return " ".join(
        "".join(own[a] for a in left) for own, left in zip(game.strategies, survivors, strict=True)
    )


def test_a_game_by_hand():
    game = trembling()
    strict = eliminate(game, STRICT)
    assert (labels(game, strict.survivors), strict.turn) == ("TMD LR", 0)
    run = eliminate(game, WEAK, rounds=1, then=STRICT)
    assert [labels(game, run.survivors_after(r)) for r in range(4)] == ["TMD LR", "TD LR", "TD L", "T L"]
    assert [removals[0].relation for removals in run.rounds] == [WEAK, STRICT, STRICT]
    assert [run.relation_of(r) for r in range(1, 5)] == [WEAK, STRICT, STRICT, STRICT]
    assert (run.finished, run.turn, run.holds()) == (True, 1, True)


@pytest.mark.parametrize(
    ("name", "rounds", "left"),
    [
        ("burning-money", 1, "0B0SDB BBBSSBSS"),  # forward induction needs weak dominance in every round
        ("chairs-paradox", 1, "A AC BC"),
        ("order-matters", 1, "M LR"),  # whatever the order
        ("burning-money", 9, "0B BB"),  # where nobody is weakly dominated nobody is strictly dominated
    ],
)
def test_what_is_left_of_textbook_games(name, rounds, left):
    game = example(name)
    run = eliminate(game, WEAK, rounds=rounds, then=STRICT)
    assert labels(game, run.survivors) == left
    assert (run.finished, run.turn, run.holds()) == (True, len(run.rounds), True)


def test_the_centipede_is_not_rolled_back():
    """Rosenthal (1981), four moves: weak dominance rolls it back in four rounds.

    The last mover does not pass. That it then costs to pass before her shows only if she is reached, so after
    one round nothing is strictly dominated.
    """
    stop = {1: (1, 0), 2: (0, 2), 3: (3, 1), 4: (2, 4), 5: (5, 3)}  # where it stops; 5: nowhere
    game = NormalFormGame.from_payoffs(
        {(f"{a}", f"{b}"): stop[min(a, b)] for a in (1, 3, 5) for b in (2, 4, 5)}
    )
    rolled_back = eliminate(game, WEAK)
    assert (labels(game, rolled_back.survivors), len(rolled_back.rounds)) == ("1 2", 4)
    run = eliminate(game, WEAK, rounds=1, then=STRICT)
    assert (labels(game, run.survivors), run.holds()) == ("135 24", True)


def test_weak_after_strict():
    game = trembling()
    run = eliminate(game, STRICT, then=WEAK)
    assert (labels(game, run.survivors), run.turn, run.holds()) == ("T L", 0, True)
    assert not replace(run, then=None).holds()


@given(games(fewest=2, most=3, sizes=3))
@settings(max_examples=50)
def test_after_the_weak_round_no_order_matters(game):
    """And more is left than by weak dominance throughout, less than by strict dominance throughout."""
    for by in By:
        run = eliminate(game, WEAK, by, rounds=1, then=STRICT)
        assert run.holds()
        after = run.survivors_after(run.turn)
        assert after == eliminate(game, WEAK, by, rounds=1).survivors
        orders = all_reductions(game, STRICT, by, survivors=after)
        assert orders.complete
        assert orders.sinks == (run.survivors,)
        weak, strict = eliminate(game, WEAK, by).survivors, eliminate(game, STRICT, by).survivors
        assert all(
            set(w) <= set(own) <= set(s) for w, own, s in zip(weak, run.survivors, strict, strict=True)
        )


def broken_runs():
    run = eliminate(trembling(), WEAK, rounds=1, then=STRICT)
    first, second, _ = run.rounds
    yield "the turn comes later", replace(run, turn=2)
    yield "the turn comes sooner", replace(run, turn=0)
    yield "the turn comes after the end", replace(eliminate(example("strict"), WEAK), then=STRICT, turn=4)
    nothing = eliminate(NormalFormGame.from_arrays([[[0]], [[0]]]), STRICT)
    yield "the turn comes after no round", replace(nothing, then=STRICT, turn=1)
    yield (
        "the turn comes before the start",
        replace(eliminate(example("strict"), STRICT), then=STRICT, turn=-1),
    )
    yield "no turn", replace(run, then=None)
    yield "all rounds are strict", replace(run, relation=STRICT)
    yield "somebody stays who is strictly dominated", replace(run, rounds=(first, second))
    yield "somebody stays who is weakly dominated", replace(
        eliminate(example("burning-money"), WEAK, rounds=1, then=STRICT), then=WEAK
    )  # fmt: skip


@pytest.mark.parametrize(("why", "run"), list(broken_runs()))
def test_broken_evidence_does_not_hold(why, run):
    assert not run.holds(), why
