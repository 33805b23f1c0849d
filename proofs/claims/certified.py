"""Proofs for all real payoffs at a size: certificates, accepted by their checkers, beside what else is known."""

from dataclasses import replace

from proofs.certificates.files import STATEMENTS, UnacceptedError, accepted
from proofs.claims.verdict import Finding, Verdict, not_settled, proved


def with_certificates(finding: Finding, names: tuple[str, ...]) -> Finding:
    """The finding, and what these certificates prove besides; *open* if one is rejected.

    What a check has refuted stays so.
    """
    if not names or finding.verdict is Verdict.REFUTED:
        return finding
    try:
        said = [_accepted(name) for name in names]
    except UnacceptedError as wrong:
        return not_settled(finding.scope, f"{finding.evidence}; rejected: {wrong}")
    return replace(finding, evidence=f"{finding.evidence}; proved by {'; by '.join(said)}")


def by_certificate(name: str, scope: str, evidence: str) -> Finding:
    """The verdict *proved* by one certificate, for all real payoffs of the scope; *open* if it is rejected."""
    try:
        return proved(scope, f"{_accepted(name)}. {evidence}")
    except UnacceptedError as wrong:
        return not_settled(scope, f"rejected: {wrong}")


def _accepted(name: str) -> str:
    checker = STATEMENTS[name][0].__name__.rpartition(".")[2]
    return f"proofs/certificates/{name}.json, accepted by {checker}.py: {accepted(name)}"
