"""Every registered check notices faults that are planted in what it looks at, and none where there is none."""

from dataclasses import replace
from random import Random

import pytest

from proofs.audit.ledger import LEDGER, read_ledger
from proofs.audit.register import CLAIMS
from proofs.claims.verdict import Verdict
from tests.faults import conditions, large_markets, rules, theorem_1, theorem_4, theorem_6
from tests.faults.fault import Faults

FAULTS: dict[str, Faults] = {}
for wing in (rules, theorem_1, conditions, theorem_4, theorem_6, large_markets):
    assert FAULTS.keys().isdisjoint(wing.FAULTS)
    FAULTS |= wing.FAULTS

# The check alone: what a kernel has proved for all sizes, it has to find on the sizes that it lists.
REGISTERED = {claim.check: claim for claim in CLAIMS if claim.check is not None}
CHECKED = {check: replace(claim, proof=None, certificates=()) for check, claim in REGISTERED.items()}
EXPECTATIONS = read_ledger(LEDGER)
LEDGERS = {check: EXPECTATIONS[claim.id].verdict for check, claim in REGISTERED.items()}
EXPECTED = {
    check: Verdict.HELD if REGISTERED[check].proof and verdict is Verdict.PROVED else verdict
    for check, verdict in LEDGERS.items()
}
SEED_OF = Random.seed
PLANTED = [(check, fault) for check, own in FAULTS.items() for fault in own.faults]


def test_every_registered_check_has_a_fault_and_no_other():
    assert set(FAULTS) == set(EXPECTED)
    for check, own in FAULTS.items():
        verdicts = {fault.verdict for fault in own.faults}
        assert verdicts, check
        assert Verdict.REFUTED in verdicts or EXPECTED[check] is not Verdict.HELD, check


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("check", "fault"), PLANTED, ids=[f"{check}: {fault.what}" for check, fault in PLANTED]
)
def test_a_fault_changes_the_verdict(monkeypatch, check, fault):
    """What held is refuted, or open where the argument fails; what was refuted holds or is open, what was proved
    is open."""
    if FAULTS[check].small is not None:
        FAULTS[check].small(monkeypatch)
    fault.plant(monkeypatch)
    found = CHECKED[check].find()
    assert found.verdict is fault.verdict
    assert fault.says in found.evidence
    assert found.witness is None or found.witness.record.holds(found.witness.context)
    after = {
        Verdict.HELD: {Verdict.REFUTED, Verdict.OPEN},
        Verdict.REFUTED: {Verdict.HELD, Verdict.OPEN},
        Verdict.PROVED: {Verdict.OPEN},
    }
    assert found.verdict in after[EXPECTED[check]]


@pytest.mark.thorough
@pytest.mark.parametrize("check", [check for check, own in FAULTS.items() if own.small is not None])
def test_without_a_fault_the_small_range_has_the_verdict_of_the_ledger(monkeypatch, check):
    """So it is the fault that the check notices, not the size of the range. Whoever draws names the seeds."""
    FAULTS[check].small(monkeypatch)
    drawn = []
    monkeypatch.setattr(Random, "seed", lambda self, seed: (drawn.append(seed), SEED_OF(self, seed)))
    found = CHECKED[check].find()
    assert found.verdict is EXPECTED[check]
    assert not any(type(seed) is int for seed in drawn) or "seed" in found.scope
