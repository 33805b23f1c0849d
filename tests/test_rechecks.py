"""Records are rechecked by another path than that by which they were found: every finder is broken first.

Every kind of evidence there is, found by introspection, is rechecked here on a record of a file or on a sample, or
is named with the reason why not. What finds it, that is, every function that returns records and what these search
by, raises. Records that hold must hold all the same, and forged ones must not.
"""

import importlib
import inspect
import pkgutil
import re
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

import gametheory
import mechanisms
import proofs
from gametheory.plans.evidence import UndominatedPlan
from proofs.audit.kinds import FILE_KINDS, load_witness
from proofs.claims.verdict import Verdict
from proofs.theorem_1.without_condition_1 import ConclusionAnyway
from proofs.theorem_4.hedges.hedge import Hedge
from proofs.theorem_4.hedges.surviving_plan import SurvivingPlan
from proofs.theorem_4.one_buyer.statement import LateRound
from tests.proofs.test_witness_files import DOES_NOT_HOLD, EXAMPLES, FILES, FORGED, OLD
from tests.samples import conditions, games, large_markets, properties, rules, theorem_1, theorem_4, theorem_6  # noqa: F401
from tests.samples.sample import SAMPLES
from tests.test_evidence import RECORDS

# Parts of records in files, which these recheck; and what cannot be rechecked on an example.
WITHIN = {Hedge: "Hedged", SurvivingPlan: "Pooled", UndominatedPlan: "HedgedPlan"}
NAMED = {
    ConclusionAnyway: "lists all profiles, for which the definition takes minutes; tested with the theorem",
    LateRound: "by the lemma of `played` there is none; that forged ones do not hold is tested with the theorem",
}

# What finders search by: functions and methods that return no records, and classes whose tables they read.
HELPERS = [
    "gametheory.dominance.pure.DominatedByPure",
    "gametheory.dominance.mixed.DominatedByMixed",
    "gametheory.dominance.type_gains.TypeGains.bounds",
    "gametheory.elimination.equilibrium.pure_equilibria",
    "gametheory.elimination.equivalence.equivalence_classes",
    "gametheory.elimination.interim_rounds.more_somewhere",
    "gametheory.elimination.reductions.Reductions",
    "gametheory.plans.evidence.Part.best",
    "gametheory.plans.form.PlanForm.best",
    "gametheory.plans.separable.SeparablePlans.find_shortfall",
    "gametheory.plans.separable.SeparablePlans.shortfalls",
    "mechanisms.g_double_star.groups.copied_first_message.copies_exactly",
    "mechanisms.g_double_star.groups.environments.BuyerEnvironments",
    "mechanisms.g_double_star.groups.gains.BuyerGains",
    "mechanisms.g_double_star.groups.second_message_payoffs.BuyerBranches",
    "mechanisms.g_double_star.groups.separation_oracle.WorstCase",
    "mechanisms.g_double_star.groups.single_price_elimination.ListedBuyer.matrix",
    "mechanisms.g_double_star.one_buyer.elimination.payoff_matrix",
    "mechanisms.g_double_star.one_buyer.opponent_columns.BuyerPayoffs",
    "mechanisms.g_double_star.one_buyer.opponent_columns.joint_patterns",
    "mechanisms.g_plus.cells.InformedAgent",
    "mechanisms.g_plus.cells.arrangements",
    "mechanisms.g_plus.cells.rooms",
    "mechanisms.g_plus.cells.unordered_on_path",
    "mechanisms.g_plus.environments.GPlusEnvironments",
    "mechanisms.g_plus.third_payoffs.third_payoffs",
    "mechanisms.g_star.literal.events",
    "mechanisms.g_star.plan_form.plan_form",
    "mechanisms.general.smallest.smallest",
    "proofs.properties.dominance.one_by_one",
    "proofs.properties.ex_post.among_truthful",
    "proofs.properties.survival.survival",
    "proofs.properties.supports.find_in_support",
    "proofs.theorem_1.counterexample.find_counterexample",
    "proofs.theorem_1.sharp_form.messages_with_optimal_caps",
    "proofs.theorem_1.statement.dominant_rows",
    "proofs.theorem_4.groups.sellers_take_prices.trades",
    "proofs.theorem_4.hedges.hedge.find_outdoing",
    "proofs.theorem_4.hedges.hedge.is_outdone",
    "proofs.theorem_4.hedges.hedge.not_outdone",
    "proofs.theorem_4.hedges.hedge.replies",
    "proofs.theorem_4.one_buyer.statement.solve",
    "proofs.theorem_6.bounds.AskedEntryLoses.against_all_alike",
]

# Functions that return records, and are what a recheck may ask: why.
DEFINITIONS = {
    "gametheory.dominance.survival.find_supporting_belief": "that nothing dominates takes a certificate",
    "gametheory.dominance.survival.find_undominated": "the same; each is rechecked by the definition",
    "gametheory.optimisation.alternatives": "beliefs, each rechecked exactly",
    "gametheory.optimisation.linear_programming.maximise": "proposes them",
    "mechanisms.g_double_star.one_buyer.seller_influence": "lists every draw and profile, and runs G**",
    "mechanisms.markets.allocation": "(1) and (2), clause by clause",
    "proofs.theorem_1.statement.isolated_violation": "only writes the messages down",
}
HYPOTHESES = "proofs.conditions"  # what a theorem supposes is a definition, but to the records about itself

