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
        "By hand (docs/theorem-4.md): round 1 leaves D_i for first and second messages, and chains of "
        "dominators end; for sellers by Coq: every_message_of_a_single_seller",
    )


def check_frontier(watch: Watch) -> Finding:
    """The certificate of how much a first message may lose until a copy outdoes it."""
    watch("its certificate")
    return by_certificate(
        "frontier",
        "n=2, k=l=T=1, two signals, all real anonymous values >= 0, all symmetric f with full support, all η, "
        "every tie rule",
        "By hand (docs/theorem-4-groups.md): a copy of the third message earns the same",
    )
