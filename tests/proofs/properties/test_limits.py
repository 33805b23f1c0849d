"""Beyond its limits a claim is open or refuted, and never otherwise than within them."""

import pytest

from mechanisms import Mechanism
from mechanisms.general import listing
from proofs import check
from proofs.claims.verdict import Verdict
from proofs.properties import coalitions, sampling, survival
from tests.random_mechanisms import RandomMechanism

SEEDS = range(70_020, 70_050)
GROUPS = ["group-strategy-proof-weak", "group-strategy-proof-strong"]
SAMPLED = [
    "truth-dominant",
    "ex-post-ic",
    "individually-rational-ex-post",
    "budget-balanced-ex-post",
    "no-deficit-ex-post",
]
INTERIM = ["dominance-solvable", "interchangeable", "truth-survives", "survivors-implement-truth", "twice-dominance-solvable"]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "limit", "value", "ids"),
    [
        (listing, "MOST_PROFILES", 0, SAMPLED),
        (coalitions, "MOST_CASES", 12, GROUPS),
        (survival, "MOST_AGENT_PROFILES", 0, INTERIM),
    ],
)
def test_a_verdict_beyond_a_limit_is_the_one_within_it_or_open(monkeypatch, place, limit, value, ids):
    within = [check(RandomMechanism(seed), ids) for seed in SEEDS]
    monkeypatch.setattr(place, limit, value)
    monkeypatch.setattr(sampling, "CASES", 100)
    verdicts = set()
    for seed, known in zip(SEEDS, within, strict=True):
        for name, found in check(RandomMechanism(seed), ids).items():
            assert found.verdict in (known[name].verdict, Verdict.OPEN), (seed, name)
            verdicts.add(found.verdict)
            if limit == "MOST_PROFILES":
                assert found.verdict is not Verdict.HELD
    assert {Verdict.REFUTED, Verdict.OPEN} <= verdicts


class Posted(Mechanism):
    players = 2
    types = range(3)

    def outcome(self, bids):
        return tuple(bid > 1 for bid in bids)

    def payoff(self, i, type, outcome):
        return (type - 1) * outcome[i]


def test_all_orders_are_not_tried_where_there_is_no_prior_and_that_is_the_reason_given():
    finding = check(Posted(), ["order-independent"])["order-independent"]
    assert finding.verdict is Verdict.OPEN
    assert finding.evidence.startswith("there is no prior: ")
