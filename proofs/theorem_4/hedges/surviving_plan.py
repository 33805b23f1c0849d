"""Does some plan with a given first message survive round 1? Decided on full plans, by the engine.

A `Hedge` settles it without a plan, but only where others can be found against whom a third demand is best
*whatever the signals*. What follows needs no such others. A plan z with first message d, second demands s and
third demands w is shown to `domination_or_support`:

survives   no plan dominates it: the certificate is the record.
dominated  by a plan with first message d: that one is next, and is better than z; this ends.
           by a plan y with another first message, second demands s' and third demands w': then so is every
           plan with d and s whose third demands are those of w where w and w' differ. For replacing them
           there by w', and sending what y does, earns over it just what y earns over z, as third messages
           are copied exactly. No such plan is looked at again.

So all third demands after s are ruled out in the end, or one of them survives. Second demands that are
outdone by a copy need no look, and neither do those that others after d are as good as (`Replies`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from gametheory.games.errors import UndecidedError
from gametheory.games.relation import By
from gametheory.plans.dominance import domination_or_support
from gametheory.plans.evidence import PlanDomination, UndominatedPlan, is_plan
from gametheory.plans.form import Plan
from mechanisms.g_double_star.groups.environments import BuyerEnvironments
from mechanisms.g_double_star.groups.payoff import Opponents
from mechanisms.g_double_star.groups.played_gains import PlayedGains
from mechanisms.g_double_star.groups.second_message_payoffs import Agent, DemandPair
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message
from proofs.theorem_4.hedges.hedge import Replies, not_outdone

MOST_PLANS = 60  # plans shown to the engine before it gives up

Third: TypeAlias = tuple[int, ...]  # the actions at the cells of the third message, in their order
Ruled: TypeAlias = Mapping[int, int]  # what dominated plans have at some of these cells


@dataclass(frozen=True)
class SurvivingPlan:
    """Evidence that S^1, by pure dominance, has this very plan with this first message."""

    agent: Agent
    first: Message
    evidence: UndominatedPlan[Opponents]

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck the first message, and the certificate by what runs of G** say that coordinates earn."""
        played, plan = PlayedGains(instance, *self.agent), self.evidence.plan
        return (
            self.evidence.by is By.PURE
            and is_plan(played.form, plan)
            and played.buyer.demands[plan.root] == self.first
            and self.evidence.holds(played)
        )


def survivor_or_dominations(
    instance: InterdependentInstance, known: Replies, first: Message, *, most_plans: int = MOST_PLANS
) -> SurvivingPlan | tuple[PlanDomination[Opponents], ...]:
    """A plan with this first message in S^1; else what dominates those that are not outdone by copies.

    `known` has the replies to all first messages. Raises `UndecidedError` when `most_plans` plans are
    dominated and others are left, or when OR-tools is needed and is not there.
    """
    search = _Search(BuyerEnvironments(instance, *known.branches.agent), first, most_plans)
    rows = sorted(not_outdone(known, first), key=lambda row: -sum(map(int, known.earned[row])))
    try:
        found = (search.after(dict(known.second(row, known.messages))) for row in rows)
        evidence = next((each for each in found if each is not None), None)
    except ImportError as missing:
        raise UndecidedError(str(missing)) from None
    if evidence is None:
        return tuple(search.dominations)
    return SurvivingPlan(known.branches.agent, first, evidence)


class _Search:
    """Plans of a buyer with one first message, shown to the engine."""

    def __init__(self, environments: BuyerEnvironments, first: Message, most_plans: int) -> None:
        self.environments, self.first, self.most_plans = environments, first, most_plans
        self.buyer = environments.payoffs.buyer
        self.root = self.buyer.demands.index(first)
        self.shown = 0
        self.listed: list[Opponents] = []  # against whom plans before this one fell short
        self.dominations: list[PlanDomination[Opponents]] = []  # by plans with another first message
        form, mean, count = self.buyer.form, environments.mean(), len(self.buyer.market.X)
        places = form.first[self.root][self._second_count(self.root) :]
        self.wanted = tuple(int(np.argmax(mean[at : at + count])) for at in places)  # best at the mean

    def after(self, second: Mapping[Message, DemandPair]) -> UndominatedPlan[Opponents] | None:
        """A plan with these second demands, or a better one, undominated; None if there is none."""
        ruled: list[Ruled] = []
        while (third := avoiding(ruled, self.wanted, len(self.buyer.market.X))) is not None:
            plan = Plan(self.root, self._second(second) + third)
            met = len(self.listed)
            answer = self._follow(plan)
            if isinstance(answer, UndominatedPlan):
                return answer
            self.dominations.append(PlanDomination(plan, answer, self.listed[met]))
            other = answer.actions[self._second_count(answer.root) :]
            ruled.append({c: x for c, (x, y) in enumerate(zip(third, other, strict=True)) if x != y})
        return None

    def _follow(self, plan: Plan) -> UndominatedPlan[Opponents] | Plan:
        """From a plan to what dominates it, until nothing does or the first message is another one."""
        while True:
            if self.shown == self.most_plans:
                raise UndecidedError(
                    f"all of {self.shown} plans with the first message {self.first} that were looked at are "
                    "dominated, and others are left"
                )
            self.shown += 1
            answer = domination_or_support(self.environments, plan, By.PURE, listed=self.listed)
            if isinstance(answer, UndominatedPlan):
                return answer
            assert isinstance(answer.dominator, Plan)  # by pure dominance
            self.listed.append(answer.strict_at)
            plan = answer.dominator
            if plan.root != self.root:
                return plan

    def _second_count(self, root: int) -> int:
        return sum(cell.part == 2 for cell in self.buyer.cells[root])

    def _second(self, second: Mapping[Message, DemandPair]) -> tuple[int, ...]:
        """The actions at the cells of the second message, which come first."""
        actions = []
        for _, shown, p in self.buyer.cells[self.root][: self._second_count(self.root)]:
            place = 0 if shown[0] == self.first else 1
            actions.append(self.buyer.market.X.index(second[shown[1 - place]][place][p]))
        return tuple(actions)


def avoiding(ruled: Sequence[Ruled], wanted: Third, count: int) -> Third | None:
    """Actions, 0 to count - 1 at each cell, that agree with nothing that is ruled out; None if all do.

    They begin with what is wanted and change one cell at a time.

    >>> avoiding([{0: 1}, {0: 0, 2: 1}], (1, 1, 1), 2)
    (0, 1, 0)
    >>> avoiding([{0: 1}, {0: 0}], (1, 1, 1), 2) is None
    True
    """
    return next(_avoiding(ruled, wanted, count, {}), None)


def _avoiding(
    ruled: Sequence[Ruled], wanted: Third, count: int, changed: Mapping[int, int]
) -> Iterator[Third]:
    actions = tuple(changed.get(c, x) for c, x in enumerate(wanted))
    broken = next((own for own in ruled if all(actions[c] == x for c, x in own.items())), None)
    if broken is None:
        yield actions
        return
    for c, x in broken.items():
        if c not in changed:
            for other in range(count):
                if other != x:
                    yield from _avoiding(ruled, wanted, count, {**changed, c: other})
