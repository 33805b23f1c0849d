"""Records are rechecked by another path than that by which they were found: every finder is broken first.

The records are those of all files, so that a new kind is covered as soon as it has an example.
"""

import importlib
import pkgutil
import sys
from pathlib import Path

import pytest

import gametheory
import mechanisms
import proofs
from proofs.audit.kinds import load_witness
from proofs.claims.verdict import Verdict
from tests.proofs.test_witness_files import DOES_NOT_HOLD, EXAMPLES, FILES, FORGED, OLD

# What searches by: functions, and classes whose tables they read.
FINDERS = [
    ("gametheory.dominance.rows", "dominated_rows"),
    ("gametheory.plans.dominance", "find_support"),
    ("gametheory.plans.dominance", "find_plan_domination"),
    ("gametheory.plans.evidence", "Part.best"),
    ("gametheory.plans.form", "PlanForm.best"),
    ("mechanisms.g_double_star.groups.copied_first_message", "copies_exactly"),
    ("mechanisms.g_double_star.groups.environments", "BuyerEnvironments"),
    ("mechanisms.g_double_star.groups.gains", "BuyerGains"),
    ("mechanisms.g_double_star.groups.second_message_payoffs", "BuyerBranches"),
    ("mechanisms.g_double_star.groups.separation_oracle", "WorstCase"),
    ("mechanisms.g_double_star.groups.single_price_elimination", "eliminate_listed"),
    ("mechanisms.g_double_star.one_buyer.elimination", "eliminate_plans"),
    ("mechanisms.g_double_star.one_buyer.elimination", "payoff_matrix"),
    ("mechanisms.g_double_star.one_buyer.opponent_columns", "BuyerPayoffs"),
    ("mechanisms.g_double_star.one_buyer.opponent_columns", "joint_patterns"),
    ("mechanisms.g_plus.cells", "arrangements"),
    ("mechanisms.g_plus.cells", "unordered_on_path"),
    ("mechanisms.g_plus.environments", "GPlusEnvironments"),
    ("mechanisms.g_plus.third_payoffs", "third_payoffs"),
    ("proofs.theorem_1.counterexample", "find_counterexample"),
    ("proofs.theorem_4.hedges.first_message_rounds", "first_message_rounds"),
    ("proofs.theorem_4.hedges.hedge", "find_hedge"),
    ("proofs.theorem_4.hedges.hedge", "find_outdoing"),
    ("proofs.theorem_4.hedges.hedge", "is_outdone"),
    ("proofs.theorem_4.hedges.hedge", "not_outdone"),
    ("proofs.theorem_4.hedges.hedge", "replies"),
    ("proofs.theorem_4.hedges.hedged_refutation", "find_pooled"),
    ("proofs.theorem_4.hedges.surviving_plan", "survivor_or_dominations"),
    ("proofs.theorem_4.one_buyer.search", "buyer_survivors"),
    ("proofs.theorem_4.one_buyer.search", "buyers_eliminated"),
    ("proofs.theorem_4.one_buyer.statement", "solve"),
    ("proofs.theorem_6.bounds", "find_losses"),
    ("proofs.theorem_6.printed", "entries_eliminated"),
    ("proofs.theorem_6.printed_17_18", "misses"),
    ("proofs.theorem_6.statement", "decide"),
    ("proofs.theorem_6.statement", "find_violation"),
]


class FinderWasAskedError(AssertionError):
    """A recheck leans on a finder."""


@pytest.fixture
def no_finders(monkeypatch):
    """Every finder raises, under whatever name a module of the house has imported it."""
    for house in gametheory, mechanisms, proofs:
        for module in pkgutil.walk_packages(house.__path__, f"{house.__name__}."):
            importlib.import_module(module.name)
    modules = [module for name, module in sys.modules.items() if name.split(".")[0] in HOUSES]

    def nonsense(*_, **__):
        raise FinderWasAskedError

    for place, name in FINDERS:
        if "." in name:
            monkeypatch.setattr(f"{place}.{name}", nonsense)
            continue
        found = getattr(sys.modules[place], name)
        for module in modules:
            for alias, value in list(vars(module).items()):
                if value is found:
                    monkeypatch.setattr(module, alias, nonsense)


HOUSES = {house.__name__ for house in (gametheory, mechanisms, proofs)}


def name(file):
    return "/".join(file.parts[-2:])


@pytest.mark.parametrize("file", [*FILES, *sorted(OLD.glob("*/*/*.toml"))], ids=name)
def test_what_is_true_holds_without_the_finder(no_finders, file):
    witness = load_witness(file)  # the record holds, and pays what the file says
    assert witness.kind.mistake(witness.instance, witness.record, witness.stated) is None


@pytest.mark.parametrize(
    "row",
    [row for row in FORGED if row.says == DOES_NOT_HOLD],
    ids=lambda row: f"{row.file}: {row.new.splitlines()[0] if row.new else ''}",
)
def test_what_is_forged_does_not_hold_without_the_finder(no_finders, tmp_path, row):
    file = tmp_path / Path(row.file).name
    text = (EXAMPLES / f"{row.file}.toml").read_text(encoding="utf-8")
    file.write_text(text.replace(row.old, row.new), encoding="utf-8")
    witness = load_witness(file)
    assert not witness.record.holds(witness.instance)


def test_the_finders_are_broken(no_finders):
    from proofs.theorem_4.one_buyer.witnesses import off_the_path

    with pytest.raises(FinderWasAskedError):
        off_the_path()


def test_what_is_too_large_to_be_replayed_is_open(monkeypatch):
    monkeypatch.setattr("mechanisms.g_double_star.one_buyer.played.MOST_PROFILES", 300)
    finding = load_witness(EXAMPLES / "theorem-4" / "printed-condition-2.toml").replay()
    assert finding.verdict is Verdict.OPEN
    assert finding.evidence == "not replayed: strategies of the others: at most 300, got 4,096"
