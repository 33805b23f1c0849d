"""Claims: an item of the paper under a reading, with the check that settles it as far as it goes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from gametheory.games.errors import UndecidedError
from proofs.claims.verdict import NOT_YET, Finding, Reading, Verdict

Watch: TypeAlias = Callable[[str], None]  # told what is being looked at, for those who wait


def unwatched(_: str) -> None:
    """For those who do not want to be told."""


@dataclass(frozen=True)
class Claim:
    """One row of the audit. `item` is the paper's own name for it: "Theorem 1", "Condition 3", "(8)"."""

    item: str
    statement: str
    reading: Reading
    check: Callable[[Watch], Finding] | None = None

    @property
    def name(self) -> str:
        """The item and what is claimed of it."""
        return f"{self.item}: {self.statement}"

    def find(self, watch: Watch = unwatched) -> Finding:
        """Run the check; a claim without one is *unchecked*, one whose search is given up *open*."""
        try:
            return self.check(watch) if self.check else NOT_YET
        except UndecidedError as given_up:
            return Finding(Verdict.OPEN, "", str(given_up))
