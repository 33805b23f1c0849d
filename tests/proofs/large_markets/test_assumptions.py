"""Assumptions on sequences: decided by arguments that numbers bear out, and not where an argument fails."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from mechanisms.markets.market import Side
from mechanisms.sequences.catalogue import ANCHORED_GAP, EVEN, GAP, SEQUENCES, USELESS_UNIT
from mechanisms.sequences.shock_catalogue import OPPOSITE, RARE, SHOCK_SEQUENCES
from proofs.large_markets import assumptions_3_4 as shocks
from proofs.large_markets.assumptions import (
    BOUNDED,
    UNIQUE,
    assumptions,
    broken,
    excess_at,
    excess_constant,
    missing,
    zeros_of_rho,
)

SOME = sorted(Random(24).sample(range(2, 90), 5))


def excess(sequence, n, p):
    agents = sequence.agents(n)
    asked = sum(weight for side, _, weight in agents if side is Side.BUYER)
    return sum(weight for _, threshold, weight in agents if threshold < p) - asked


def furthest(sequence):
    """How far n times the excess per seller is from that of ρ* at random n and p, the same at each call."""
    chance = Random(25)
    return max(
        abs(excess(sequence, n, p) - 2 * n * sequence.rho(p))
        for n in SOME
        for p in (Fraction(chance.randint(0, sequence.T(n)), sequence.T(n)) for _ in range(40))
    )


@pytest.mark.parametrize("name", SEQUENCES)
def test_the_excess_is_as_near_to_its_limit_as_is_said(name):
    assert furthest(SEQUENCES[name]) <= excess_constant(SEQUENCES[name])


def test_a_constant_that_is_too_small_is_caught():
    assert furthest(USELESS_UNIT) > excess_constant(USELESS_UNIT) / 8


@pytest.mark.parametrize("name", SEQUENCES)
def test_the_excess_at_a_grid_price_is_affine_in_n(name):
    sequence = SEQUENCES[name]
    for p, s in (sequence.first_zero, sequence.last_zero):
        for step in (s - 1, s, s + 1):
            slope, rest = excess_at(sequence, (p, step))
            for n in SOME:
                assert excess(sequence, n, p + Fraction(step, sequence.T(n))) == slope * n + rest


def test_what_is_met_and_what_is_missing():
    assert {name: missing(sequence) for name, sequence in SEQUENCES.items()} == {
        "even": [],
        "gap": [UNIQUE],
        "anchored gap": [UNIQUE],
        "special buyer": [UNIQUE],
        "top buyer": [BOUNDED],
        "top buyer, slow": [BOUNDED],
        "useless unit": [],
        "pair": [],
    }
    assert all(broken(sequence) == [] for sequence in SEQUENCES.values())
    assert zeros_of_rho(GAP) == (Fraction(2, 5), Fraction(3, 5))


BROKEN = {
    "on the grid": (replace(EVEN, tau=8), "every D_i is a singleton"),
    "one buyer more": (
        replace(EVEN, parts=(EVEN.parts[0], replace(EVEN.parts[1], add=1))),
        "2n sellers and 2n buyers",
    ),
    "another zero": (replace(ANCHORED_GAP, last_zero=(Fraction(1, 2), 1)), "p*(n) -> p*"),
    "another limit": (replace(EVEN, first_zero=(Fraction(1, 3), 0)), "p*(n) -> p*"),
    "half of all costs alike": (
        replace(USELESS_UNIT, parts=(replace(USELESS_UNIT.parts[0], mult=1, add=0), *USELESS_UNIT.parts[1:])),
        "ρ* is continuous and does not fall",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_sequence_that_breaks_an_assumption_is_not_let_through(name):
    sequence, assumption = BROKEN[name]
    assert assumption in broken(sequence)
    assert any(each.met is not True for each in assumptions(sequence))


@pytest.mark.parametrize("name", SHOCK_SEQUENCES)
def test_the_mean_excess_is_as_near_to_its_limit_as_is_said(name):
    sequence = SHOCK_SEQUENCES[name]
    assert shocks.broken(sequence) == []
    chance = Random(26)
    for shock in sequence.shocks:
        constant = shocks.limit_constant(sequence, shock)
        for n in (1, 2, *SOME[:3]):
            for _ in range(10):
                p = Fraction(chance.randint(0, sequence.T(n)), sequence.T(n))
                assert 2 * n * abs(sequence.mean_excess(n, shock, p) - sequence.rho(shock, p)) <= constant


@pytest.mark.parametrize("name", SHOCK_SEQUENCES)
def test_first_messages_reveal_signals_at_random_n(name):
    for n in (1, 2, 3, SOME[0]):
        firsts = SHOCK_SEQUENCES[name].member(n).firsts
        assert len(set(firsts.values())) == len(firsts)


def test_a_shock_sequence_that_breaks_an_assumption_is_not_let_through():
    assert shocks.broken(replace(OPPOSITE, tau=4)) == ["(8)"]
    assert "Condition 2" in shocks.broken(
        replace(
            OPPOSITE,
            blocks=(replace(OPPOSITE.blocks[0], shift=OPPOSITE.blocks[1].shift), *OPPOSITE.blocks[1:]),
        )
    )
    assert "T -> ∞, η -> 0" in shocks.broken(replace(OPPOSITE, eta=lambda n: 0 * n + Fraction(1, 4)))
    likelier = replace(RARE, prior={"L": RARE.prior["H"], "H": RARE.prior["L"]})
    assert not shocks.nobody_is_moved(likelier)
    assert shocks.broken(likelier)
    assert "p**(n) -> p**(ω_0) in probability" in shocks.broken(
        replace(OPPOSITE, p_star={"L": Fraction(1, 3), "H": Fraction(1, 2)})
    )
