"""Writes `docs/audit.md`, what the whole audit finds: `make audit-page` takes as long as the audit.

The test that runs the audit looks for the evidence that it finds in this page.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from proofs.audit.register import REGISTER
from proofs.audit.row import Expectation, Row, run
from proofs.claims.claim import unwatched

FILE = Path(__file__).with_suffix(".md")

HEAD = """# What the audit finds

Made by `make audit-page`; do not edit. `undominated audit` prints the same as a table, and says how long
each check took. *printed* is the paper to the letter, *amended* what must be meant or what is true instead.
Where each item is defined and checked, and which file replays a witness: [the map of the paper](paper.md).
"""


def page() -> str:
    """The whole page, after the whole audit."""
    return HEAD + "".join(_lines())


def _lines() -> Iterator[str]:
    for section, claims in REGISTER.items():
        yield f"\n## {section}\n\n"
        yield from entries(run(claims, unwatched, lambda _: Expectation()))


def entries(rows: Iterable[Row]) -> Iterator[str]:
    """A paragraph for each row: the claim, the verdict, the scope and the evidence."""
    for row in rows:
        claim, finding = row.claim, row.finding
        name, scope, evidence = map(escaped, (claim.name, finding.scope, finding.evidence))
        verdict = f"**{claim.reading.word}, {finding.verdict.value}**"
        yield f"- `{claim.id}` {name}. {verdict}{f' ({scope})' if scope else ''}: {evidence}.\n"


def escaped(text: str) -> str:
    """The text as Markdown shows it."""
    for mark in "*_|<":
        text = text.replace(mark, f"\\{mark}")
    return text


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
