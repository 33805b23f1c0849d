"""Points of curves in a store: as text, every number exact, and read back with care."""

from collections.abc import Callable
from dataclasses import asdict, fields
from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from proofs.audit.sources import house
from proofs.claims.outcome_json import Outcome

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from proofs.claims.outcome_store import OutcomeStore

    Kept = TypeVar("Kept", bound=DataclassInstance)


def case_of(text: str, n: int, epsilon: Fraction | None = None) -> str:
    """What a point is about, as one line: the size, and a digest of all that the market is made of."""
    about = "" if epsilon is None else f", epsilon = {epsilon}"
    return f"n = {n}{about}, market {sha256(text.encode()).hexdigest()}"


def stored_or_found(
    store: "OutcomeStore | None", claim: str, case: str, kind: "type[Kept]", find: "Callable[[], Kept]"
) -> "Kept":
    """The point that the store has for the case from this code; if it has none, it is found and stored."""
    if store is not None:
        known = store.outcomes(claim, house(), [case]).get(case)
        if known is not None and (point := read(kind, known)) is not None:
            return point
    found = find()
    if store is not None:
        store.put(claim, house(), {case: written(found)})
    return found


def written(point: "DataclassInstance") -> Outcome:
    """Whole numbers as they are, fractions as "p/q", and "" for None."""
    return {key: _written(value) for key, value in asdict(point).items()}


def _written(value: Any) -> int | str:
    return "" if value is None else value if isinstance(value, int) else str(value)


def read(kind: "type[Kept]", outcome: Outcome) -> "Kept | None":
    """The point of an outcome, None where it cannot be one: what stands in a file may be anything."""
    kinds: dict[str, Any] = {field.name: field.type for field in fields(kind)}
    if set(outcome) != set(kinds):
        return None
    values = {name: _read(outcome[name], declared) for name, declared in kinds.items()}
    if any(value is NOTHING for value in values.values()):
        return None
    return kind(**values)


NOTHING = object()


def _read(value: Any, declared: Any) -> Any:
    if declared is int:
        return value if isinstance(value, int) and not isinstance(value, bool) else NOTHING
    if value == "" and declared == Fraction | None:
        return None
    try:
        numerator, _, denominator = value.partition("/")  # of any length, unlike `exact`
        return Fraction(int(numerator), int(denominator or 1)) if isinstance(value, str) else NOTHING
    except (AttributeError, ValueError, ZeroDivisionError):
        return NOTHING
