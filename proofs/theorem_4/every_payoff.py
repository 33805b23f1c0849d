"""Theorem 4 for all real payoffs at the smallest sizes, by certificates (docs/proofs.md)."""

from proofs.claims.certified import by_certificate
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding


def check_one_buyer(watch: Watch) -> Finding:
    """The certificate of Theorem 4 as read with one buyer in a group."""
    watch("its certificate")
    return by_certificate(
        "theorem-4",
        "n=1, k=l=T=1, two signals, all real v(own, mate) of either buyer, all f with full support, all η in "
        "(0, 1/3), both tie rules",
        "round 1 leaves first and second messages in D_i(ω_i), and chains of dominators end in what is left "
        "(docs/theorem-4.md)",
    )


def check_frontier(watch: Watch) -> Finding:
    """The certificate of how much a first message may lose until a copy outdoes it."""
    watch("its certificate")
    return by_certificate(
        "frontier",
        "n=2, k=l=T=1, two signals, all real anonymous values >= 0, all symmetric f with full support, all η "
        "in (0, 1/3), every tie rule",
        "a copied third message earns the same (docs/theorem-4-groups.md)",
    )
