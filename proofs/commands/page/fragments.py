"""Fragments of a page by what they are of: a notebook shows the same."""

from collections.abc import Callable
from typing import Any

from gametheory.games.html import table
from proofs.audit.row import Expectation, Row
from proofs.claims.claim import Claim
from proofs.claims.verdict import Finding, Witnessed
from proofs.commands.page.claims import claims_html, finding_html, witness_html
from proofs.commands.page.parts import parts_html
from proofs.commands.reports.counterexample import counterexample_report
from proofs.pictures.price_taking import not_dominant
from proofs.properties.check import Findings
from proofs.theorem_1.counterexample import Counterexample

AS_FOUND = Expectation(of_no_interest=True)  # whoever looks at a finding has expected nothing


def claim_html(claim: Claim) -> str:
    """What is claimed, before it is checked."""
    return table(["id", "claim", "reading"], [[claim.id, claim.name, claim.reading.word]])


def findings_html(found: Findings) -> str:
    """Every finding with its claim."""
    rows = [Row(found.claims[name], finding, 0, AS_FOUND) for name, finding in found.items()]
    return claims_html(rows, "What was found", [])


def row_html(row: Row) -> str:
    """A line of the audit, or of a check on a file."""
    return claims_html([row], "What was found", [])


def counterexample_html(found: Counterexample) -> str:
    """The picture of a counterexample, and its tables."""
    picture = not_dominant(found.record.violation, found.instance)
    return "\n".join([picture.html(), parts_html(counterexample_report(found))])


FRAGMENTS: dict[type, Callable[[Any], str]] = {
    Claim: claim_html,
    Counterexample: counterexample_html,
    Finding: finding_html,
    Findings: findings_html,
    Row: row_html,
    Witnessed: witness_html,
}


def fragment(thing: object) -> str:
    """What a page shows of the thing."""
    return FRAGMENTS[type(thing)](thing)
