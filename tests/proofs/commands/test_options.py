"""Names written down for options are those of the tables that they stand for."""

import pytest

from gametheory.elimination.reductions import Step
from gametheory.games.relation import By, Relation
from mechanisms.files.instances import WITH_SIGNALS
from mechanisms.files.interdependent import BRANCH_MECHANISMS
from proofs.commands import options
from proofs.commands.eliminate import eliminate
from proofs.commands.eliminate_with_signals import ELIMINATE
from proofs.commands.reports.signals import SHOWN
from proofs.conditions.hypotheses import HYPOTHESES
from proofs.theorem_1.counterexample import KINDS


def test_hypotheses_are_those_of_claims_on_an_instance():
    assert list(options.HYPOTHESES) == list(
        dict.fromkeys(name for own in HYPOTHESES.values() for name in own)
    )


def test_kinds_are_those_of_the_search():
    assert list(options.SEARCH_KINDS) == list(KINDS)


@pytest.mark.parametrize(
    ("name", "real"),
    [("relation", {r.value for r in Relation} - {"very weak"}), ("by", {by.value for by in By}), ("step", {step.value for step in Step})],
)  # fmt: skip
def test_choices_of_eliminate(name, real):
    (option,) = (option for option in eliminate.params if option.name == name)
    assert set(option.type.choices) == real


def test_no_mechanism_with_signals_is_forgotten():
    assert set(SHOWN) == set(ELIMINATE) == set(BRANCH_MECHANISMS) == set(WITH_SIGNALS)
