"""Elimination in a market with private signals: of plans in G**, and by Theorem 6 in G+."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from gametheory.games.errors import InputError
from gametheory.games.relation import Relation
from mechanisms.files.interdependent import BRANCH_MECHANISMS, read_interdependent
from mechanisms.files.toml import read_toml
from mechanisms.g_double_star.mechanism import GDoubleStar, GroupSizeError
from mechanisms.g_double_star.one_buyer.elimination import eliminate_plans
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.commands.elimination_expectations import finish, read_expectation
from proofs.commands.elimination_question import Question
from proofs.commands.reports.g_plus_survivors import survivors_as_json, survivors_report, why_not_settled
from proofs.commands.reports.parts import Part
from proofs.commands.reports.plan_elimination import plan_elimination_as_json, plan_elimination_report
from proofs.commands.waiting import Waiting
from proofs.theorem_6.survivors import GPlusSurvivors, survivors

Answer: TypeAlias = tuple[dict[str, Any], Callable[[], list[Part]]]  # as JSON, and as a report


def read_with_signals(path: Path) -> InterdependentInstance | None:
    """The instance in the file, or None if the file is about anything else, such as a game or a G* market."""
    if path.suffix.lower() != ".toml":
        return None
    file = read_toml(path)
    if file.section("market").text("mechanism") not in BRANCH_MECHANISMS:
        return None
    return read_interdependent(file)


def eliminate_with_signals(question: Question, instance: InterdependentInstance) -> None:
    """Say what survives, as the mechanism asks. Raises `InputError` where it cannot."""
    refused = {
        "--relation": question.relation is not Relation.WEAK,
        "--then": question.then is not None,
        "--orders, --keep and --graph": question.about_orders,
        "--agent-form": question.agent_form,
        "--output": question.output is not None,
    }
    for option, given in refused.items():
        if given:
            raise InputError(
                f"{option}: in G** and G+, weak dominance and the order of the paper, and no listed game, "
                f"got {question.file}"
            )
    expected = read_expectation(question)
    answer, report = ELIMINATE[instance.mechanism.symbol](question, instance)
    finish(question, expected, answer, report)


def _plans(question: Question, instance: InterdependentInstance) -> Answer:
    if (n := instance.mechanism.market.n) > 1:
        raise GroupSizeError(
            f"{question.file}: market.n: plans are listed for one buyer in a group, got n = {n} "
            "(check says what is known of Theorem 4 there)"
        )
    with Waiting("eliminating plans"):
        run = eliminate_plans(instance, question.rounds, question.by)
    finished = question.rounds is None or len(run.rounds) < question.rounds

    def report() -> list[Part]:
        with Waiting("rechecking the elimination by runs of G**"):
            return plan_elimination_report(run, finished, question.every)

    return plan_elimination_as_json(run, finished), report


def _by_theorem_6(question: Question, instance: InterdependentInstance) -> Answer:
    if question.rounds is not None:
        raise InputError(f"--rounds: in G+ Theorem 6 says what is left in the end, got {question.rounds}")
    found = survivors(instance)
    if not isinstance(found, GPlusSurvivors):
        raise InputError(why_not_settled(instance, found))
    return survivors_as_json(found), lambda: survivors_report(found, question.every)


ELIMINATE: dict[str, Callable[[Question, InterdependentInstance], Answer]] = {
    GDoubleStar.symbol: _plans,
    GPlus.symbol: _by_theorem_6,
}
