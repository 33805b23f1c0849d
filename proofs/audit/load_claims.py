"""What `undominated check` checks in a file: the claims on an instance of any mechanism, or a witness."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from mechanisms.files.interdependent import read_any_instance
from mechanisms.files.toml import read_toml
from mechanisms.markets.market import show_size
from proofs.audit.expectations import read_expectations
from proofs.audit.kinds import read_witness
from proofs.audit.on_an_instance import claims_on
from proofs.audit.row import Expectation
from proofs.claims.claim import Claim
from proofs.claims.verdict import Verdict


@dataclass(frozen=True)
class FileClaims:
    """The claims in a file, and what is expected of them by id; of a witness, that it refutes its claim."""

    market: str  # the mechanism and the size
    claims: list[Claim]
    is_witness: bool
    expected: Mapping[str, Expectation]


def load_claims(path: Path, without: Collection[str] = ()) -> FileClaims:
    """The claims in a file. Raises `InstanceError` for what is not well formed."""
    file = read_toml(path)
    instance = read_any_instance(file)
    mechanism, witness = instance.mechanism, read_witness(file, instance)
    market = f"{mechanism.symbol} at {show_size(mechanism.market)}"
    if witness is None:
        claims = claims_on(instance, without)
        return FileClaims(market, claims, False, read_expectations(file, claims))
    if "expect" in file:
        raise file.error("expect", "not in a file with a witness, which is expected to hold")
    claim = witness.claim()
    return FileClaims(market, [claim], True, {claim.id: Expectation(Verdict.REFUTED, of_a_witness=True)})
