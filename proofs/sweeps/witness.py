"""A case that is refuted as a file that `undominated check` replays."""

from pathlib import Path
from typing import Any

from mechanisms.general.mechanism import Mechanism
from proofs.claims.verdict import Verdict
from proofs.properties.witness_file import RECORDS, mechanism_witness_document
from proofs.sweeps.member import Member


def refuted_document(member: Member, claim: str, folder: Path) -> dict[str, Any] | None:
    """The instance or the tables, which expect that the claim is refuted; of a class, a witness, found here.

    None where a class is refuted by what has no witness file. Raises `InputError`.
    """
    if not member.family.is_python:
        document = member.document()
        rest = {key: value for key, value in document.items() if key not in ("title", "without", "expect")}
        without = [*dict.fromkeys((*member.family.without, *document.get("without", ())))]
        return {
            "title": f"{claim} is refuted at {member.describe()}",
            **({"without": without} if without else {}),
            **rest,
            "expect": {claim: "refuted"},
        }
    found = member.claim(claim).find()
    witness = found.witness
    if claim not in RECORDS or witness is None or not isinstance(witness.context, Mechanism):
        return None
    if found.verdict is not Verdict.REFUTED:
        return None
    return mechanism_witness_document(claim, witness, folder)
