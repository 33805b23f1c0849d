"""Each condition of a recheck counts alone: what is measured is decreed here, or worked out in another way."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from types import SimpleNamespace

import pytest

from mechanisms.markets.grouping import groupings
from mechanisms.markets.price_taking import price_taking
from proofs.conditions.condition_2 import Condition2Violation
from proofs.large_markets import duality, monotone, witness_file
from proofs.large_markets.condition_2 import ModelAgainstCondition2
from proofs.large_markets.duality import DualityFails
from proofs.large_markets.monotone import FallingExcess

BOTH = False, True

# Along a sequence


class Measured(witness_file.AlongASequence):
    """What is said to be n squared, and at n = 2 is what the mechanism gives."""

    quantity = None

    @property
    def quantities(self):
        return {"squares": self.quantity}


def measure(**wrong):
    """At n = 2 the formula may say something else."""
    so = {"covers": True, "broken": [], "formula": 4, "at_5": 25, "bound": (Fraction(4), 2)} | wrong
    return SimpleNamespace(
        covers=lambda sequence: so["covers"],
        broken=lambda sequence: so["broken"],
        figure=lambda sequence, n: Fraction(n * n if n != 5 else so["at_5"]),
        replays=(2,),
        formula=lambda sequence, n: {2: Fraction(so["formula"])}[n],  # asked for nowhere else
        is_at_least=lambda sequence, least, start: (least, start) <= so["bound"],
    )


SQUARES = Measured("squares", ((2, Fraction(4)), (5, Fraction(25))), Fraction(4), 2)


def test_a_number_stays_away_where_all_conditions_hold(monkeypatch):
    monkeypatch.setattr(Measured, "quantity", measure())
    assert SQUARES.holds(None)
    (two, five) = SQUARES.figures
    for right in (
        replace(SQUARES, figures=(two,)),
        replace(SQUARES, figures=(five, two)),
        replace(SQUARES, figures=((1, Fraction(1)), two)),  # before the start it may be less
        replace(SQUARES, least=Fraction(1, 100)),
    ):
        assert right.holds(None)
    for wrong in (
        replace(SQUARES, reason="cubes"),
        replace(SQUARES, figures=()),
        replace(SQUARES, figures=((2, Fraction(5)), five)),
        replace(SQUARES, figures=((2, Fraction(3)), five)),
        replace(SQUARES, figures=(two, (5, Fraction(24)))),
        replace(SQUARES, figures=(two, (5, Fraction(26)))),
        replace(SQUARES, least=Fraction(5)),
        replace(SQUARES, least=Fraction(0)),
        replace(SQUARES, least=Fraction(-1)),
        replace(SQUARES, start=1, figures=((1, Fraction(1)), two)),
        replace(SQUARES, start=3),
    ):
        assert not wrong.holds(None)


@pytest.mark.parametrize(
    "fault",
    [
        {"covers": False},
        {"broken": ["one"]},
        {"formula": 3},
        {"formula": 5},
        {"bound": (Fraction(3), 9)},
    ],
    ids=str,
)
def test_assumptions_runs_and_bounds_count_alone(monkeypatch, fault):
    monkeypatch.setattr(Measured, "quantity", measure(**fault))
    assert not SQUARES.holds(None)


def test_a_bound_at_every_n_is_on_the_figures_as_well(monkeypatch):
    """As if there were an argument for more than the figures say."""
    monkeypatch.setattr(Measured, "quantity", measure(bound=(Fraction(100), 9)))
    assert SQUARES.holds(None)
    assert not replace(SQUARES, least=Fraction(5)).holds(None)
    monkeypatch.setattr(Measured, "quantity", measure(at_5=3))
    falls = replace(SQUARES, figures=((2, Fraction(4)), (5, Fraction(3))))
    assert not falls.holds(None)
    assert replace(falls, least=Fraction(3)).holds(None)


@pytest.mark.parametrize(("violated", "worths"), [*product(BOTH, ((0, 1), (1, 0), (1, 1), (0, 0)))])
def test_a_model_is_against_condition_2_by_the_definition_and_with_its_worths(monkeypatch, violated, worths):
    game = object()
    asked = []

    def holds(record, instance):
        asked.append((record.i, record.j, record.omega, record.other, record.bundle, instance is game))
        return violated

    monkeypatch.setattr(Condition2Violation, "holds", holds)
    monkeypatch.setattr(Condition2Violation, "worths", lambda record, instance: (0, 1))
    sequence = SimpleNamespace(start=7, market=lambda n: game if n == 7 else None)
    found = ModelAgainstCondition2(4, 1, ("s", "s", "L", "H", "L"), "t", worths)
    assert found.holds(sequence) == (violated and worths == (0, 1))
    assert asked == [(4, 1, ("s", "s", "L", "H", "L"), ("s", "t", "L", "H", "L"), (1,), True)]


# Duality


def by_hand(instance, m, phi):
    """What is earned, and what the lemma adds to what is lost: rationing, and the lesser of two excesses."""
    market, a = instance.mechanism.market, instance.mechanism.allocation(phi, m)
    earned = rationing = Fraction(0)
    for i, trader in enumerate(instance.traders):
        p = market.P.index(a.q[i])
        earned += trader.payoff(a.x[i], a.q[i])
        rationing += trader.payoff(m[i][p], a.q[i]) - trader.payoff(a.x[i], a.q[i])
    excess = []
    for group in phi.groups(market.n):
        place = instance.mechanism.price(group, m)
        signed = [(1, i) for i in group.sellers] + [(-1, i) for i in group.buyers]
        excess.append(sum(abs(sum(sign * m[i][place][h] for sign, i in signed)) for h in range(market.k)))
    return earned, rationing + min(excess)


def surplus_of(everybody, surplus):
    def largest(agents):
        assert agents == everybody
        return surplus

    return largest


def test_the_bound_is_the_lesser_of_two_excesses_each_at_its_own_price(monkeypatch):
    game = next(duality.random_instances())
    loss = duality.LossAt(game, (), next(iter(groupings(game.mechanism.market))))
    monkeypatch.setattr(duality.LossAt, "rationing", lambda record: Fraction(1, 2))
    for excesses, least in ((3, 4, 1, 2), 3), ((4, 3, 2, 1), 3):
        monkeypatch.setattr(duality.LossAt, "excesses", excesses)
        assert loss.bound() == Fraction(1, 2) + least


def test_the_lemma_fails_where_more_is_lost_than_it_allows_and_prices_are_taken(monkeypatch):
    """As if the largest surplus were what it takes, exactly or a little more; in markets of several sizes."""
    bounds = set()
    for game in [*duality.random_instances()][:100:6]:
        market = game.mechanism.market
        m = tuple(next(iter(price_taking(trader, market))) for trader in game.traders)
        for phi in [*groupings(market)][:3]:
            earned, bound = by_hand(game, m, phi)
            bounds.add(bound)
            found = DualityFails(m, phi)
            for more in Fraction(-1, 100), Fraction(0), Fraction(1, 100):
                surplus = earned + bound + more
                everybody_once = [(trader, 1) for trader in game.traders]
                monkeypatch.setattr(duality, "largest_surplus", surplus_of(everybody_once, surplus))
                assert found.sides(game) == (bound + more, bound)
                assert found.holds(game) == (more > 0)
                for i, message in enumerate(m):
                    other = tuple(market.X[-1] if x == market.X[0] else market.X[0] for x in message)
                    if other not in price_taking(game.traders[i], market):
                        forged = replace(found, profile=(*m[:i], other, *m[i + 1 :]))
                        monkeypatch.setattr(duality, "largest_surplus", lambda *_: Fraction(99))
                        assert not forged.holds(game)
    assert len(bounds) > 5


# Falling excesses


@pytest.mark.parametrize("game", [monotone.substitutes(), *[*duality.random_instances()][32:64:9]])
def test_an_excess_falls_where_no_price_does(game):
    """Two substitutes of which buyers take the cheaper one; and markets in which sellers sell."""
    P, market = game.mechanism.market.P, game.mechanism.market
    found, places = next(monotone.falling_excesses(game), None), {*range(0, len(P), 4), len(P) - 1}
    if found is not None:
        assert found.holds(game)
        places |= {found.p, found.q}
    for each in (FallingExcess(p, q, h) for p, q, h in product(places, places, range(market.k))):
        excesses = {}
        for place in (each.p, each.q):
            best = [list(price_taking(trader, market).choices[place]) for trader in game.traders]
            if all(len(bundles) == 1 for bundles in best):
                amounts = [bundles[0][each.h] for bundles in best]
                excesses[place] = amounts[0] + amounts[1] - amounts[2] - amounts[3]
        known = len(excesses) == len({each.p, each.q})
        assert each.excesses(game) == ((excesses[each.p], excesses[each.q]) if known else None)
        no_price_falls = all(a <= b for a, b in zip(P[each.p], P[each.q], strict=True))
        assert each.holds(game) == (no_price_falls and known and excesses[each.q] < excesses[each.p])
