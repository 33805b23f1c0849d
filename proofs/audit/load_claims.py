"""What `undominated check` checks in a file: claims on an instance of any mechanism, or a witness."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from mechanisms.files.instances import read_instance
from mechanisms.files.interdependent import read_interdependent
from mechanisms.files.toml import Section, read_toml
from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.audit.audit import Expected
from proofs.audit.expectations import read_expectations
from proofs.audit.g_plus_instance_claims import g_plus_claims_on
from proofs.audit.instance_claims import claims_on, replay
from proofs.audit.interdependent_claims import interdependent_claims_on
from proofs.claims.claim import Claim, Watch
from proofs.claims.verdict import Finding, Reading, Verdict
from proofs.conditions import condition_2
from proofs.theorem_1.witness import read_witness
from proofs.theorem_4.hedges.undominated_plan_file import (
    KeptPlanWitness,
    is_kept_plan_witness,
    read_kept_plan_witness,
)
from proofs.theorem_4.hedges.witness_file import HedgeWitness, is_hedge_witness, read_hedge_witness
from proofs.theorem_4.hypotheses import broken_hypotheses
from proofs.theorem_4.one_buyer.witness_file import Theorem4Witness, read_theorem_4_witness
from proofs.theorem_6.witness_reader import read_theorem_6_witness


@dataclass(frozen=True)
class FileClaims:
    """The claims in a file; those of a witness are expected to be refuted."""

    claims: list[Claim]
    is_witness: bool
    expected: Expected


def load_claims(file: Path, without: Collection[str] = ()) -> FileClaims:
    """The claims in a file. Raises `InstanceError` for what is not well formed."""
    content = read_toml(file)
    match content.section("market").text("mechanism"):
        case GDoubleStar.symbol:
            return _on_g_double_star(content, without)
        case GPlus.symbol:
            return _on_g_plus(content)
        case _:
            return _on_g_star(content, without)


def _on_g_star(content: Section, without: Collection[str]) -> FileClaims:
    instance = read_instance(content)
    witness = read_witness(content, instance)
    if witness is None:
        return _of_instance(content, claims_on(instance, without))
    statement = "its conclusion, without Condition 1"
    return _of_witness(content, Claim("Theorem 1", statement, Reading.READ, partial(replay, witness)))


def _on_g_double_star(content: Section, without: Collection[str]) -> FileClaims:
    instance = read_interdependent(content)
    witness: HedgeWitness | KeptPlanWitness | Theorem4Witness | None
    if is_hedge_witness(content):
        witness = read_hedge_witness(content, instance)
    elif is_kept_plan_witness(content):
        witness = read_kept_plan_witness(content, instance)
    else:
        witness = read_theorem_4_witness(content, instance)
    if witness is None:
        return _of_instance(content, interdependent_claims_on(instance, without))
    check = _under_hypotheses(instance, witness.replay)
    return _of_witness(content, Claim("Theorem 4", "a witness against it", Reading.PRINTED, check))


def _under_hypotheses(
    instance: InterdependentInstance, replay: Callable[[Watch], Finding]
) -> Callable[[Watch], Finding]:
    """A witness refutes Theorem 4 only where its hypotheses hold, Condition 2 as printed or as read."""

    def check(watch: Watch) -> Finding:
        finding = replay(watch)
        broken = set(broken_hypotheses(instance))
        if condition_2.find_violation(instance, Reading.PRINTED) is None:
            broken.discard("Condition 2")
        if finding.verdict is Verdict.REFUTED and broken:
            return replace(
                finding, verdict=Verdict.OPEN, evidence=f"hypotheses that fail: {', '.join(sorted(broken))}"
            )
        return finding

    return check


def _on_g_plus(content: Section) -> FileClaims:
    instance = read_interdependent(content)
    witness = read_theorem_6_witness(content, instance)
    if witness is None:
        return _of_instance(content, g_plus_claims_on(instance))
    return _of_witness(content, Claim("Theorem 6", witness.statement, Reading.PRINTED, witness.replay))


def _of_instance(content: Section, claims: list[Claim]) -> FileClaims:
    return FileClaims(claims, False, read_expectations(content, claims))


def _of_witness(content: Section, claim: Claim) -> FileClaims:
    if "expect" in content:
        raise content.error("expect", "not in a file with a witness, which is expected to hold")
    return FileClaims([claim], True, {})
