"""Counterexamples to Theorem 1 without Condition 1: the smallest there are, and witnesses of them."""

from dataclasses import replace

import pytest

from mechanisms.files.instances import load_instance
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
    market = found.witness.instance.mechanism.market
    assert (market.n, market.k, market.l, len(market.P) ** (1 / market.k) - 1) == size
    assert (found.witness.loss is not None) == loses


def test_counterexamples_hold_at_larger_n():
    for n in (1, 2, 3):
        found = find_counterexample(theorem_3.instance(n), 0)
        assert found.witness.holds()
        assert not replace(found.witness, payoff=found.witness.better_payoff).holds()


def test_a_witness_must_be_about_a_price_taking_message():
    # Everything else it states is true: she breaks Condition 1, and the better message does pay more.
    witness = find_counterexample(load_instance(EXAMPLES / "decreasing-costs.toml"), 0).witness
    violation, trader = witness.violation, witness.instance.traders[0]
    silly = (violation.profile[0][0], (1,))  # one unit at price 1 loses for certain
    forged = replace(violation, profile=(silly, *violation.profile[1:]))
    before, after = forged.payoffs(witness.instance.mechanism, trader)
    assert before < after
    stated = replace(witness, violation=forged, payoff=before, better_payoff=after, loss=None)
    assert stated.mistakes() == ["the message of seller 1 is not price-taking"]
