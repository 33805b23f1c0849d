"""What `undominated check` checks in a file: claims on an instance of any mechanism, or a witness."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mechanisms.g_double_star import GDoubleStar
from mechanisms.g_plus import GPlus
from mechanisms.instance_file import load_instance
from mechanisms.interdependent_file import read_interdependent
from mechanisms.toml_section import read_toml
from proofs.claim import Claim
from proofs.g_plus_instance_claims import g_plus_claims_on
from proofs.instance_claims import HYPOTHESES, claims_on, replay
from proofs.interdependent_claims import INTERDEPENDENT_HYPOTHESES, interdependent_claims_on
from proofs.theorem_4_witness_file import load_theorem_4_witness
from proofs.verdict import Reading
from proofs.witness import load_witness

ALL_HYPOTHESES = list(dict.fromkeys([*HYPOTHESES, *INTERDEPENDENT_HYPOTHESES]))


@dataclass(frozen=True)
class FileClaims:
    """The claims in a file; those of a witness are expected to be refuted."""

    claims: list[Claim]
    is_witness: bool


def load_claims(file: Path, without: Collection[str] = ()) -> FileClaims:
    """The claims in a file. Raises `InstanceError` for what is not well formed."""
    content = read_toml(file)
    if content.section("market").text("mechanism") == GDoubleStar.symbol:
        found = load_theorem_4_witness(file)
        if found is not None:
            return _of_witness(Claim("Theorem 4", "a witness against it", Reading.PRINTED, found.replay))
        return FileClaims(interdependent_claims_on(read_interdependent(content), without), False)
    if content.section("market").text("mechanism") == GPlus.symbol:
        return FileClaims(g_plus_claims_on(read_interdependent(content)), False)
    witness = load_witness(file)
    if witness is not None:
        statement = "a witness against it without Condition 1"
        return _of_witness(Claim("Theorem 1", statement, Reading.PRINTED, partial(replay, witness)))
    return FileClaims(claims_on(load_instance(file), without), False)


def _of_witness(claim: Claim) -> FileClaims:
    return FileClaims([claim], True)
