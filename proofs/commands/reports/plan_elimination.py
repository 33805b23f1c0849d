"""The elimination of plans in G**, in words and as JSON."""

from collections.abc import Mapping
from typing import Any

from gametheory.games.errors import TooLargeError
from gametheory.games.labels import MOST_LISTED
from gametheory.games.relation import By, Relation
from mechanisms.files.messages import message_document
from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.one_buyer.elimination import PlanElimination, PlanSet
from mechanisms.markets.market import Market
from proofs.claims.scopes import number_of
from proofs.commands.reports.market import describe_agents, describe_market
from proofs.commands.reports.parts import Part, Title
from proofs.commands.reports.table import Column, Table
from proofs.theorem_4.one_buyer.elimination_words import reasons, who
from proofs.theorem_4.one_buyer.statement import BetterReply, Solved, better_replies


def plan_elimination_report(run: PlanElimination, finished: bool, every: bool) -> list[Part]:
    """What is left to every buyer and signal, whether that is a solution, and who loses what, and why."""
    g = run.instance.mechanism
    left = _alike(run, {agent: (_of(own, run.sets[0][agent], "of"),) for agent, own in run.survivors.items()})
    parts: list[Part] = [
        Title(run.instance.title),
        *describe_market(g.symbol, g.market),
        "",
        f"{_answer(run, finished)} {_equilibrium(run)}",
        Table("", (Column("buyer"), Column("plans left")), left),
        "Sellers keep all messages: nothing the only seller of a group says affects her.",
        _rechecked(run),
    ]
    if run.rounds:
        parts += ["", Title("In each round all weakly dominated plans leave"), _removals(run, every)]
    return parts


def find_better_reply(run: PlanElimination) -> BetterReply | None:
    """A survivor that is no best reply to all survivors, or None."""
    solved = Solved(run.instance, run, {})
    return next((found for agent in run.survivors for found in better_replies(solved, agent)), None)


def _answer(run: PlanElimination, finished: bool) -> str:
    """How many rounds leave what."""
    last = len(run.rounds)
    if not last:
        return "No plan is weakly dominated: S^∞ = S^0."
    by = " by mixtures" if run.by is By.MIXED else ""
    rounds = (
        f"{number_of(last, 'round')} of weak dominance{by} {'leaves' if last == 1 else 'leave'} these plans"
    )
    if not finished:
        return f"Stopped as asked: {rounds}, S^{last}."
    return f"{rounds}: S^∞ = S^{last}."


def _equilibrium(run: PlanElimination) -> str:
    better = find_better_reply(run)
    if better is None:
        return "Every combination of them is a Bayesian Nash equilibrium."
    why = better.describe(run.instance)
    return f"Not every combination of them is a Bayesian Nash equilibrium: {why}."


def _rechecked(run: PlanElimination) -> str:
    try:
        return f"Every removal and every survivor is {'' if run.holds() else 'NOT '}as claimed: rechecked."
    except TooLargeError as wrong:
        return f"The elimination is as found, not rechecked: {wrong}."


def _removals(run: PlanElimination, every: bool) -> Table:
    rows: list[tuple[str, ...]] = []
    for r, lost in enumerate(run.rounds, start=1):
        cells = {}
        for agent in (agent for agent, own in lost.items() if own):
            found = [reason.sentence for reason in reasons(run, r, agent)]
            more = len(found) - MOST_LISTED
            if more > 0 and not every:
                found[MOST_LISTED:] = [f"and {number_of(more, 'more reason')} (--all lists every one)"]
            sizes = _of(run.sets[r - 1][agent], run.sets[r][agent], "to")
            cells[agent] = sizes, "\n".join(found)
        rows += [(f"round {r}", *row) for row in _alike(run, cells)]
    columns = (Column("when"), Column("buyer"), Column("plans"), Column("what dominated plans do", prose=1))
    return Table("", columns, rows)


def _alike(run: PlanElimination, cells: Mapping[Agent, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """A row for buyers with a signal of whom the same is to be said."""
    alike: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for (i, signal), row in cells.items():
        alike.setdefault((signal, row), []).append(i)
    market = run.instance.mechanism.market
    return [
        (f"{describe_agents(market, own)} with signal {signal}", *row) for (signal, row), own in alike.items()
    ]


def _of(some: PlanSet, others: PlanSet, word: str) -> str:
    return f"{some.size():,} {word} {others.size():,}"


def plan_elimination_as_json(run: PlanElimination, finished: bool) -> dict[str, Any]:
    """`survivors`: the first, second and third messages left; `rounds`: who loses how many plans, and why."""
    better = find_better_reply(run)
    market = run.instance.mechanism.market

    def lost(r: int, agent: Agent) -> dict[str, Any]:
        return {
            "player": who(run, agent),
            "plans": run.sets[r - 1][agent].size() - run.sets[r][agent].size(),
            "because": [reason.sentence for reason in reasons(run, r, agent)],
        }

    return {
        "relation": Relation.WEAK.value,
        "by": run.by.value,
        "finished": finished,
        "survivors": {who(run, agent): _document(market, left) for agent, left in run.survivors.items()},
        "deviation": None if better is None else better.describe(run.instance),
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
