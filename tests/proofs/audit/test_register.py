"""The register and the ledger: every item in its order, every check registered, stable ids, numbers of cases."""

import ast
import re
import tomllib
from itertools import groupby
from pathlib import Path

import pytest
import tomlkit

from proofs.audit.ledger import LEDGER, differences, ledger_document, read_ledger
from proofs.audit.register import CLAIMS
from proofs.audit.row import Expectation, Row, Surprise
from proofs.claims.claim import Claim, resolve
from proofs.claims.verdict import Finding, Reading, Verdict, held
from proofs.properties.register import PROPERTIES

ROOT = Path(__file__).parents[3]
OLD_LEDGER = Path(__file__).parent / "ledger-0.1.toml"

# The paper's numbered items by section, in the order in which it states them.
PAPER = {
    "2.1": ["(1)", "(2)"],
    "2.2": ["(3)"],
    "2.3": ["Condition 1", "Theorem 1", "(4)", "(5)"],
    "2.4": ["(6)", "Theorem 2", "Theorem 3"],
    "3.2": ["(7)"],
    "3.3": ["(8)", "Condition 2", "Theorem 4", "(9)", "(10)", "(11)"],
    "3.4": ["(12)", "(13)", "Theorem 5"],
    "3.5": ["(14)", "(15)", "Condition 3", "(16)", "(17)", "(18)", "Theorem 6"],
}
SECTION = {item: section for section, items in PAPER.items() for item in items}


def test_the_register_has_every_numbered_item_in_the_papers_order():
    items = [claim.item for claim in CLAIMS if not claim.item.startswith("Section ")]
    assert [item for item, _ in groupby(items)] == list(SECTION)


def test_claims_on_sections_stand_in_their_section():
    sections = [SECTION.get(claim.item, claim.item.removeprefix("Section ")) for claim in CLAIMS]
    assert [section for section, _ in groupby(sections)] == list(PAPER)


def slug(item: str) -> str:
    return item.strip("()").lower().replace(" ", "-")


def test_ids_are_unique_slugs_that_begin_with_item_and_reading():
    assert len({claim.id for claim in CLAIMS}) == len(CLAIMS)
    for claim in CLAIMS:
        assert re.fullmatch(r"[a-z0-9.-]+", claim.id)
        start = f"{slug(claim.item)}.{claim.reading.value}"
        assert claim.id == start or claim.id.startswith(f"{start}.")


def test_claims_are_told_apart_by_name_and_reading():
    assert len({(claim.name, claim.reading) for claim in CLAIMS}) == len(CLAIMS)


def checks_below(folder: Path) -> set[str]:
    """The names of all functions check_..., or values of such a name, below `folder`: dotted, as a claim has them."""
    found = set()
    for file in folder.glob("**/*.py"):
        module = ".".join(file.relative_to(folder).with_suffix("").parts)
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            names = [node.name] if isinstance(node, ast.FunctionDef) else []
            if isinstance(node, ast.Assign):
                names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            found |= {f"{module}.{name}" for name in names if name.startswith("check_")}
    return found


def test_every_check_is_registered_once_and_every_registered_check_is_there():
    registered = [claim.check for claim in CLAIMS if claim.check is not None]
    assert len(set(registered)) == len(registered)
    properties = [
        f"properties.{p.check.__module__.rpartition('.')[2]}.{p.check.__name__}" for p in PROPERTIES
    ]
    assert len(set(properties)) == len(properties)
    # Those of plan form hand a mechanism that can be listed on to these.
    handed_on = {
        "properties.dominance.check_very_weakly",
        "properties.dominant_messages.check_dominant_messages",
        "properties.equilibria.check_equilibrium",
        "properties.ex_post.check_ex_post",
        "properties.solvability.check_interchangeable",
        "properties.solvability.check_twice",
        "properties.surviving_truth.check_truth_survives",
    }
    assert handed_on.isdisjoint(properties)
    assert {*registered, *properties, *handed_on} == checks_below(ROOT / "proofs")


def test_a_check_that_is_not_registered_is_found(tmp_path):
    (tmp_path / "theorem_9").mkdir()
    source = "def check_one(watch): ...\ncheck_two = check_one\ndef _check(): ...\nclass A:\n    def check_it(self): ...\n"
    (tmp_path / "theorem_9" / "claims.py").write_text(source)
    assert checks_below(tmp_path) == {"theorem_9.claims.check_one", "theorem_9.claims.check_two"}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_checks_resolve_and_witnesses_exist(claim):
    assert claim.check is None or callable(resolve(claim.check))
    for name in claim.witnesses:
        assert (ROOT / "examples" / name).is_file()


