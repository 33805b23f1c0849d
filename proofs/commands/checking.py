"""What `audit` and `check` share: run claims in front of a person, report the rows, and judge them."""

import sys
from collections.abc import Callable, Sequence

from gametheory.games.errors import InputError
from gametheory.games.labels import visible
from proofs.audit.row import Expectation, Row, Surprise, counts, not_reached, run
from proofs.claims.claim import Claim
from proofs.claims.claim_names import hint, meant
from proofs.claims.verdict import Reading, Witnessed
from proofs.commands.terminal import InterruptedByUserError, print_json, progress, say, write
from proofs.commands.time_limit import TimeLimit, TimeUp


def chosen(claims: Sequence[Claim], names: Sequence[str]) -> list[Claim]:
    """The claims with these items or ids, however they are spelled; all of them if none is named."""
    items = list(dict.fromkeys(claim.item for claim in claims))
    known = [*items, *(claim.id for claim in claims)]
    found = {name: meant(name, known) for name in names}
    for name in names:
        if found[name] is None:
            rule = "--claim: an item or the id of a row"
            raise InputError(f"{rule}, got {visible(name)} ({hint(name, known, items)})")
    return [claim for claim in claims if not names or {claim.item, claim.id} & set(found.values())]


def run_claims(
    claims: Sequence[Claim], expected: Callable[[Claim], Expectation], limit: TimeLimit
) -> tuple[list[Row], bool]:
    """The rows of the claims, those that were not reached *open*; and whether the user interrupted."""
    rows: list[Row] = []
    looked_at = ""
    with progress(len(claims)) as (watch, done):

        def noting(what: str) -> None:
            nonlocal looked_at
            looked_at = what
            watch(what)

        def with_the_rest(why: str) -> list[Row]:
            """And the claim that was being looked at, and those after it."""
            left = claims[len(rows) :]
            first = f"{why}; last looked at {looked_at}" if looked_at else why
            reasons = [first, *[why] * (len(left) - 1)][: len(left)]
            found = zip(left, reasons, strict=True)
            return rows + [not_reached(claim, expected(claim), reason) for claim, reason in found]

        try:
            with limit:
                for row in run(claims, noting, expected):
                    rows.append(row)
                    looked_at = ""
                    done(f"{row.label}: {row.finding.verdict.value}")
        except (TimeUp, KeyboardInterrupt):  # perhaps just when the limit was left
            if limit.is_up:
                return with_the_rest(f"not decided within {limit.seconds:g} seconds"), False
            return with_the_rest("interrupted"), True
    return rows, False


def report(
    rows: Sequence[Row], form: str, title: str = "", replayed: Sequence[Witnessed | None] = ()
) -> None:
    """The rows on standard output, as JSON or as a table, under a title, with what was replayed."""
    if form == "json":
        print_json([row.document() for row in rows])
        return
    from proofs.commands.reports.findings import findings_table
    from proofs.commands.reports.parts import Title
    from proofs.commands.reports.properties import properties_table
    from proofs.commands.reports.witness import redone

    titled = [Title(title)] if title else []
    by_hand = [part for witness in replayed for part in redone(witness)]
    if rows and all(row.claim.reading is Reading.DEFINED for row in rows):
        tables = properties_table(rows)
    else:
        tables = [findings_table(rows)]
    write([*titled, *tables, *by_hand], form, more=True)


def finish(surprises: Sequence[Surprise], rows: Sequence[Row], stopped: bool, form: str) -> None:
    """Say what is not as expected, count the verdicts, and exit: 1 for a contradiction, 3 for an open one.

    The status is 3 too where nothing was decided, nor expected: that is no success.
    """
    for surprise in surprises:
        say(f"{'unexpected' if surprise.is_contradiction else 'open'}: {surprise.words}")
    if form != "json":
        write([counts(rows)], form)
    if stopped:
        raise InterruptedByUserError("interrupted; the remaining claims are open")
    if any(surprise.is_contradiction for surprise in surprises):
        sys.exit(1)
    if not surprises and not any(row.is_settled for row in rows):
        say("open: nothing was decided")
        sys.exit(3)
    sys.exit(3 if surprises else 0)
