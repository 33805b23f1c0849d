"""Each condition of a recheck of rounds counts alone: what dominates what is decreed here."""

from dataclasses import replace
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest

from gametheory.games.errors import TooLargeError
from gametheory.games.relation import By
from gametheory.plans.form import Plan
from mechanisms.g_double_star.groups import single_price_elimination as listed
from mechanisms.g_double_star.groups.single_price_elimination import ListedElimination
from mechanisms.g_double_star.mechanism import MessageProfile
from mechanisms.g_double_star.one_buyer import elimination
from mechanisms.g_double_star.one_buyer.elimination import (
    AgentRound,
    PlanElimination,
    PlanSet,
    ThirdRemovals,
)
from mechanisms.g_double_star.one_buyer.seller_influence import SellerInfluence
from tests.interdependent_instances import SINGLE_PRICE, by_mate, market

ONE, OTHER = (2, "L"), (3, "L")


class Gone(int):
    """The row that leaves, as of a removal."""

    @property
    def a(self):
        return int(self)


@pytest.fixture
def listing(monkeypatch):
    """Two buyers, four plans each: one loses 1 and then 3, the other loses 0 at last; nobody else is dominated."""
    plans = tuple(Plan(root, ()) for root in range(4))
    form = SimpleNamespace(form=SimpleNamespace(plans=lambda: plans))
    played = SimpleNamespace(
        agents=[ONE, OTHER], forms={2: form, 3: form}, matrix=lambda agent, own, left: own
    )
    monkeypatch.setattr(listed, "PlayedPlans", lambda instance: played)
    monkeypatch.setattr(listed, "_key", lambda matrix: None)
    monkeypatch.setattr(listed, "leaves_the_undominated", lambda matrix, lost, by: True)
    every = (0, 1, 2, 3)
    sets = {ONE: every, OTHER: every}, {ONE: (0, 2, 3), OTHER: every}, {ONE: (0, 2), OTHER: (1, 2, 3)}
    rounds = {ONE: (Gone(1),), OTHER: ()}, {ONE: (Gone(2),), OTHER: (Gone(0),)}
    return ListedElimination(None, By.PURE, {}, sets, rounds)


def test_what_is_left_is_what_did_not_leave(listing):
    assert listing.holds()
    first, second, last = listing.sets
    wrong_sets = [
        (first, second),
        (first, second, last, last),
        (second, second, last),
        ({ONE: first[ONE]}, second, last),
        (first, {ONE: second[ONE]}, last),
        (first, second, {**last, (3, "H"): (0,)}),
    ]
    for agent in (ONE, OTHER):
        others = [(), (0,), (0, 1), (0, 2), (0, 2, 3), (1, 2), (1, 2, 3), (2, 3), (0, 1, 2, 3), (3, 2, 0)]
        wrong_sets += [(first, {**second, agent: own}, last) for own in others if own != second[agent]]
        wrong_sets += [(first, second, {**last, agent: own}) for own in others if own != last[agent]]
    for sets in wrong_sets:
        assert not replace(listing, sets=sets).holds()
    one, two = listing.rounds
    for rounds in (one,), (one, two, two), (two, one), ({ONE: one[ONE]}, two), (one, {**two, (3, "H"): ()}):
        assert not replace(listing, rounds=rounds).holds()


def test_nothing_leaves_that_is_not_dominated_and_all_that_is_leaves(monkeypatch, listing):
    """Every comparison counts: of each agent in each round, and after the last one."""
    asked = []

    def decide(matrix, lost, by):
        asked.append((len(matrix), lost))
        return len(asked) != refused[0]

    monkeypatch.setattr(listed, "_key", lambda matrix: len(asked))
    monkeypatch.setattr(listed, "leaves_the_undominated", decide)
    refused = [0]
    assert listing.holds()
    assert asked == [(4, (1,)), (4, ()), (3, (2,)), (4, (0,)), (2, ()), (3, ())]
    for refused[0] in range(1, 7):
        asked.clear()
        assert not listing.holds()


