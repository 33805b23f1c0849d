"""Proofs for all real payoffs at a size: certificates that a checker accepts, beside what else is known."""

from dataclasses import replace

from proofs.certificates.files import STATEMENTS, UnacceptedError, accepted, regions_of
from proofs.claims.verdict import Finding, Verdict, not_settled, proved

FOLDER = "proofs/certificates"


def with_certificates(finding: Finding, names: tuple[str, ...]) -> Finding:
    """The finding, and what proves it for all real payoffs at some sizes; *open* if one is rejected.

    What a check has refuted stays so.
    """
    if not names or finding.verdict is Verdict.REFUTED:
        return finding
    try:
        for name in names:
            accepted(name)
    except UnacceptedError as wrong:
        return not_settled(finding.scope, f"{finding.evidence}; {FOLDER}: {wrong}")
    files, checkers = (
        ", ".join(f"{name}.json" for name in names),
        ", ".join({_checker(name) for name in names}),
    )
    said = f"for all real payoffs at single sizes also by {FOLDER}: {files}, accepted by {checkers}"
    return replace(finding, evidence=f"{finding.evidence}; {said}")


def by_certificate(name: str, scope: str, by_hand: str) -> Finding:
    """The verdict *proved*, by one certificate and what is argued by hand; *open* if it is rejected."""
    try:
        *_, regions = accepted(name).split("; ")
    except UnacceptedError as wrong:
        return not_settled(scope, f"{FOLDER}: {wrong}")
    return proved(
        regions_of(regions),
        scope,
        f"{FOLDER}/{name}.json, accepted by {_checker(name)}: {regions}; by hand: {by_hand}",
    )


def _checker(name: str) -> str:
    return f"{STATEMENTS[name][0].__name__.rpartition('.')[2]}.py"
