"""What was found on each case, as rows that can be judged, chosen and written."""

from collections.abc import Iterator
from dataclasses import dataclass

from proofs.audit.row import Expectation, Row
from proofs.claims.case_log import Run
from proofs.claims.verdict import cut_short
from proofs.sweeps.member import Member, read, shown
from proofs.sweeps.spec import Sweep

ASKED = Expectation(asked=True)  # a spec names its claims


@dataclass(frozen=True)
class Result:
    """A claim on a member, and its row."""

    number: int  # of the member, counted from 1
    member: Member
    row: Row

    def field(self, name: str) -> str:
        """What a column has: `verdict`, `claim`, or a place that varies."""
        if name == "verdict":
            return self.row.finding.verdict.value
        return self.row.claim.id if name == "claim" else shown(self.member.values[name])

    def document(self) -> dict[str, object]:
        """As `--json` writes it: the row as `check` has it, and which member it is about."""
        about = {
            "number": self.number,
            "values": self.member.values,
            "digest": f"sha256:{self.member.digest}",
        }
        unknown = ("witness", "seconds", "remembered")  # of what may come from another process, or a log
        row = {key: value for key, value in self.row.document().items() if key not in unknown}
        return {**row, "case": about}


def results(sweep: Sweep, run: Run) -> Iterator[Result]:
    """The result of each case, in order; where there is none, *open*, which nobody expects."""
    for case in sweep.cases:
        stored = run.outcomes.get(case.name)
        finding = cut_short(run.not_decided[case.name]) if stored is None else read(stored)
        claim, expected = sweep.claims[case.claim], sweep.expected.get(case.claim, ASKED)
        row = Row(claim, finding, 0, expected, file=f"{sweep.family.file}, {case.member.describe()}")
        yield Result(sweep.numbers[case.member.digest], case.member, row)
