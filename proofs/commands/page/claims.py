"""Claims as a section of a page: each opens to its evidence, in words and as a picture."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from inspect import getsourcelines

from markupsafe import Markup

from proofs.audit.row import Row, counts
from proofs.claims.claim import Claim
from proofs.claims.verdict import Finding, Verdict, Witnessed
from proofs.commands.page.page import render
from proofs.commands.page.parts import parts_html
from proofs.commands.reports.witness import told_on_a_page
from proofs.formal.record import accepted
from proofs.pictures.pictures import draw, witnesses_of

MEANINGS = {
    Verdict.HELD: "every case of a finite, stated range was examined, exactly",
    Verdict.PROVED: "for all sizes, or for all real payoffs at a size, with a proof that a checker accepted",
    Verdict.REFUTED: "by a witness that was replayed from the definitions",
    Verdict.OPEN: "tried and not settled",
    Verdict.INAPPLICABLE: "a hypothesis fails on the instance",
    Verdict.UNCHECKED: "there is no checker",
}
SIDES = {"seller": "sellers", "buyer": "buyers"}


def claims_html(rows: Sequence[Row], heading: str, commands: Sequence[str]) -> str:
    """The rows in their order; `commands` are what a user types to run one of them again, {} for its id."""
    used: dict[str, int] = {}
    claims = [_claim(row, _anchor(row, used), commands) for row in rows]
    verdicts = [
        {"name": verdict.value, "count": number, "meaning": meaning}
        for verdict, meaning in MEANINGS.items()
        if (number := sum(row.finding.verdict is verdict for row in rows))
    ]
    proofs = [
        {"id": claim["id"], "name": row.claim.name, "who": row.finding.scope}
        for row, claim in zip(rows, claims, strict=True)
        if row.finding.verdict is Verdict.PROVED
    ]
    surprises = [row.surprise.words for row in rows if row.surprise is not None]
    filters = [
        {"name": "verdict", "values": [each["name"] for each in verdicts]},
        {"name": "item", "values": list(dict.fromkeys(row.claim.item for row in rows))},
        {"name": "side", "values": list(SIDES.values())},
    ]
    return render(
        "claims.html",
        heading=heading,
        summary=f"{counts(rows)}.",
        verdicts=verdicts,
        surprises=surprises,
        proofs=proofs,
        filters=filters,
        claims=claims,
    )


def finding_html(finding: Finding) -> str:
    """What was found, of a claim that stands elsewhere."""
    witnesses = [finding.witness] if finding.witness is not None else []
    return render("finding.html", claim={**_found(finding, witnesses), "theorems": []})


def witness_html(witness: Witnessed) -> str:
    """A witness in words, as pictures and as tables."""
    shown = {"evidence": f"{witness.describe()}.", **_shown([witness]), "theorems": []}
    return render("found.html", claim=shown)


def _claim(row: Row, anchor: str, commands: Sequence[str]) -> dict[str, object]:
    claim = row.claim
    expected = row.expectation.verdict
    surprise = row.surprise
    return {
        **_found(row.finding, witnesses_of(row)),
        "id": anchor,
        "item": claim.item,
        "statement": claim.statement,
        "reading": claim.reading.word,
        "expected": "nothing in particular" if expected is None else expected.value
        if surprise is None else f"{expected.value}; found otherwise",
        "sides": "|".join(sides(claim)),
        "theorems": list(_theorems(claim)),
        "commands": [*(command.format(claim.id) for command in commands),
                     *(f"undominated check examples/{file}" for file in claim.witnesses)],
        "code": place_of(claim),
    }  # fmt: skip


def _found(finding: Finding, witnesses: Sequence[Witnessed]) -> dict[str, object]:
    return {
        "verdict": finding.verdict.value,
        "scope": finding.scope,
        "evidence": finding.evidence,
        "cases": finding.cases if finding.cases is None else f"{finding.cases:,}",
        **_shown(witnesses),
    }


def _shown(witnesses: Sequence[Witnessed]) -> dict[str, object]:
    """Each witness with its pictures, and below them its tables."""
    return {
        "shown": [
            Markup(html)
            for each in witnesses
            for html in (
                *(picture.html() for picture in draw(each)),
                *(parts_html([part]) for part in told_on_a_page(each)),
            )
        ]
    }


def sides(claim: Claim) -> list[str]:
    """Whom a claim is about: the side that it names, or both."""
    named = [side for word, side in SIDES.items() if word in claim.statement.lower()]
    return named or list(SIDES.values())


def place_of(claim: Claim) -> str:
    """Where the check is: file, line and name; "" if there is none that has a name."""
    if not isinstance(claim.check, str):
        return ""
    module, _, name = claim.check.rpartition(".")
    function = getattr(import_module(f"proofs.{module}"), name)
    return f"proofs/{module.replace('.', '/')}.py, line {getsourcelines(function)[1]}: {name}"


def _theorems(claim: Claim) -> Iterator[dict[str, str]]:
    record = accepted()
    if claim.proof is None or record is None:
        return
    for name in claim.proof.theorems:
        if name in record.theorems:
            yield {"name": name, "checker": record.checker, "statement": record.theorems[name].statement}


def _anchor(row: Row, used: dict[str, int]) -> str:
    """An id within the page, another one where the claim occurs again."""
    used[row.claim.id] = used.get(row.claim.id, 0) + 1
    return row.claim.id if used[row.claim.id] == 1 else f"{row.claim.id}-{used[row.claim.id]}"
