"""Elimination in a market with private signals: of plans in G**, and by Theorem 6 in G+."""

from collections.abc import Callable
from pathlib import Path

from gametheory.games.errors import InputError
from gametheory.games.relation import By
from mechanisms.files.interdependent import BRANCH_MECHANISMS, read_interdependent
from mechanisms.files.toml import read_toml
from mechanisms.g_double_star.mechanism import GDoubleStar, GroupSizeError
from mechanisms.g_double_star.one_buyer.elimination import eliminate_plans
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.commands.reports.g_plus_survivors import print_survivors, survivors_as_json, why_not_settled
from proofs.commands.reports.plan_elimination import plan_elimination_as_json, print_plan_elimination
from proofs.commands.terminal import console_of_lines, print_json
from proofs.theorem_6.survivors import GPlusSurvivors, survivors


def read_with_signals(path: Path) -> InterdependentInstance | None:
    """The instance in the file, or None if the file is about anything else, such as a game or a G* market."""
    if path.suffix.lower() != ".toml":
        return None
    file = read_toml(path)
    if file.section("market").text("mechanism") not in BRANCH_MECHANISMS:
        return None
    return read_interdependent(file)


def eliminate_with_signals(path: Path, instance: InterdependentInstance, by: By, as_json: bool) -> None:
    """Say what survives, as the mechanism asks. Raises `InputError` where it cannot."""
    ELIMINATE[instance.mechanism.symbol](path, instance, by, as_json)


def _plans(path: Path, instance: InterdependentInstance, by: By, as_json: bool) -> None:
    if (n := instance.mechanism.market.n) > 1:
        raise GroupSizeError(
            f"{path}: market.n: plans are listed for one buyer in a group, got n = {n} "
            "(check says what is known of Theorem 4 there)"
        )
    run = eliminate_plans(instance, by=by)
    if as_json:
        print_json(plan_elimination_as_json(run))
    else:
        print_plan_elimination(run, console_of_lines())


def _by_theorem_6(path: Path, instance: InterdependentInstance, by: By, as_json: bool) -> None:
    found = survivors(instance)
    if not isinstance(found, GPlusSurvivors):
        raise InputError(why_not_settled(instance, found))
    if as_json:
        print_json(survivors_as_json(found))
    else:
        print_survivors(found, console_of_lines())


ELIMINATE: dict[str, Callable[[Path, InterdependentInstance, By, bool], None]] = {
    GDoubleStar.symbol: _plans,
    GPlus.symbol: _by_theorem_6,
}
