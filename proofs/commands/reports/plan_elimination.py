"""The elimination of plans in G**, in words and as JSON."""

from typing import Any

from rich.console import Console
from rich.text import Text

from gametheory.games.errors import TooLargeError
from mechanisms.files.messages import message_document
from mechanisms.g_double_star.agents import Agent, buyers_with_signals
from mechanisms.g_double_star.one_buyer.elimination import PlanElimination, PlanSet
from mechanisms.markets.market import Market
from proofs.theorem_4.one_buyer.elimination_words import reasons, who

REASONS = 12  # sentences for an agent and round


def print_plan_elimination(run: PlanElimination, out: Console) -> None:
    """What leaves in each round, and why, for every buyer and signal."""
    out.print(Text(run.instance.title, style="bold"))
    out.print(f"weak dominance by {run.by.value} plans; every removal and every survivor {_rechecked(run)}")
    out.print("sellers: nothing the only seller of a group says affects her; all her messages survive")
    agents = buyers_with_signals(run.instance)
    for r in range(1, len(run.sets)):
        out.print(Text(f"\nRound {r}", style="bold"))
        for agent in agents:
            before, after = run.sets[r - 1][agent].size(), run.sets[r][agent].size()
            out.print(Text(f"{who(run, agent)}: {before:,} plans, {after:,} left"))
            if before == after:
                continue
            found = list(reasons(run, r, agent))
            for reason in found[:REASONS]:
                out.print(Text(f"  {reason.sentence}"))
            if len(found) > REASONS:
                out.print(f"  ... and {len(found) - REASONS} more reasons")
    out.print(f"\nS^∞ = S^{len(run.rounds)}")


def _rechecked(run: PlanElimination) -> str:
    try:
        return "rechecked" if run.holds() else "NOT as claimed"
    except TooLargeError as wrong:
        return f"as found, not rechecked ({wrong})"


def plan_elimination_as_json(run: PlanElimination) -> dict[str, Any]:
    """`survivors`: the first, second and third messages left; `rounds`: who loses how many plans, and why."""
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
