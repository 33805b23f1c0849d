"""What `undominated check` checks in a file: claims on an instance of any mechanism, or a witness."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mechanisms.g_double_star import GDoubleStar
from mechanisms.g_plus import GPlus
from mechanisms.instance_file import read_instance
from mechanisms.interdependent_file import read_interdependent
from mechanisms.toml_section import Section, read_toml
from proofs.audit import Expected
from proofs.claim import Claim
from proofs.expectations import read_expectations
from proofs.g_plus_instance_claims import g_plus_claims_on
from proofs.instance_claims import HYPOTHESES, claims_on, replay
from proofs.interdependent_claims import INTERDEPENDENT_HYPOTHESES, interdependent_claims_on
from proofs.theorem_4_witness_file import read_theorem_4_witness
from proofs.theorem_6_witness_reader import read_theorem_6_witness
from proofs.verdict import Reading
from proofs.witness import read_witness

ALL_HYPOTHESES = list(dict.fromkeys([*HYPOTHESES, *INTERDEPENDENT_HYPOTHESES]))


@dataclass(frozen=True)
class FileClaims:
    """The claims in a file; those of a witness are expected to be refuted."""

    claims: list[Claim]
    is_witness: bool
    expected: Expected


def load_claims(file: Path, without: Collection[str] = ()) -> FileClaims:
    """The claims in a file. Raises `InstanceError` for what is not well formed."""
    content = read_toml(file)
    if content.section("market").text("mechanism") == GDoubleStar.symbol:
        interdependent = read_interdependent(content)
        found = read_theorem_4_witness(content, interdependent)
        if found is not None:
            claim = Claim("Theorem 4", "a witness against it", Reading.PRINTED, found.replay)
            return _of_witness(content, claim)
        return _of_instance(content, interdependent_claims_on(interdependent, without))
    if content.section("market").text("mechanism") == GPlus.symbol:
        interdependent = read_interdependent(content)
        witness_6 = read_theorem_6_witness(content, interdependent)
        if witness_6 is not None:
            claim = Claim("Theorem 6", witness_6.statement, Reading.PRINTED, witness_6.replay)
            return _of_witness(content, claim)
        return _of_instance(content, g_plus_claims_on(interdependent))
    instance = read_instance(content)
    witness = read_witness(content, instance)
    if witness is not None:
        statement = "its conclusion, without Condition 1"
        return _of_witness(content, Claim("Theorem 1", statement, Reading.READ, partial(replay, witness)))
    return _of_instance(content, claims_on(instance, without))


def _of_instance(content: Section, claims: list[Claim]) -> FileClaims:
    return FileClaims(claims, False, read_expectations(content, claims))


def _of_witness(content: Section, claim: Claim) -> FileClaims:
    if "expect" in content:
        raise content.error("expect", "not in a file with a witness, which is expected to hold")
    return FileClaims([claim], True, {})
