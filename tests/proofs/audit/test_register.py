"""The register: every numbered item of the paper, every checker, and the ledger beside it."""

from proofs.audit.audit import LEDGER, read_ledger
from proofs.audit.register import CLAIMS
from proofs.claims.verdict import Verdict

# The paper's numbered items, in the order in which it states them.
PAPER = [
    "(1)", "(2)", "(3)", "Condition 1", "Theorem 1", "(4)", "(5)", "(6)", "Theorem 2", "Theorem 3", "(7)", "(8)",
    "Condition 2", "Theorem 4", "(9)", "(10)", "(11)", "(12)", "(13)", "Theorem 5", "(14)", "(15)", "Condition 3",
    "(16)", "(17)", "(18)", "Theorem 6",
]  # fmt: skip


def test_the_register_has_every_numbered_item_in_the_papers_order():
    items = [claim.item for claim in CLAIMS if not claim.item.startswith("Section")]
    assert list(dict.fromkeys(items)) == PAPER


def test_every_checker_is_registered():
    from proofs.audit import g_star_claims
    from proofs.theorem_4.one_buyer import claims as theorem_4_claims
    from proofs.theorem_6 import g_plus_claims

    registered = {claim.check for claim in CLAIMS}
    for module in (g_star_claims, theorem_4_claims, g_plus_claims):
        checkers = {value for name, value in vars(module).items() if name.startswith("check_")}
        assert checkers
        assert checkers <= registered


def test_claims_are_told_apart_by_name_and_reading():
    keys = [(claim.name, claim.reading) for claim in CLAIMS]
    assert len(set(keys)) == len(keys)


def test_the_ledger_has_every_claim_and_no_other():
    expected = read_ledger(LEDGER)
    assert list(expected) == [(claim.name, claim.reading.value) for claim in CLAIMS]
    verdicts = {(name.split(":")[0], reading): verdict for (name, reading), verdict in expected.items()}
    assert verdicts["Theorem 1", "printed"] is Verdict.HELD
    assert verdicts["Theorem 3", "printed"] is Verdict.REFUTED
    assert verdicts["Theorem 2", "printed"] is Verdict.UNCHECKED
