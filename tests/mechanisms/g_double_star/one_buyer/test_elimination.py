"""Elimination in plans against the unreduced games: every literal message, and the whole agent form."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from gametheory.dominance.rows import dominated_rows
from gametheory.elimination.rounds import eliminate
from gametheory.games.errors import TooLargeError
from gametheory.games.exact import common_denominator
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from mechanisms.g_double_star.agents import buyers_with_signals
from mechanisms.g_double_star.one_buyer.elimination import all_thirds, eliminate_plans, payoff_matrix
from mechanisms.g_double_star.one_buyer.opponent_columns import BuyerPayoffs
from mechanisms.g_double_star.one_buyer.plans import Others, interim_payoff, message_of, plan_of, plans
from mechanisms.markets.market import Tie, price_grid
from mechanisms.markets.prior import explicit_prior
from tests.interdependent_instances import HALF, SINGLE_PRICE, TENTH, by_mate, common_values, market
from tests.literal_buyers import literal_lotteries, literal_messages

VALUES = {
    "revealing": {("L", "L"): 0, ("L", "H"): Fraction(3, 4), ("H", "L"): Fraction(1, 4), ("H", "H"): 1},
    "a tie on the path": {("L", "L"): 0, ("L", "H"): Fraction(3, 4), ("H", "L"): HALF, ("H", "H"): 1},
    "private": {("L", "L"): 0, ("L", "H"): 0, ("H", "L"): 1, ("H", "H"): 1},
    "not revealing": {("L", "L"): 0, ("L", "H"): 2, ("H", "L"): 0, ("H", "H"): 3},
    "one signal": {("L", "L"): 1},
}


def single_price_game(name, eta=TENTH):
    on = market(SINGLE_PRICE)
    v = VALUES[name]
    prior = None
    if len(v) == 4:
        shares = {("s", "s", *pair): Fraction(share, 8) for pair, share in zip(v, (3, 1, 2, 2), strict=True)}
        prior = explicit_prior(on, "s", "LH", shares)
    return by_mate(on, v, prior, eta=eta)


def literal_rounds(game):
    """S^0, S^1, ... with every message of every buyer and signal, from the definitions and nothing else.

    A buyer's interim payoff from each of her 128 messages, against each pair of messages of her mate's two
    signals, by the lotteries of G**. At a single price supplies change neither the price nor what a buyer
    gets, so that those come with all supplies in turn.
    """
    market_ = game.mechanism.market
    messages = list(literal_messages())
    chance = {i: np.zeros((len(messages),) * 2, dtype=int) for i in market_.buyers}  # of buying, over 20
    for pair, (_, lottery) in literal_lotteries().items():
        for a, share in lottery.items():
            for i in market_.buyers:
                chance[i][pair] += int(20 * share) * a.x[i][0]
    agents = buyers_with_signals(game)
    matrices = {}
    for i, signal in agents:
        own_first = chance[i] if i == 2 else chance[i].T
        other = 5 - i
        gains = []
        for t in game.prior.spaces[other]:
            known = {i: signal, other: t}
            share = game.prior.probability(known) / game.prior.probability({i: signal})
            gains.append(share * (game.informed(i, known).worth[1,] - HALF))
        denominator = common_denominator(gains)
        # Axes: own message, the mate's message after her first signal, after her second ...
        matrices[i, signal] = sum(
            (own_first * int(gain * denominator)).reshape(
                len(messages), *[-1 if axis == place else 1 for axis in range(len(gains))]
            )
            for place, gain in enumerate(gains)
        )
    left = {agent: list(range(len(messages))) for agent in agents}
    rounds = [left]
    while True:
        now = {}
        for (i, signal), matrix in matrices.items():
            other = 5 - i
            axes = [left[i, signal], *(left[other, t] for t in game.prior.spaces[other])]
            rows = matrix[np.ix_(*axes)].reshape(len(axes[0]), -1)
            rows = np.unique(rows, axis=1)
            gone = {removal.a for removal in dominated_rows(rows)}
            now[i, signal] = [m for place, m in enumerate(left[i, signal]) if place not in gone]
        if now == left:
            return messages, rounds
        left = now
        rounds.append(left)


@pytest.mark.slow
@pytest.mark.parametrize("name", VALUES)
def test_plans_survive_exactly_when_their_messages_do(name):
    game = single_price_game(name)
    on = game.mechanism.market
    run = eliminate_plans(game)
    messages, rounds = literal_rounds(game)
    assert len(rounds) == len(run.sets)
    for literal, reduced in zip(rounds, run.sets, strict=True):
        for (i, signal), own in literal.items():
            surviving = set(reduced[i, signal].plans(on))
            assert {plan_of(on, i, messages[m]) for m in own} == surviving
            assert own == [m for m, message in enumerate(messages) if plan_of(on, i, message) in surviving]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "by"), [("revealing", By.PURE), ("not revealing", By.PURE), ("a tie on the path", By.MIXED)]
)
def test_elimination_agrees_with_the_engine_on_the_whole_agent_form(name, by):
    """Six players: two sellers with one signal, two buyers with two signals each, 2² · 16⁴ profiles.

    Payoffs are interim payoffs by running G**; sellers' are left at 0, which is right up to a constant: see
    `test_no_seller_ever_affects_herself` in test_seller_influence.
    """
    game = single_price_game(name)
    on = game.mechanism.market
    agents = buyers_with_signals(game)
    own, D = list(plans(on)), list(on.messages())
    shape = (2, 2) + (len(own),) * 4
    tables = [np.zeros(shape, dtype=int) for _ in range(2)]
    for place, (i, signal) in enumerate(agents):
        other = 5 - i
        # The payoff depends on the own plan and on the first and second messages of the mate's two agents.
        table = np.zeros((len(own),) * 3, dtype=int)
        memo = {}
        for a, b, c in product(range(len(own)), repeat=3):
            mate = {t: (own[y].first, own[y].second) for t, y in zip("LH", (b, c), strict=True)}
            key = (a, *mate.values())
            if key not in memo:
                others = Others(({"s": D[0]}, {"s": D[1]}), mate)
                value = 48000 * interim_payoff(game, i, signal, own[a], others)
                assert value.denominator == 1
                memo[key] = int(value)
            table[a, b, c] = memo[key]
        axes = [1] * 6
        axes[2 + place] = len(own)
        mates = [2 + agents.index((other, t)) for t in "LH"]
        for axis in mates:
            axes[axis] = len(own)
        order = np.argsort([2 + place, *mates])
        tables.append(np.broadcast_to(np.transpose(table, order).reshape(axes), shape))
    form = NormalFormGame.from_arrays(tables)
    engine = eliminate(form, Relation.WEAK, by)
    run = eliminate_plans(game, by=by)
    assert len(engine.rounds) == len(run.rounds)
    for r in range(len(run.sets)):
        survivors = engine.survivors_after(r)
        assert survivors[:2] == ((0, 1), (0, 1))
        for place, agent in enumerate(agents):
            assert {own[a] for a in survivors[2 + place]} == set(run.sets[r][agent].plans(on))


def test_all_4096_plans_at_once_give_the_product_of_the_parts():
    """The comparison of 4,096 plans with each other, against 4 + 4 + 256 comparisons."""
    game = common_values()
    run = eliminate_plans(game)
    for agent in buyers_with_signals(game)[:2]:
        payoffs = BuyerPayoffs(game, *agent)
        matrix, _ = payoff_matrix(payoffs, run.sets[0][agent], run.sets[0])
        roots = (payoffs.root[:, None] + payoffs.root[None, :]).reshape(-1)
        unfactored = (roots[:, None, None] + matrix[None, :, :]).reshape(-1, matrix.shape[1])
        assert len(unfactored) == 4096
        gone = {removal.a for removal in dominated_rows(unfactored)}
        every = list(plans(game.mechanism.market))
        assert {every[a] for a in range(4096) if a not in gone} == set(
            run.sets[1][agent].plans(game.mechanism.market)
        )


@pytest.mark.thorough
def test_common_values_by_hand():
    """S^1: D_i(ω_i) twice, a unit at price 0 always, anything at price 1 after each of 4 messages: 16.

    S^2 fixes price 1 after the two messages that are sent: 4.
    """
    for tie in Tie:
        run = eliminate_plans(common_values(tie=tie))
        assert run.holds()
        assert [{plans.size() for plans in sets.values()} for sets in run.sets] == [{4096}, {16}, {4}]


def test_one_round_with_one_signal():
    """A buyer who knows all there is: each of her 4 third demands is optimal or gone."""
    run = eliminate_plans(by_mate(market(), {("L", "L"): HALF}))
    assert [sets[2, "L"].size() for sets in run.sets] == [4096, 1]
    assert run.sets[1][2, "L"].thirds.tolist() == [[2, 2, 2, 2]]  # 10: a unit at 0, none at 1


def test_a_forged_run_does_not_hold():
    run = eliminate_plans(common_values())
    own = run.rounds[0][2, "L"].thirds
    forged = own.dominations[0].__class__(own.dominations[0].a, ((own.dominations[1].a, Fraction(1)),), 0)
    object.__setattr__(own, "dominations", (forged, *own.dominations[1:]))
    assert not run.holds()


@pytest.mark.thorough
def test_a_run_that_stops_early_or_leaves_out_somebody_does_not_hold():
    for by in By:
        run = eliminate_plans(common_values(), by=by)
        assert run.holds()
        assert not eliminate_plans(common_values(), 1, by).holds()
        assert not replace(run, sets=run.sets[1:], rounds=run.rounds[1:]).holds()
        fewer = [{agent: own for agent, own in part.items() if agent != (3, "H")} for part in run.rounds]
        assert not replace(run, rounds=tuple(fewer)).holds()
    # A dominator is said to earn more against others against whom it does not.
    run = eliminate_plans(common_values())
    own = run.rounds[0][2, "L"].thirds
    matrix, _ = payoff_matrix(run.payoffs[2, "L"], run.sets[0][2, "L"], run.sets[0])
    place, tied = next(
        (place, gains.index(0))
        for place, removal in enumerate(own.dominations)
        for gains in [removal.gains(matrix)]
        if 0 in gains
    )
    wrong = replace(own.dominations[place], strict_at=tied)
    object.__setattr__(own, "dominations", (*own.dominations[:place], wrong, *own.dominations[place + 1 :]))
    assert not run.holds()


def test_a_run_with_a_set_or_a_round_changed_does_not_hold():
    run = eliminate_plans(single_price_game("revealing"))
    agent, (start, *middle, last) = (2, "L"), run.sets
    assert middle
    assert run.holds()

    def with_plans(sets, **changes):
        return {**sets, agent: replace(sets[agent], **changes)}

    one = last[agent]
    first_round = run.rounds[0]
    for changes in (
        {"sets": run.sets[:1]},  # rounds of which there are no sets
        {"sets": (*run.sets, with_plans(last, thirds=one.thirds[:0]))},
        {"sets": run.sets[1:], "rounds": run.rounds[1:]},
        {"sets": (with_plans(start, seconds=start[agent].seconds[:1]), *run.sets[1:])},
        {"sets": (*run.sets[:-1], with_plans(last, firsts=(1 - one.firsts[0],)))},
        {"sets": (*run.sets[:-1], with_plans(last, thirds=one.thirds[:0]))},
        {"rounds": (first_round | {agent: replace(first_round[agent], firsts=())}, *run.rounds[1:])},
        {"rounds": (first_round | {agent: replace(first_round[agent], seconds=(0, 1))}, *run.rounds[1:])},
    ):
        assert not replace(run, **changes).holds(), changes.keys()


@pytest.mark.parametrize("part", ["firsts", "seconds"])
@pytest.mark.parametrize("left", [(0, 1, 2, 3), (1, 2), (2, 3), (0,), (3,)])
def test_who_leaves_among_first_and_second_messages_is_rechecked(part, left):
    """Of four demands the third is best; the record says consistently that others stay, or that another one does."""
    run = eliminate_plans(by_mate(market(), {("L", "L"): HALF}))
    (lost,), (start, end), agent = run.rounds, run.sets, (2, "L")
    assert getattr(end[agent], part) == (2,)
    gone = tuple(y for y in range(4) if y not in left)
    for claimed in (gone, (0, 1, 3)):
        changed = replace(
            run,
            rounds=(lost | {agent: replace(lost[agent], **{part: claimed})},),
            sets=(start, end | {agent: replace(end[agent], **{part: left})}),
        )
        assert not changed.holds()


def test_too_many_third_messages_are_refused():
    with pytest.raises(TooLargeError, match=r"at most 300000 third messages, got 8\^8"):
        all_thirds(market(price_grid(1, 2)))


def test_message_of_names_only_what_the_plan_fixes():
    on = market(SINGLE_PRICE)
    message = message_of(on, 2, next(plans(on)))
    assert len(message.second) == 1
    assert len(message.third) == 2
