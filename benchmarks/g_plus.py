"""G+: Theorem 6 on one instance, and dominance decisions on plans with 1,093 coordinates."""

from functools import partial

from benchmarks.suite import Case, Contestant, Suite
from gametheory.games.relation import By
from gametheory.plans.dominance import domination_or_support
from gametheory.plans.form import Plan
from mechanisms.g_plus.environments import GPlusEnvironments
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.theorem_6.family import members
from proofs.theorem_6.hypotheses import broken_hypotheses
from proofs.theorem_6.statement import Asked, are_alike, decide, players


def _instance(n: int, prices: int) -> InterdependentInstance:
    """The first member of the family that breaks no hypothesis."""
    instances = (member.instance() for member in members(n, (prices,), 40))
    return next(instance for instance in instances if not broken_hypotheses(instance))


def _theorem_6(up_to_names: bool, instance: InterdependentInstance) -> int:
    """The hypotheses, and every cell on the path; how many there are."""
    if broken_hypotheses(instance):
        raise ArithmeticError("a hypothesis fails")
    alike = up_to_names and are_alike(instance)
    found = [asked for agent in players(instance, alike) for asked in decide(agent, alike)]
    if not all(isinstance(asked, Asked) for asked in found):
        raise ArithmeticError("the argument fails")
    return len(found)


def _every_agent(instance: InterdependentInstance) -> int:
    """The same for every agent, as many cells for each of a side."""
    return _theorem_6(False, instance) // instance.mechanism.market.side_size


def _environments(prices: int) -> GPlusEnvironments:
    instance = _instance(1, prices)
    return GPlusEnvironments(instance, instance.mechanism.market.buyers[0], "H")


def _decide(by: By, others: GPlusEnvironments) -> str:
    """A best reply to the mean, and the same with another first message: which is dominated? Rechecked."""
    reply = others.form.best(others.mean())[1]
    other = Plan(0, (1 - reply.actions[0], *reply.actions[1:]))
    answers = [domination_or_support(others, plan, by) for plan in (reply, other)]
    if not all(answer.holds(others) for answer in answers):
        raise ArithmeticError("the evidence does not hold")
    return ", ".join(type(answer).__name__ for answer in answers)


THEOREM_6 = Suite(
    "Theorem 6 at r=3, k=l=1, two signals a side, hypotheses included",
    [
        Case("n=1, P={1/2}", partial(_instance, 1, 1)),
        Case("n=1, P={0, 1}", partial(_instance, 1, 2)),
        Case("n=2, P={1/2}", partial(_instance, 2, 1), skip=frozenset({"every agent, all selections"})),
    ],
    [
        Contestant("one agent of a side", partial(_theorem_6, True)),
        Contestant("every agent, all selections", _every_agent),
    ],
    seconds=120,
    repeats=1,
)

DOMINANCE = Suite(
    "two decisions on plans of G+ at r=3, n=k=l=1, evidence included",
    [
        Case("P={1/2}, 43 coordinates", partial(_environments, 1)),
        Case("P={0, 1}, 1,093 coordinates", partial(_environments, 2)),
    ],
    [
        Contestant("pure dominators", partial(_decide, By.PURE)),
        Contestant("mixed dominators", partial(_decide, By.MIXED)),
    ],
    seconds=120,
)