def test_what_is_compared_once_is_the_same():
    """Numbers too large for a word as well: as bytes these would be the places where they are kept."""
    big = [np.array([[2**70 + more, 0]], dtype=object) for more in (0, 0, 1)]
    assert listed._key(big[0]) == listed._key(big[1])
    assert listed._key(big[0]) != listed._key(big[2])
    small = [np.zeros(shape, dtype) for shape in ((1, 2), (2, 1)) for dtype in (np.int8, np.int64)]
    assert len({listed._key(matrix) for matrix in (*small, *small)}) == 4


# Plans of one buyer in a group


@pytest.mark.parametrize(("gains", "more"), [(None, False), ([-1], False), ([0], False), ([1], True)])
def test_a_dominator_earns_more_at_its_column(gains, more):
    """A second removal at another column, and one at the same, are looked at as well."""
    buyer = SimpleNamespace(i=2, signal="L", against=lambda thirds, others: others)
    payoffs = {ONE: SimpleNamespace(others=lambda columns, at: columns[at])}
    record = PlanElimination(None, By.PURE, payoffs, (), ())
    right = SimpleNamespace(strict_at=0, gains=lambda column: [column])
    wrong = SimpleNamespace(strict_at=1, gains=lambda column: gains if column == 5 else [column])
    lost = SimpleNamespace(columns=(7, 5), dominations=(right, wrong, right))
    assert record._are_strict(buyer, None, lost) == more
    again = SimpleNamespace(strict_at=0, gains=lambda column: gains if column == 7 else [-1])
    lost = SimpleNamespace(columns=(7, 5), dominations=(right, again))
    assert record._are_strict(buyer, None, lost) == more


def test_a_run_is_about_all_buyers_with_all_signals(monkeypatch):
    """Of each of four, whatever is said of them."""
    game = by_mate(market(SINGLE_PRICE), {("L", "L"): 1, ("L", "H"): 1, ("H", "L"): 1, ("H", "H"): 1})
    wrong = []
    monkeypatch.setattr(PlanElimination, "_holds_for", lambda record, agent: agent not in wrong)
    every = dict.fromkeys(product((2, 3), "LH"))
    fewer = [{agent: None for agent in every if agent != one} for one in every]
    found = PlanElimination(game, By.PURE, {}, (every, every, every), (every, every))
    assert found.holds()
    for part in (*fewer, {**every, (0, "s"): None}):
        for r in range(3):
            assert not replace(found, sets=(*found.sets[:r], part, *found.sets[r + 1 :])).holds()
        for r in range(2):
            assert not replace(found, rounds=(*found.rounds[:r], part, *found.rounds[r + 1 :])).holds()
    for count in 0, 1, 3, 4:
        assert not replace(found, rounds=(every,) * count).holds()
    for wrong[:] in ([agent] for agent in every):
        assert not found.holds()


@pytest.fixture
def run(monkeypatch):
    """A buyer keeps the first first message, the second second one, and of her third ones all but one."""
    game = by_mate(market(SINGLE_PRICE), {("L", "L"): 1})
    thirds = elimination.all_thirds(game.mechanism.market)
    buyer = SimpleNamespace(
        best=lambda entry: {elimination.FIRST: (0,), elimination.SECOND: (1,)}[entry],
        matrix=lambda rows, r: (len(rows), r),
    )
    monkeypatch.setattr(elimination, "PlayedBuyer", lambda *_: buyer)
    monkeypatch.setattr(elimination, "leaves_the_undominated", lambda matrix, lost, by: True)
    monkeypatch.setattr(PlanElimination, "_are_strict", lambda record, buyer, thirds, lost: True)
    lost = AgentRound((1,), (0,), ThirdRemovals(thirds, None, (Gone(2),)))
    sets = PlanSet((0, 1), (0, 1), thirds), PlanSet((0,), (1,), thirds[[0, 1, 3]])
    return game, sets, lost


