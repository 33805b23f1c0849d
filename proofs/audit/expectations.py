"""What a user expects of the claims on an instance: the regression check of her own mechanism."""

from collections.abc import Iterable

from mechanisms.files.toml import Section
from proofs.audit.ledger import read_verdict
from proofs.audit.row import Expectation
from proofs.claims.claim import Claim
from proofs.claims.claim_names import hint, meant
from proofs.claims.verdict import Reading, Verdict


def read_expectations(file: Section, claims: Iterable[Claim]) -> dict[str, Expectation]:
    """The table [expect] of an instance file, by id of a claim.

    Its keys are ids, or "Theorem 1" for an item as printed and "Theorem 1 (read)" for what is meant, however
    they are spelled.
    """
    if "expect" not in file:
        return {}
    section = file.section("expect")
    named = {}
    for claim in claims:
        named[_name(claim)] = claim.id
    ids = {claim_id: claim_id for claim_id in named.values()}
    words = {name.replace("(read)", "(amended)"): claim_id for name, claim_id in named.items()}
    known = {**words, **named, **ids}
    expected: dict[str, Expectation] = {}
    for key in section.content:
        name = meant(key, known)
        if name is None:
            raise section.error(key, f"unknown key ({hint(key, [*named, *ids], named)})")
        if known[name] in expected:
            raise section.error(key, "each claim once", key)
        verdict = read_verdict(section, key)
        # Up to version 0.1 *unchecked* was what *inapplicable* is now; no claim on an instance is unchecked.
        expected[known[name]] = Expectation(Verdict.INAPPLICABLE if verdict is Verdict.UNCHECKED else verdict)
    return expected


def expectations_document(claims: Iterable[Claim]) -> dict[str, str]:
    """A table [expect] that expects what is found now, without the claims that hold."""
    found = {_name(claim): claim.find().verdict for claim in claims}
    return {name: verdict.value for name, verdict in found.items() if verdict is not Verdict.HELD}


def _name(claim: Claim) -> str:
    """How a person names the claim in the table."""
    if claim.reading is Reading.DEFINED:
        return claim.id
    return claim.item if claim.reading is Reading.PRINTED else f"{claim.item} (read)"
