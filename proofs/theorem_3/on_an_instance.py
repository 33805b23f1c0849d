"""Theorem 3 as a claim on one instance of G*."""

from collections.abc import Iterator

from mechanisms.markets.instance import Instance
from proofs.claims.claim import Claim, Watch
from proofs.claims.on_an_instance import Subject
from proofs.claims.verdict import Finding, Reading, Witnessed, held, not_settled, refuted
from proofs.conditions.hypotheses import SINGLETONS
from proofs.theorem_3.statement import find_shortfall


def on_g_star(subject: Subject[Instance]) -> Iterator[Claim]:
    """The theorem's conclusion, where every D_i is a singleton."""
    yield subject.claim(
        "theorem-3.printed",
        "Theorem 3",
        "the price-taking messages are dominant",
        Reading.PRINTED,
        _theorem_3,
        needs=(SINGLETONS,),
    )


def _theorem_3(instance: Instance, watch: Watch) -> Finding:
    found = find_shortfall(instance)
    if found is None:
        return held(
            len(instance.traders), "plan form", "every m_i* is dominant, at this n and at every other"
        )
    if not found.holds(instance):
        return not_settled("plan form", f"the witness does not hold: {found.describe(instance)}")
    n = instance.mechanism.market.n
    return refuted(f"n={n} replayed; the same at every n", Witnessed(found, instance))
