"""What `undominated check` checks in a file: claims on an instance of any mechanism, or a witness."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from mechanisms.files.instances import read_instance
from mechanisms.files.interdependent import read_interdependent
from mechanisms.files.toml import Section, read_toml
from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.instance import Instance
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.audit.audit import Expected
from proofs.audit.expectations import read_expectations
from proofs.audit.g_plus_instance_claims import g_plus_claims_on
from proofs.audit.instance_claims import HYPOTHESES, claims_on
from proofs.audit.interdependent_claims import INTERDEPENDENT_HYPOTHESES, interdependent_claims_on
from proofs.audit.kinds import read_witness
from proofs.claims.claim import Claim

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
    match content.section("market").text("mechanism"):
        case GDoubleStar.symbol:
            return _on_g_double_star(content, without)
        case GPlus.symbol:
            return _on_g_plus(content)
        case _:
            return _on_g_star(content, without)


def _on_g_star(content: Section, without: Collection[str]) -> FileClaims:
    instance = read_instance(content)
    return _of_witness(content, instance) or _of_instance(content, claims_on(instance, without))


def _on_g_double_star(content: Section, without: Collection[str]) -> FileClaims:
    instance = read_interdependent(content)
    claims = interdependent_claims_on(instance, without)
    return _of_witness(content, instance) or _of_instance(content, claims)


def _on_g_plus(content: Section) -> FileClaims:
    instance = read_interdependent(content)
    return _of_witness(content, instance) or _of_instance(content, g_plus_claims_on(instance))


def _of_instance(content: Section, claims: list[Claim]) -> FileClaims:
    return FileClaims(claims, False, read_expectations(content, claims))


def _of_witness(content: Section, instance: Instance | InterdependentInstance) -> FileClaims | None:
    witness = read_witness(content, instance)
    if witness is None:
        return None
    if "expect" in content:
        raise content.error("expect", "not in a file with a witness, which is expected to hold")
    return FileClaims([witness.claim()], True, {})
