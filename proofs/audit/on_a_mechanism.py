"""What a user expects of the claims on her mechanism."""

from collections.abc import Iterable, Mapping

from mechanisms.general.calls import error
from mechanisms.general.mechanism import Mechanism
from proofs.audit.row import Expectation
from proofs.claims.claim import Claim
from proofs.claims.verdict import Verdict
from proofs.properties.register import hint_of_claim


def read_mechanism_expectations(
    mechanism: Mechanism | type[Mechanism], claims: Iterable[Claim]
) -> dict[str, Expectation]:
    """The attribute `expect`, by id of a claim; verdicts in another one alone are a mistake.

    Raises `MechanismError`.
    """
    given, known = mechanism.expect, [claim.id for claim in claims]
    verdicts = {verdict.value: verdict for verdict in Verdict}
    if not isinstance(given, Mapping):
        raise error(mechanism, "expect", "verdicts by id of the claim", given)
    cls = mechanism if isinstance(mechanism, type) else type(mechanism)
    for name, value in vars(cls).items() if not given and "expect" not in vars(cls) else ():
        if isinstance(value, Mapping) and value and set(value) <= set(known):
            raise error(mechanism, "expect", f"verdicts are expected there, not in {name}", dict(value))
    for name, verdict in given.items():
        if name not in known:
            raise error(mechanism, "expect", f"unknown claim ({hint_of_claim(name)})", name)
        if verdict not in list(verdicts):  # it may be a list itself
            raise error(mechanism, f"expect[{name}]", f"one of {', '.join(verdicts)}", verdict)
    return {name: Expectation(verdicts[verdict]) for name, verdict in given.items()}
