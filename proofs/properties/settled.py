"""How a check on a mechanism ends: with a witness that was replayed, or with what it looked at."""

from mechanisms.general.game_form import GameForm
from mechanisms.general.violation import Violation
from proofs.claims.verdict import Finding, Witnessed, held, not_settled, refuted


def settled(form: GameForm, scope: str, found: Violation | None, cases: int, evidence: str) -> Finding:
    """*Refuted* by what was found, once replayed by running the mechanism anew; *held* if it is None."""
    if found is None:
        return held(cases, scope, evidence)
    witness = Witnessed(found, form.mechanism)
    if not found.holds(form.mechanism):
        return not_settled(scope, f"the witness does not hold: {witness.describe()}")
    return refuted(scope, witness)
