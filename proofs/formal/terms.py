"""Numbers and lists as Coq writes them, and the question whether a term is a number."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from proofs.formal.kernel import ProofError

Nested: TypeAlias = int | Sequence["Nested"]


def differs(term: str, number: Fraction) -> str:
    """Is the term, a rational number, another one than this whole number?"""
    if number.denominator != 1:
        raise ProofError(f"a whole number is expected, got {number}")
    return f"negb (Qeq_bool ({term}) (whole ({number})%Z))"


def nested(parts: Nested, scope: str = "Z") -> str:
    """Nested tuples as Coq writes lists; the numbers are natural ones where the scope is empty."""
    if isinstance(parts, int):
        return f"({parts})%{scope}" if scope else str(parts)
    return f"[{'; '.join(nested(part, scope) for part in parts)}]"
