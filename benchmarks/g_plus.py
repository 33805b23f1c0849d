"""G+: Theorem 6 on one instance, and dominance decisions on plans with 1,093 coordinates."""

from collections.abc import Iterable
from functools import partial
from typing import TypeVar

from benchmarks.suite import Case, Contestant, Suite
from gametheory.games.relation import By
from gametheory.plans.dominance import domination_or_support
from gametheory.plans.form import Environments, Plan
from mechanisms.g_plus.alike_environments import AlikeEnvironments
from mechanisms.g_plus.environments import GPlusEnvironments
from mechanisms.markets.market import Side
from proofs.theorem_6.family import Member, members
from proofs.theorem_6.hypotheses import broken_by_counts, broken_hypotheses
from proofs.theorem_6.orbits import decisions
from proofs.theorem_6.statement import Asked, Violation, decide, players

Others = TypeVar("Others")


def _member(n: int, prices: int, r: int = 3) -> Member:
    """The first member that breaks no hypothesis."""
    return next(each for each in members(n, (prices,), 40, r) if not broken_by_counts(each.by_counts()))


def _by_counts(member: Member) -> int:
    """The instance, the hypotheses, and every cell on the path of one agent a side; how many there are."""
    counted = member.by_counts()
    if broken_by_counts(counted):
        raise ArithmeticError("a hypothesis fails")
    return _asked(each for _, _, decided in decisions(counted) for each in decided)


def _by_lists(member: Member) -> int:
    """The same for every agent, from a list of all profiles: as many cells for each of a side."""
    instance = member.instance()
    if broken_hypotheses(instance):
        raise ArithmeticError("a hypothesis fails")
    cells = _asked(each for agent in players(instance) for each in decide(agent))
    return cells // instance.mechanism.market.side_size


def _asked(found: Iterable[Asked | Violation]) -> int:
    every = list(found)
    if not all(isinstance(each, Asked) for each in every):
        raise ArithmeticError("the argument fails")
    return len(every)


def _environments(prices: int) -> GPlusEnvironments:
    instance = _member(1, prices).instance()
    return GPlusEnvironments(instance, instance.mechanism.market.buyers[0], "H")


def _alike(n: int, prices: int) -> AlikeEnvironments:
    return AlikeEnvironments(_member(n, prices).by_counts(), Side.BUYER, "H")


def _decide(by: By, others: Environments[Others]) -> str:
    """A best reply to the mean, and the same with another first message: which is dominated? Rechecked."""
    reply = others.form.best(others.mean())[1]
    other = Plan(0, (1 - reply.actions[0], *reply.actions[1:]))
    answers = [domination_or_support(others, plan, by) for plan in (reply, other)]
    if not all(answer.holds(others) for answer in answers):
        raise ArithmeticError("the evidence does not hold")
    return ", ".join(type(answer).__name__ for answer in answers)


LISTS = frozenset({"by lists"})  # of profiles, which are out of the question there

THEOREM_6 = Suite(
    "Theorem 6 at k=l=1, two signals a side, building the instance and hypotheses included",
    [
        Case("r=3, n=1, P={1/2}", partial(_member, 1, 1)),
        Case("r=3, n=1, P={0, 1}", partial(_member, 1, 2)),
        Case("r=3, n=2, P={1/2}", partial(_member, 2, 1), skip=LISTS),
        Case("r=3, n=2, P={0, 1}", partial(_member, 2, 2), skip=LISTS),
        Case("r=3, n=3, P={1/2}", partial(_member, 3, 1), skip=LISTS),
        Case("r=4, n=2, P={1/2}", partial(_member, 2, 1, 4), skip=LISTS),
        Case("r=3, n=5, P={1/2}", partial(_member, 5, 1), skip=LISTS),
        Case("r=6, n=5, P={1/2}", partial(_member, 5, 1, 6), skip=LISTS),
    ],
    [Contestant("by counts", _by_counts), Contestant("by lists", _by_lists)],
    seconds=120,
    repeats=1,
)

DOMINANCE = Suite(
    "two decisions on plans of G+ at r=3, k=l=1, n=1 where not said, evidence included",
    [
        Case("P={1/2}, 43 coordinates", partial(_environments, 1)),
        Case("P={0, 1}, 1,093 coordinates", partial(_environments, 2)),
        Case("the same, alike", partial(_alike, 1, 2)),
        Case("n=2, P={0, 1}, 263,173 coordinates, alike", partial(_alike, 2, 2)),
    ],
    [
        Contestant("pure dominators", partial(_decide, By.PURE)),
        Contestant("mixed dominators", partial(_decide, By.MIXED)),
    ],
    seconds=120,
)