def test_a_name_that_does_not_resolve_is_an_error():
    for name in ("rules.in_g_star.check_nothing", "rules.nowhere.check_goods"):
        with pytest.raises((ImportError, AttributeError)):
            resolve(name)


def test_the_ledger_has_every_claim_in_order_and_how_many_cases_hold():
    expected = read_ledger(LEDGER)
    assert list(expected) == [claim.id for claim in CLAIMS]
    for claim in CLAIMS:
        expectation = expected[claim.id]
        settled = (Verdict.HELD, Verdict.PROVED)
        assert (expectation.cases is not None) == (expectation.verdict in settled)
        certified = str(claim.check).startswith("theorem_4.every_payoff.")
        assert (expectation.verdict is Verdict.PROVED) <= (claim.proof is not None or certified)
        assert (expectation.verdict is Verdict.UNCHECKED) == (claim.check is None)


REWORDED = {  # claims that version 0.1 made of fewer instances, or without saying what they are part of
    ("Theorem 4: with n = 2, first messages in S^1 are price-taking", "printed"): (
        "theorem-4.printed.n2.first-messages"
    ),
    (
        "Theorem 6: with n = 1, and n = 2 at a single price, S^∞ = S² = S^1 ∩ (17) ∩ (18), and interchangeable",
        "read",
    ): "theorem-6.read",
}


def test_the_first_ledger_maps_one_to_one_onto_todays_ids():
    """Version 0.1 named claims by their words: no claim was dropped, and no verdict changed with its name."""
    with OLD_LEDGER.open("rb") as file:
        old = {(row["claim"], row["reading"]): row["verdict"] for row in tomllib.load(file)["row"]}
    ids = {(claim.name, claim.reading.value): claim.id for claim in CLAIMS} | REWORDED
    assert set(old) <= set(ids)
    expected = read_ledger(LEDGER)
    now = {key: expected[ids[key]].verdict.value for key in old}
    raised = {key: "held" for key, verdict in now.items() if verdict == "proved"}
    settled = {key: "unchecked" for key, verdict in old.items() if verdict == "unchecked"}
    assert raised
    assert now | raised | settled == old


CLAIM = Claim("theorem-9.read", "Theorem 9", "x", Reading.READ)


def row(cases: int, expected: Expectation) -> Row:
    return Row(CLAIM, held(cases, "here", "yes"), 0, expected)


@pytest.mark.parametrize("cases", [10, 11, 1_000])
def test_as_many_cases_as_expected_or_more_are_no_difference(cases):
    expected = Expectation(Verdict.HELD, 10)
    assert list(differences([row(cases, expected)], {CLAIM.id: expected})) == []


def test_fewer_cases_than_expected_are_a_difference():
    expected = Expectation(Verdict.HELD, 10)
    assert list(differences([row(9, expected)], {CLAIM.id: expected})) == [
        Surprise("Theorem 9: x (amended): expected 10 cases at least, found 9: here", True)
    ]


def test_another_verdict_is_a_difference():
    expected = Expectation(Verdict.HELD, 10)
    found = Row(CLAIM, Finding(Verdict.REFUTED, "here", "no"), 0, expected)
    assert list(differences([found], {CLAIM.id: expected})) == [
        Surprise("Theorem 9: x (amended): expected held, found refuted: no", True)
    ]


def test_missing_and_surplus_claims_are_differences():
    assert list(differences([row(1, Expectation())], {})) == [
        Surprise("Theorem 9: x (amended): theorem-9.read is not in the ledger, found held", True)
    ]
    assert list(differences([], {CLAIM.id: Expectation(Verdict.HELD)})) == [
        Surprise("theorem-9.read: in the ledger, but there is no such claim", True)
    ]


def test_a_written_ledger_is_read_again(tmp_path):
    """What one run found is what the next one expects, cases and all."""
    open_claim = Claim("theorem-9.printed", "Theorem 9", "x", Reading.PRINTED)
    rows = [row(7, Expectation()), Row(open_claim, open_claim.find(), 0)]
    file = tmp_path / "ledger.toml"
    file.write_text(tomlkit.dumps(ledger_document(rows)), encoding="utf-8")
    assert read_ledger(file) == {
        "theorem-9.read": Expectation(Verdict.HELD, 7),
        "theorem-9.printed": Expectation(Verdict.UNCHECKED),
    }
