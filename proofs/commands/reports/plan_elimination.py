"""The elimination of plans in G**, in words and as JSON."""

from typing import Any

from gametheory.games.relation import By, Relation
from mechanisms.files.messages import message_document
from mechanisms.g_double_star.agents import Agent, buyers_with_signals
from mechanisms.g_double_star.one_buyer.elimination import PlanElimination, PlanSet
from mechanisms.markets.market import Market
from proofs.claims.scopes import number_of
from proofs.commands.reports.listed import MOST_LISTED
from proofs.commands.reports.market import describe_market
from proofs.commands.reports.parts import Part, Title
from proofs.commands.reports.table import Column, Table
from proofs.theorem_4.one_buyer.elimination_words import reasons, who
from proofs.theorem_4.one_buyer.statement import BetterReply, Solved, better_replies


def plan_elimination_report(run: PlanElimination, finished: bool, every: bool) -> list[Part]:
    """What is left to every buyer and signal, whether that is a solution, and who loses what, and why."""
    g = run.instance.mechanism
    left = [
        (who(run, agent), f"{own.size():,} of {run.sets[0][agent].size():,}")
        for agent, own in run.survivors.items()
    ]
    parts: list[Part] = [
        Title(run.instance.title),
        *describe_market(g.symbol, g.market),
        "",
        f"{_answer(run, finished)} {_equilibrium(run)}",
        Table("", (Column("buyer"), Column("plans left")), left),
        "Sellers keep all messages: nothing the only seller of a group says affects her.",
        f"Every removal and every survivor is {'' if run.holds() else 'NOT '}as claimed: rechecked.",
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


def _removals(run: PlanElimination, every: bool) -> Table:
    rows = []
    for r in range(1, len(run.sets)):
        for agent in buyers_with_signals(run.instance):
            before, after = (sets[agent].size() for sets in run.sets[r - 1 : r + 1])
            if before > after:
                found = [reason.sentence for reason in reasons(run, r, agent)]
                more = len(found) - MOST_LISTED
                if more > 0 and not every:
                    found[MOST_LISTED:] = [f"and {number_of(more, 'more reason')} (--all lists every one)"]
                why = "\n".join(found)
                rows.append((f"round {r}", who(run, agent), f"{before:,} to {after:,}", why))
    columns = (Column("when"), Column("buyer"), Column("plans"), Column("what dominated plans do", prose=1))
    return Table("", columns, rows)


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
