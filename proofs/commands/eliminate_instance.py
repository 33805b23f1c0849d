"""`undominated eliminate` on an instance with private signals: G** by plans, G+ by Theorem 6."""

from pathlib import Path
from typing import Any

from gametheory.games.relation import By
from mechanisms.files.interdependent import read_interdependent
from mechanisms.files.messages import message_document
from mechanisms.files.toml import read_toml
from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.mechanism import GDoubleStar, GroupSizeError
from mechanisms.g_double_star.one_buyer.elimination import PlanElimination, PlanSet, eliminate_plans
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.market import Market
from proofs.commands.eliminate_g_plus import GPlusSurvivors, eliminate_g_plus, g_plus_as_json
from proofs.theorem_4.one_buyer.elimination_words import reasons, who


def eliminate_instance(path: Path, by: By) -> PlanElimination | GPlusSurvivors | None:
    """The elimination on an instance of G** or G+, or None if the file is about anything else.

    Raises `InstanceError` for what is not well formed, `TooLargeError` for what cannot be listed and
    `NotSettledError` for an instance of G+ on which the argument of Theorem 6 fails.
    """
    if path.suffix.lower() != ".toml":
        return None
    file = read_toml(path)
    mechanism = file.section("market").text("mechanism")
    if mechanism == GPlus.symbol:
        return eliminate_g_plus(read_interdependent(file))
    if mechanism != GDoubleStar.symbol:
        return None
    instance = read_interdependent(file)
    if (n := instance.mechanism.market.n) > 1:
        raise GroupSizeError(
            f"{path}: market.n: plans are listed for one buyer in a group, got n = {n} "
            "(check says what is known of Theorem 4 there)"
        )
    return eliminate_plans(instance, by=by)


def instance_as_json(run: PlanElimination | GPlusSurvivors) -> dict[str, Any]:
    """`survivors`: the first, second and third messages left; `rounds`: who loses how many plans, and why."""
    if isinstance(run, GPlusSurvivors):
        return g_plus_as_json(run)
    market = run.instance.mechanism.market

    def lost(r: int, agent: Agent) -> dict[str, Any]:
        return {
            "player": who(run, agent),
            "plans": run.sets[r - 1][agent].size() - run.sets[r][agent].size(),
            "because": [reason.sentence for reason in reasons(run, r, agent)],
        }

    return {
        "survivors": {who(run, agent): _document(market, left) for agent, left in run.survivors.items()},
        "rounds": [
            [lost(r, agent) for agent, own in removed.items() if own]
            for r, removed in enumerate(run.rounds, start=1)
        ],
    }


def _document(market: Market, left: PlanSet) -> dict[str, Any]:
    demands = [message_document(d) for d in market.messages()]
    return {
        "plans": left.size(),
        "first": [demands[d] for d in left.firsts],
        "second": [demands[e] for e in left.seconds],
        "third": [[demands[y] for y in row] for row in left.thirds.tolist()],
    }
