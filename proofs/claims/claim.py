"""Claims: an item of the paper under a reading, with the check that settles it as far as it goes."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TypeAlias

from gametheory.games.errors import MissingLibraryError, TooLargeError, UndecidedError
from mechanisms.general.interrupts import none_lost
from proofs.claims.certified import with_certificates
from proofs.claims.kernel_proof import KernelProof
from proofs.claims.shown import Shown
from proofs.claims.verdict import NOT_YET, Finding, Reading, cut_short, not_settled

Watch: TypeAlias = Callable[[str], None]  # told what is being looked at, for those who wait
Check: TypeAlias = Callable[[Watch], Finding]


def unwatched(_: str) -> None:
    """For those who do not want to be told."""


@dataclass(frozen=True)
class Claim(Shown):
    """One row of the audit, or of a check on an instance.

    `id` is a slug that no rewording changes ("theorem-4.read.n1"), `item` the paper's own name for what is
    claimed: "Theorem 1", "Condition 3", "(8)". `check` may be a name, "theorem_1.claims.check_theorem_1": a
    function below `proofs` that is imported when it runs, so that a list of claims costs nothing.
    """

    id: str
    item: str
    statement: str
    reading: Reading
    check: Check | str | None = None
    witnesses: tuple[str, ...] = ()  # files in examples/ that replay what refutes it
    is_fact: bool = False  # a property that a market has or lacks: neither is a surprise
    proof: KernelProof | None = None  # for all sizes
    certificates: tuple[str, ...] = ()  # for all real payoffs at a size: names in `proofs.certificates.files`

    @property
    def name(self) -> str:
        """The item and what is claimed of it."""
        return f"{self.item}: {self.statement}"

    def find(self, watch: Watch = unwatched) -> Finding:
        """Run the check; a claim without one is *unchecked*.

        Where a limit is met, a search given up or a library missing, it is *open*, with the reason. Raises
        `KeyboardInterrupt` for one that a user's code has caught, too.
        """
        if self.check is None:
            return NOT_YET
        with none_lost():
            return self._found(watch)

    def _found(self, watch: Watch) -> Finding:
        assert self.check is not None
        try:
            finding = (resolve(self.check) if isinstance(self.check, str) else self.check)(watch)
            finding = finding if self.proof is None else self.proof.applied(finding)
            return with_certificates(finding, self.certificates)
        except (UndecidedError, TooLargeError) as given_up:
            return not_settled("", str(given_up))
        except MissingLibraryError as missing:
            return cut_short(str(missing))


def resolve(name: str) -> Check:
    """The check with this name below `proofs`; raises `ImportError` or `AttributeError` if there is none."""
    module, _, function = name.rpartition(".")
    check: Check = getattr(import_module(f"proofs.{module}"), function)
    return check
