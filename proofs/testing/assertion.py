"""An assertion for tests that people write themselves."""

from mechanisms.general.mechanism import Mechanism
from proofs.claims.verdict import Verdict
from proofs.properties.check import check


def assert_held(claim: str, mechanism: Mechanism | type[Mechanism]) -> None:
    """Assert that a claim holds of a mechanism, or of all variants of a class; `claim` is its id.

    Raises `AssertionError` with the witness in words where it is refuted, and with the reason where it is
    inapplicable or open. Raises `InputError` for an unknown id or a mechanism that cannot be used.

    >>> class FirstPrice(Mechanism):
    ...     players, types = 2, range(3)
    ...     def outcome(self, bids): return bids.index(max(bids)), max(bids)
    ...     def payoff(self, i, type, outcome): return type - outcome[1] if i == outcome[0] else 0
    >>> assert_held("anonymous", FirstPrice)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    AssertionError: FirstPrice: anonymous is refuted: when player 1 says 0 and player 2 says 0, play...
    """
    __tracebackhide__ = True  # pytest shows the line that asserts
    finding = check(mechanism, [claim])[claim]
    if finding.verdict is not Verdict.HELD:
        cls = mechanism if isinstance(mechanism, type) else type(mechanism)
        name = getattr(mechanism, "written_in", "") or cls.__name__
        scope = f" ({finding.scope})" if finding.scope else ""
        raise AssertionError(f"{name}: {claim} is {finding.verdict.value}: {finding.evidence}{scope}")
