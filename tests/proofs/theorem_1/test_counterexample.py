"""Counterexamples to Theorem 1 without Condition 1: the smallest there are, and witnesses of them."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from mechanisms.markets.grouping import groupings
from proofs.audit.kinds import load_witness
from proofs.theorem_1.counterexample import KINDS, find_counterexample, search
from proofs.theorem_3 import statement as theorem_3
from tests.example_games import EXAMPLES


@pytest.mark.parametrize(
    ("kind", "size", "loses"),
    [
        ("externality", (1, 2, 1, 1), False),
        ("decreasing-costs", (1, 1, 2, 1), True),
        ("complements", (1, 2, 1, 1), True),
        ("substitutes", (1, 2, 1, 1), False),
        ("increasing-values", (1, 1, 2, 1), True),
    ],
)
def test_the_smallest_sizes_by_hand(kind, size, loses):
    # Two commodities, or two units, are needed to break Condition 1 that way, and one of everything else.
    found = search(KINDS[kind], 6, 4, 3, lambda _: None).found
    market = found.instance.mechanism.market
    assert (market.n, market.k, market.l, len(market.P) ** (1 / market.k) - 1) == size
    assert (found.record.loss is not None) == loses


def test_no_function_is_counted_twice():
    # n + k + l + T = 5 at most: of c(1) <= c(2) up to 1, 3 with integers, 3 more with halves, 7 more with thirds.
    found = search(KINDS["decreasing-costs"], 5, 3, 1, lambda _: None)
    assert (found.examined, found.sizes, found.found) == (13, 1, None)


def test_counterexamples_hold_at_larger_n():
    for n in (1, 2, 3):
        instance = theorem_3.instance(n)
        found = find_counterexample(instance, 0)
        assert found.record.holds(instance)
        payoff, better_payoff, loss = found.record.payoffs(instance)
        assert list(found.record.mistakes(instance, (payoff, better_payoff, loss))) == []
        assert list(found.record.mistakes(instance, (better_payoff, better_payoff, loss)))


def test_a_witness_must_be_about_a_price_taking_message():
    # Everything else it states is true: she breaks Condition 1, and the better message does pay more.
    witness = load_witness(EXAMPLES / "theorem-1" / "decreasing-costs.toml")
    violation = witness.record.violation
    silly = (violation.profile[0][0], (1,))  # one unit at price 1 loses for certain
    forged = replace(violation, profile=(silly, *violation.profile[1:]))
    before, after = forged.payoffs(witness.instance)
    assert before < after
    record = replace(witness.record, violation=forged, loss=None)
    assert list(record.mistakes(witness.instance, (before, after))) == [
        "the message of seller 1 is not price-taking"
    ]
    assert not record.holds(witness.instance)


def test_a_loss_must_be_in_an_event_of_the_same_messages():
    witness = load_witness(EXAMPLES / "theorem-1" / "decreasing-costs.toml")
    loss = witness.record.loss
    assert loss.holds(witness.instance)
    other = replace(loss, profile=(loss.profile[0], loss.profile[2], *loss.profile[2:]))
    record = replace(witness.record, loss=other)
    assert not record.holds(witness.instance)


def test_each_number_in_a_witness_is_checked():
    """Too much or too little by 1/100 in any of the three, payoffs that change places, and events of other messages."""
    witness = load_witness(EXAMPLES / "theorem-1" / "decreasing-costs.toml")
    record, instance = witness.record, witness.instance
    payoffs = payoff, better, loss = record.payoffs(instance)
    assert payoff < better
    assert list(record.mistakes(instance, payoffs)) == []
    says = "her message pays", "the better message pays", "in the stated event seller 1 earns"
    for place, by in product(range(3), (-1, 1)):
        stated = [number + Fraction(by, 100) * (k == place) for k, number in enumerate(payoffs)]
        (mistake,) = record.mistakes(instance, tuple(stated))
        assert mistake.startswith(says[place])
    for pair in (better, payoff), (payoff, payoff):
        assert f"the better message pays {pair[1]}, no more than {pair[0]}" in list(
            record.mistakes(instance, (*pair, loss))
        )
    for phi in groupings(instance.mechanism.market):
        event = replace(record.loss, phi=phi)
        assert replace(record, loss=event).holds(instance) == (event.payoff(instance) < 0)
    sent, *others = record.loss.profile
    for other in list(instance.mechanism.market.messages()):
        event = replace(record.loss, profile=(sent, other, *others[1:]))
        same = other == others[0]
        assert replace(record, loss=event).holds(instance) == same
    assert not replace(record, loss=replace(record.loss, i=1)).holds(instance)
