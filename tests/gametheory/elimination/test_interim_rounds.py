"""Interim elimination type by type leaves what elimination in the agent form leaves, round by round."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given

from gametheory.dominance import type_gains
from gametheory.elimination.interim_rounds import eliminate_interim
from gametheory.elimination.rounds import eliminate
from gametheory.games.agent_form import agent_form
from gametheory.games.bayesian import BayesianGame
from gametheory.games.errors import GameError, TooLargeError, UndecidedError
from tests.random_games import bayesian_games


def by_agent(left):
    return tuple(own for sets in left for own in sets)


def assert_agree(game):
    found, listed = eliminate_interim(game), eliminate(agent_form(game).game)
    assert len(found.rounds) == len(listed.rounds)
    for r in range(len(found.rounds) + 1):
        assert by_agent(found.survivors_after(r)) == listed.survivors_after(r)
    assert found.holds()
    return len(found.rounds)


@given(bayesian_games(players=2))
def test_two_players(game):
    assert_agree(game)


def random_game(rng, players):
    """Up to three types and actions each; payoffs of few values, so that ties and dominance are common."""
    types = [rng.randint(1, 2) for _ in range(players)]
    actions = [rng.randint(2, 3) if players == 2 else 2 for _ in range(players)]
    weights = {t: rng.choice((0, 1, 1, 2)) for t in product(*map(range, types))}
    for i, size in enumerate(types):
        for t in range(size):
            if not any(weights[each] for each in weights if each[i] == t):
                return random_game(rng, players)
    total = sum(weights.values())
    cells = (*actions, *types)
    tables = [rng.choices((0, 0, 1), k=int(np.prod(cells))) for _ in range(players)]
    return BayesianGame.from_function(
        lambda a, t: [table[int(np.ravel_multi_index((*a, *t), cells))] for table in tables],
        lambda t: Fraction(weights[t], total),
        types=[list("xyz")[:size] for size in types],
        actions=[list("abc")[:size] for size in actions],
    )


def test_two_and_three_players():
    rng = Random(4)
    rounds = [assert_agree(random_game(rng, players)) for players in (2, 3) for _ in range(60)]
    assert max(rounds) >= 3


def first_price(bidders, types, bids):
    def payoffs(b, t):
        top = max(b)
        return [Fraction(t[i] - top, b.count(top)) if b[i] == top else 0 for i in range(bidders)]

    return BayesianGame.from_function(
        payoffs,
        lambda t: Fraction(1, types**bidders),
        types=[[str(t) for t in range(types)]] * bidders,
        actions=[[str(b) for b in range(bids)]] * bidders,
    )


def test_a_first_price_auction_whose_agent_form_does_not_fit():
    """4^12 profiles of the agents' bids; with three values and bids, 3^9, it fits."""
    assert_agree(first_price(3, 3, 3))
    found = eliminate_interim(first_price(3, 4, 4))
    assert found.survivors == (((0,), (0,), (1,), (1,)),) * 3
    assert found.holds()


def test_where_no_bound_closes_it_is_undecided(monkeypatch):
    """Without exact minimisation, and with bounds that never close."""
    game = first_price(3, 2, 2)
    bounds = type_gains.TypeGains.bounds
    monkeypatch.setattr(
        type_gains.TypeGains,
        "bounds",
        lambda *a: tuple(
            each.astype(int) + wide for each, wide in zip(bounds(*a), (-1000, 1000), strict=True)
        ),
    )
    assert by_agent(eliminate_interim(game).survivors) == eliminate(agent_form(game).game).survivors
    monkeypatch.setattr("gametheory.optimisation.local_costs.MOST_ENTRIES", 0)
    monkeypatch.setattr("gametheory.optimisation.local_costs.MOST_SPLITS", 0)
    with pytest.raises(
        UndecidedError, match=r"player 1, type \d: whether action \d dominates action \d: no bound closes"
    ):
        eliminate_interim(game)


def test_forged_evidence_is_refused():
    found = eliminate_interim(first_price(2, 3, 3))
    removal = found.rounds[0][0]
    assert removal.holds(found.game)
    assert not replace(removal, a=removal.b, b=removal.a).holds(found.game)
    assert not replace(found, rounds=found.rounds[:-1]).holds()
    assert not replace(found, rounds=(found.rounds[0][1:], *found.rounds[1:])).holds()


def test_an_agent_form_that_does_not_fit_is_refused_with_its_size():
    """Three bidders with five values and bids: 5^15 profiles for each of 15 agents."""
    with pytest.raises(
        TooLargeError, match="the agent form of 15 types with 457,763,671,875 payoffs: at most"
    ):
        agent_form(first_price(3, 5, 5))
    assert eliminate_interim(first_price(3, 5, 5)).survivors[0] == ((0,), (0,), (1,), (2,), (2,))


def test_what_cannot_be_done_is_refused(monkeypatch):
    null = BayesianGame.from_arrays([[1, 0]], np.zeros((2, 1, 1, 1, 2), dtype=int))
    with pytest.raises(GameError, match="probability 0"):
        eliminate_interim(null)
    monkeypatch.setattr("gametheory.elimination.interim_rounds.MOST_TERMS", 10)
    with pytest.raises(TooLargeError, match="4 type profiles times 4 action profiles"):
        eliminate_interim(first_price(2, 2, 2))


def test_each_part_of_a_run_is_rechecked():
    own = np.array(
        [[0, 0], [0, 1], [0, 2]]
    )  # the last action dominates the others, by the second of the other
    payoffs = np.array([own, [[0, 1]] * 3])[..., np.newaxis, np.newaxis]
    found = eliminate_interim(BayesianGame.from_arrays([[1]], payoffs))
    first, second, other = removals = found.rounds[0]
    assert (first.a, second.a, other.i, first.strict_at) == (0, 1, 1, ((1,),))
    assert found.holds()
    no_gain = replace(first, strict_at=((0,),))
    assert not no_gain.holds(found.game)
    after = found.survivors
    gone = replace(first, left=after)
    assert gone.holds(found.game)
    forged = [
        (),
        (removals, ()),
        (removals, (gone,)),
        (removals[:2],),
        (removals[1:],),
        (removals[:1] + removals[2:],),
        ((no_gain, second, other),),
        ((replace(first, b=1), second, other),),
        *(((replace(first, left=((own,), first.left[1])), second, other),) for own in ((0,), (2,))),
    ]
    assert not any(replace(found, rounds=rounds).holds() for rounds in forged)
