"""What `audit` and `check` share: run claims in front of a person, report the rows, and judge them."""

import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from itertools import chain, repeat
from types import MappingProxyType
from typing import TypeAlias

from gametheory.games.errors import InputError
from gametheory.games.labels import visible
from proofs.audit.row import Expectation, Row, Surprise, counts, not_reached, run
from proofs.audit.side_by_side import side_by_side
from proofs.claims.claim import Claim, Watch
from proofs.claims.claim_names import hint, meant, names_of
from proofs.claims.jobs import jobs
from proofs.claims.verdict import Reading, Witnessed
from proofs.commands.terminal import InterruptedByUserError, print_json, progress, say, write
from proofs.commands.time_limit import TimeLimit, TimeUp

RowsOf: TypeAlias = Callable[
    [Sequence[Claim], Watch, Callable[[Claim], Expectation]], Generator[tuple[int, Row], None, None]
]


def one_by_one(
    claims: Sequence[Claim], watch: Watch, expected: Callable[[Claim], Expectation]
) -> Generator[tuple[int, Row], None, None]:
    """The place and the row of each claim, in order."""
    yield from enumerate(run(claims, watch, expected))


def rows_of(
    claims: Sequence[Claim], watch: Watch, expected: Callable[[Claim], Expectation]
) -> Generator[tuple[int, Row], None, None]:
    """The same side by side, where there are several processes and several rows for them."""
    named = sum(isinstance(claim.check, str) for claim in claims)
    if jobs() == 1 or named < 2 or any(callable(claim.check) for claim in claims):
        return one_by_one(claims, watch, expected)
    return side_by_side(claims, watch, expected)


def chosen(claims: Sequence[Claim], names: Sequence[str]) -> list[Claim]:
    """The claims with these items or ids, however they are spelled; all of them if none is named.

    "Theorem 4 (read)" or "Theorem 4 (amended)" is one reading of an item.
    """
    items = list(dict.fromkeys(claim.item for claim in claims))
    called = {claim.id: set(names_of(claim)) for claim in claims}
    known = [*items, *called, *sorted(set().union(*called.values()).difference(items, called))]
    found = {name: meant(name, known) for name in names}
    for name in names:
        if found[name] is None:
            from proofs.properties.register import also_called

            rule, other = "--claim: an item or the id of a row", also_called(name)
            near = f"did you mean {other}?" if other in known else hint(name, [*items, *called], items)
            raise InputError(f"{rule}, got {visible(name)} ({near})")
    return [claim for claim in claims if not names or called[claim.id] & set(found.values())]


def run_claims(
    claims: Sequence[Claim],
    expected: Callable[[Claim], Expectation],
    limit: TimeLimit,
    rows_of: RowsOf = one_by_one,
    known: Mapping[str, Row] = MappingProxyType({}),
) -> tuple[list[Row], bool]:
    """The rows of the claims, those that were not reached *open*; and whether the user interrupted.

    `rows_of` checks claims, perhaps side by side; those whose rows are `known` need no check. What is told,
    and what is returned, is in the order of the claims.
    """
    rows: dict[int, Row] = {at: known[claim.id] for at, claim in enumerate(claims) if claim.id in known}
    left = [at for at in range(len(claims)) if at not in rows]
    looked_at, told = "", 0
    with progress(len(claims)) as (watch, done):

        def noting(what: str) -> None:
            nonlocal looked_at
            looked_at = what
            watch(what)

        def tell() -> None:
            nonlocal told
            while told in rows:
                done(f"{rows[told].label}: {rows[told].finding.verdict.value}")
                told += 1

        def with_the_rest(why: str) -> list[Row]:
            """And the claims that were not reached, the first of which was perhaps being looked at."""
            reasons = chain([f"{why}; last looked at {looked_at}" if looked_at else why], repeat(why))
            return [
                rows[at] if at in rows else not_reached(claim, expected(claim), next(reasons))
                for at, claim in enumerate(claims)
            ]

        try:
            with limit, closing(rows_of([claims[at] for at in left], noting, expected)) as found:
                tell()
                for at, row in found:
                    rows[left[at]] = row
                    looked_at = ""
                    tell()
        except (TimeUp, KeyboardInterrupt):  # perhaps just when the limit was left
            if limit.is_up:
                return with_the_rest(f"not decided within {limit.told}"), False
            return with_the_rest("interrupted"), True
    return [rows[at] for at in range(len(claims))], False


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

    The status is 3 too where nothing was decided, nor expected, of a file or of all: that is no success.
    """
    for surprise in surprises:
        say(f"{'unexpected' if surprise.is_contradiction else 'open'}: {surprise.words}")
    if form != "json":
        write([counts(rows)], form)
    if stopped:
        raise InterruptedByUserError("interrupted; the remaining claims are open")
    if any(surprise.is_contradiction for surprise in surprises):
        sys.exit(1)
    settled = {row.file for row in rows if row.is_settled}
    nothing_of = [file for file in dict.fromkeys(row.file for row in rows) if file not in settled]
    if not surprises and (nothing_of or not rows):
        several = f" of {', '.join(map(visible, nothing_of))}" if settled else ""
        say(f"open: nothing was decided{several}")
        sys.exit(3)
    sys.exit(3 if surprises else 0)
