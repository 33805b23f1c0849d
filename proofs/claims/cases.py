"""Running through the cases of a claim: counting them, and stopping at the first violation."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from proofs.claims.verdict import Finding, Witnessed, held, refuted

Case = TypeVar("Case")


def examine(
    cases: Iterable[Case], violation: Callable[[Case], Witnessed | str | None], scope: str, evidence: str
) -> Finding:
    """*Held* on so many cases, or *refuted* by what `violation` says of the first that has one.

    >>> examine([2, 4, 6], lambda n: f"{n} is odd" if n % 2 else None, "even numbers", "none is odd").evidence
    '3 cases: none is odd'
    """
    count = 0
    for case in cases:
        count += 1
        found = violation(case)
        if found is not None:
            return refuted(scope, found)
    return held(count, scope, evidence)