def holds(game, sets, lost):
    return PlanElimination(game, By.PURE, {}, tuple({ONE: own} for own in sets), ({ONE: lost},))._holds_for(
        ONE
    )


def test_what_a_buyer_keeps_is_what_is_best_and_what_did_not_leave(run):
    game, (every, left), lost = run
    assert holds(game, (every, left), lost)
    wrong_sets = [
        *(replace(left, firsts=own) for own in ((), (1,), (0, 1))),
        *(replace(left, seconds=own) for own in ((), (0,), (0, 1))),
        replace(left, thirds=every.thirds),
        replace(left, thirds=every.thirds[[0, 1]]),
        replace(left, thirds=every.thirds[[0, 1, 2]]),
        replace(left, thirds=every.thirds[[3, 1, 0]]),
    ]
    assert not any(holds(game, (every, wrong), lost) for wrong in wrong_sets)
    for wrong in (
        left,
        replace(every, firsts=(0,)),
        replace(every, seconds=(1,)),
        replace(every, firsts=(1, 0)),
    ):
        assert not holds(game, (wrong, left), lost)
    for wrong in (
        *(replace(lost, firsts=own) for own in ((), (0,), (0, 1), (1, 1))),
        *(replace(lost, seconds=own) for own in ((), (1,), (0, 1), (0, 0))),
        replace(lost, thirds=replace(lost.thirds, dominations=())),
        replace(lost, thirds=replace(lost.thirds, dominations=(Gone(3),))),
    ):
        assert not holds(game, (every, left), wrong)


def test_every_round_and_what_is_left_at_last_is_compared(monkeypatch, run):
    game, sets, lost = run
    asked = []
    for refused in None, 0, 1:
        asked.clear()
        monkeypatch.setattr(
            elimination,
            "leaves_the_undominated",
            lambda matrix, gone, by, refused=refused: (
                asked.append((matrix, gone)) or len(asked) - 1 != refused
            ),
        )
        assert holds(game, sets, lost) == (refused is None)
    assert asked == [((4, 0), (2,)), ((3, 1), ())]
    monkeypatch.setattr(
        PlanElimination, "_are_strict", lambda record, buyer, thirds, lost: not lost.dominations
    )
    assert not holds(game, sets, lost)
    monkeypatch.setattr(
        PlanElimination, "_are_strict", lambda record, buyer, thirds, lost: bool(lost.dominations)
    )
    assert not holds(game, sets, lost)


def test_third_messages_are_listed_up_to_a_limit(monkeypatch):
    """Two demands, so four of them."""
    two = market(SINGLE_PRICE)
    monkeypatch.setattr(elimination, "MOST_THIRDS", 4)
    rows = elimination.all_thirds(two)
    assert rows.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert not rows.flags.writeable  # all who ask have the same
    monkeypatch.setattr(elimination, "MOST_THIRDS", 3)
    with pytest.raises(TooLargeError, match="at most 3 third messages, got 2\\^2"):
        elimination.all_thirds(two)


@pytest.mark.parametrize("before", [*product((0, 1), repeat=2)])
@pytest.mark.parametrize("after", [*product((0, 1), repeat=2)])
def test_a_seller_has_a_say_where_her_trade_or_its_price_changes(before, after):
    """She offers 5 at first, and then 7."""
    ran = []

    def allocation(phi, p, m, b):
        ran.append((phi, p, b, list(m.sellers), m.buyers))
        x, q = before if m.sellers[1] == 5 else after
        return SimpleNamespace(x=[8, x], q=[9, q])

    found = SellerInfluence(1, "phi", 0, 4, MessageProfile((3, 5), ("buyers",)), 7)
    assert found.holds(SimpleNamespace(allocation=allocation)) == (before != after)
    assert ran == [("phi", 0, 4, [3, 5], ("buyers",)), ("phi", 0, 4, [3, 7], ("buyers",))]
