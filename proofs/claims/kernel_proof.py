"""Proofs for all sizes: the theorems, accepted by a kernel, that settle a claim."""

from dataclasses import dataclass, replace

from proofs.claims.verdict import Finding, Verdict
from proofs.formal.record import accepted


@dataclass(frozen=True)
class KernelProof:
    """The theorems that prove a claim, or refute it, and for which sizes: "all n, k, l, T"."""

    theorems: tuple[str, ...]
    scope: str
    refutes: bool = False

    def applied(self, finding: Finding) -> Finding:
        """What is known of the claim: a check that agrees is raised to what was proved, with its cases.

        Only while the record is that of the sources. A check that contradicts the theorems, or that decided
        nothing, is left as it is.
        """
        if finding.verdict is not (Verdict.REFUTED if self.refutes else Verdict.HELD):
            return finding
        record = accepted()
        if record is None or any(name not in record.theorems for name in self.theorems):
            return replace(
                finding, evidence=f"{finding.evidence}; proofs/formal is not as its record says: make prove"
            )
        names = ", ".join(dict.fromkeys(name.partition(".")[2] for name in self.theorems))
        by = f"{self.scope}; {record.checker}: {names}"
        if self.refutes:
            return replace(finding, scope=f"{by}; and here: {finding.scope}")
        return replace(finding, verdict=Verdict.PROVED, scope=f"{by}; and held on {finding.scope}")