HOUSES = (gametheory, mechanisms, proofs)
for house in HOUSES:
    for found in pkgutil.walk_packages(house.__path__, f"{house.__name__}."):
        importlib.import_module(found.name)
MODULES = [
    module for name, module in sys.modules.items() if name.split(".")[0] in {h.__name__ for h in HOUSES}
]


class FinderWasAskedError(AssertionError):
    """A recheck leans on a finder."""


def nonsense(*_, **__):
    raise FinderWasAskedError


def returns_records(function) -> bool:
    annotation = inspect.get_annotations(function).get("return")
    words = re.findall(r"\w+", inspect.formatannotation(annotation))
    return not {record.__name__ for record in RECORDS}.isdisjoint(words)


def finders() -> list[str]:
    """Every function in the house that returns records, by its name."""
    return sorted(
        f"{module.__name__}.{name}"
        for module in MODULES
        for name, value in vars(module).items()
        if callable(value)
        and inspect.isfunction(inspect.unwrap(value))
        and value.__module__ == module.__name__
        and returns_records(inspect.unwrap(value))
    )


FINDERS = finders()


@cache
def places():
    """Under which names the modules of the house have each thing."""
    found = defaultdict(list)
    for module in MODULES:
        for alias, value in vars(module).items():
            found[id(value)].append((module, alias))
    return found


def break_finders(patch, *, hypotheses_too=False):
    """They raise, under whatever name a module of the house has imported them."""
    allowed = (*DEFINITIONS, *(() if hypotheses_too else (HYPOTHESES,)))
    everywhere = places()
    for full in [name for name in FINDERS if not name.startswith(allowed)] + HELPERS:
        place, name = full.rsplit(".", 1)
        if place not in sys.modules:  # a method
            patch.setattr(full, nonsense)
            continue
        value = getattr(sys.modules[place], name)
        for module, alias in everywhere[id(value)]:
            assert vars(module)[alias] is value
            patch.setattr(module, alias, nonsense)


def test_every_kind_of_evidence_is_rechecked_or_named():
    in_files = {kind.record for kind in FILE_KINDS}
    parts = [in_files, set(WITHIN), set(SAMPLES), set(NAMED)]
    assert set().union(*parts) == set(RECORDS)
    assert sum(map(len, parts)) == len(RECORDS)  # none in two of them
    assert set(WITHIN.values()) <= {record.__name__ for record in in_files}


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: f"{record.__module__}.{record.__name__}")
def test_samples_hold_and_forged_ones_do_not_without_the_finders(monkeypatch, record):
    made = list(SAMPLES[record]())
    assert made
    break_finders(monkeypatch, hypotheses_too=record.__module__.startswith(HYPOTHESES))
    for sample in made:
        assert type(sample.record) is record
        sample.plant(monkeypatch)
        assert sample.record.holds(*sample.context)
        assert sample.forged
        for forged, context in sample.forged:
            assert not forged.holds(*context)


def name(file):
    return "/".join(file.parts[-2:])


@pytest.mark.thorough
@pytest.mark.parametrize("file", [*FILES, *sorted(OLD.glob("*/*/*.toml"))], ids=name)
def test_what_is_true_holds_without_the_finders(monkeypatch, file):
    witness = load_witness(file)  # the record holds, and pays what the file says
    break_finders(monkeypatch)
    assert witness.kind.mistake(witness.instance, witness.record, witness.stated) is None


@pytest.mark.thorough
@pytest.mark.parametrize(
    "row",
    [row for row in FORGED if row.says == DOES_NOT_HOLD],
    ids=lambda row: f"{row.file}: {row.new.splitlines()[0] if row.new else ''}",
)
def test_what_is_forged_does_not_hold_without_the_finders(monkeypatch, tmp_path, row):
    file = tmp_path / Path(row.file).name
    text = (EXAMPLES / f"{row.file}.toml").read_text(encoding="utf-8")
    file.write_text(text.replace(row.old, row.new), encoding="utf-8")
    witness = load_witness(file)
    break_finders(monkeypatch)
    assert not witness.record.holds(witness.instance)


def test_the_finders_are_broken(monkeypatch):
    from proofs.theorem_4.one_buyer.witnesses import off_the_path

    assert len(FINDERS) > 110
    break_finders(monkeypatch)
    with pytest.raises(FinderWasAskedError):
        off_the_path()


def test_what_is_too_large_to_be_replayed_is_open(monkeypatch):
    monkeypatch.setattr("mechanisms.g_double_star.one_buyer.played.MOST_PROFILES", 300)
    finding = load_witness(EXAMPLES / "theorem-4" / "printed-condition-2.toml").replay()
    assert finding.verdict is Verdict.OPEN
    assert finding.evidence == "not replayed: strategies of the others: at most 300, got 4,096"
