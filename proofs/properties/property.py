"""A property of mechanisms: its stable id, what it says, what a mechanism must have for it, and its check."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from gametheory.games.errors import TooLargeError
from mechanisms.general.game_form import GameForm
from proofs.claims.claim import Claim, Watch
from proofs.claims.verdict import Finding, Reading, Verdict
from proofs.properties.sampling import Sample, find_by_sample

Check: TypeAlias = Callable[[GameForm, Watch], Finding]

SIGNATURES = {
    "truth": "truth(i, type) (types are not messages)",
    "prior": "prior(types)",
    "payments": "payments(outcome)",
    "feasible": "feasible()",
    "share": "share(i, outcome)",
}
SETTLED = (Verdict.HELD, Verdict.REFUTED)
UTILITIES = "; the types are ordinal, so this turns on the utilities chosen"


@dataclass(frozen=True)
class Property:
    """A claim on any mechanism; without what it `needs` it is *inapplicable*."""

    id: str
    item: str
    statement: str
    check: Check
    needs: tuple[str, ...] = ()
    sample: Sample | None = None
    of_truth: bool = False  # nothing but truth is played in it, so lies need not be listed
    cardinal: bool = False  # the verdict turns on the utilities chosen even where no chance decides

    def claim(self, form: GameForm) -> Claim:
        """The claim on this mechanism: a fact, true or false, which surprises nobody who expects nothing."""

        def checked(watch: Watch) -> Finding:
            if missing := [name for name in self.needs if not has(form, name)]:
                words = " and ".join(SIGNATURES[name] for name in missing)
                why = form.mechanism.no_truth if "truth" in missing else ""
                return Finding(Verdict.INAPPLICABLE, "", f"needs {words}{why and f': {why}'}")
            played = form.among_truthful() if self.of_truth and not form.is_listable else form
            found = self._find(played, watch)
            if (
                found.verdict in SETTLED
                and form.mechanism.ordinal
                and (self.cardinal or _has_lotteries(played))
            ):
                return replace(found, evidence=f"{found.evidence}{UTILITIES}")
            return found

        return Claim(self.id, self.item, self.statement, Reading.DEFINED, checked, is_fact=True)

    def _find(self, form: GameForm, watch: Watch) -> Finding:
        """By the check, or by a sample where that is too much."""
        try:
            return self.check(form, watch)
        except TooLargeError as large:
            if self.sample is None:
                raise
            return find_by_sample(form, self.sample, str(large))


def _has_lotteries(form: GameForm) -> bool:
    """Among all outcomes, or those that were looked at where they are too many."""
    return any(len(result) > 1 for result in (form.listing.results if form.is_listable else form.seen))


def has(form: GameForm, name: str) -> bool:
    """Has the mechanism what a property needs?"""
    return (form.truth if name == "truth" else getattr(form.mechanism, name)) is not None
