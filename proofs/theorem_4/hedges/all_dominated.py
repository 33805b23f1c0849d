"""Why no plan with a first message is left: copies that outdo second demands, plans that dominate others.

Every plan with first message d and second demands s is dominated, while the others send what they may, by

    a copy    another first message d' with second demands s', and with the third demands of the plan. By
              branches 1 and 2 it earns no less whatever the others send, and more for something; branches 3
              and 4 pay the same. With anonymous payoffs and symmetric f it is enough to look at others who
              all do alike: the worst that her possible mates can do, one by one, is the same for each.
    or by what dominates a plan z with d and demands that earn at least what s does: a plan y with another
              first message. It dominates every plan with d and s whose third demands are those of z wherever
              these and y's differ. For replacing them there by y's, and sending what y does, earns over it
              what y earns over z. Such third demands are *ruled out*; all are in the end.

A plan that is dominated by any plan whatever leaves: following dominators upwards ends at one that is left.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TypeAlias

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import matrix_product
from gametheory.plans.evidence import PlanDomination, is_plan
from gametheory.plans.form import Plan
from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.groups.payoff import Opponents
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.g_double_star.groups.played_bound import least_gains
from mechanisms.g_double_star.groups.played_copies import copy_earns_the_same
from mechanisms.g_double_star.groups.played_gains import PlayedGains
from mechanisms.g_double_star.groups.second_message_payoffs import DemandPair
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message
from proofs.conditions.anonymity import is_anonymous
from proofs.theorem_4.hedges.recheck import MOST_SUMS, BuyerByRuns, Vector, add, entries

Second: TypeAlias = tuple[tuple[Message, DemandPair], ...]  # m, and the demands at (d, m) and (m, d)
Ruled: TypeAlias = Mapping[int, int]  # what dominated plans have at some of the cells of the third message


@dataclass(frozen=True)
class AllDominated:
    """Evidence that, given what others may send, all plans with this first message are dominated."""

    agent: Agent
    first: Message
    sent: tuple[tuple[str, tuple[Message, ...]], ...]  # what the others may send, by their signals
    copies: tuple[tuple[Message, Second], ...]
    plans: tuple[PlanDomination[Opponents], ...] = ()  # against everything: only if the others may send it

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck against every second demand, and every third one where it must be, by runs of G**."""
        sent, (i, _) = dict(self.sent), self.agent
        buyer = BuyerForm(instance.mechanism.market, i)
        roots = {d for d, _ in self.copies} | {
            buyer.demands[each.dominator.root] for each in self.plans if isinstance(each.dominator, Plan)
        }
        if (
            not is_anonymous(instance)
            or sorted(sent) != sorted(instance.prior.spaces[i])
            or not all(sent.values())
            or self.first in roots
            or not all(self._answers_all(*copy) for copy in self.copies)
            or not all(
                copy_earns_the_same(instance.mechanism, buyer, *map(buyer.demands.index, (self.first, d)))
                for d in roots
            )
        ):
            return False
        runs = BuyerByRuns(
            instance, self.agent, [tuple(zip(sent, e, strict=True)) for e in product(*sent.values())]
        )
        copies = [runs.earned(d, entries(d, dict(second))) for d, second in self.copies]
        left = [row for row in _rows(runs, self.first) if not any(_outdoes(copy, row) for copy in copies)]
        return not left or self._are_ruled_out(left, runs, buyer)

    def _answers_all(self, first: Message, second: Second) -> bool:
        """Are these second demands after all that the others may send, one where the tuple does not tell?"""
        messages = {m for _, own in self.sent for m in own}
        return {m for m, _ in second} == messages and all(m != first or x == y for m, (x, y) in second)

    def _are_ruled_out(self, rows: Sequence[Vector], runs: BuyerByRuns, buyer: BuyerForm) -> bool:
        """Is, for each of these second demands, every third message ruled out?"""
        if any(set(own) != set(buyer.demands) for _, own in self.sent):
            return False
        played = PlayedGains(runs.instance, *self.agent)
        if not all(_dominates(played, each) for each in self.plans):
            return False
        ruled = [
            (runs.earned(self.first, buyer.message_of(each.plan).second), _differences(buyer, each))
            for each in self.plans
            if buyer.demands[each.plan.root] == self.first
        ]
        return all(
            _covers(
                [own for earned, own in ruled if all(a >= b for a, b in zip(earned, row, strict=True))],
                len(buyer.market.X),
                {},
            )
            for row in rows
        )


def _rows(runs: BuyerByRuns, first: Message) -> Iterator[Vector]:
    """What the first message earns with second demands that no others earn more than, against each e.

    After each message of a mate those that earn no more than others there against every e are left out.
    """
    base, cells = runs.branches_1_and_2(first)
    after: dict[Message, set[Vector]] = {}
    for (shown, _), by_bundle in cells.items():
        (m,) = set(shown) - {first} or {first}
        so_far = after.get(m, {tuple(0 * value for value in base)})
        after[m] = _best({add(one, more) for one in so_far for more in by_bundle.values()})
    if (count := prod(map(len, after.values()))) > MOST_SUMS:
        raise TooLargeError(f"second demands: at most {MOST_SUMS:,} to look at, got {count:,}")
    for chosen in product(*after.values()):
        yield add(base, *chosen)


def _best(vectors: set[Vector]) -> set[Vector]:
    """Those that no other one is at least as large as everywhere."""
    return {
        one
        for one in vectors
        if not any(other != one and all(a >= b for a, b in zip(other, one, strict=True)) for other in vectors)
    }


def _outdoes(one: Vector, other: Vector) -> bool:
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


def _dominates(played: PlayedGains, found: PlanDomination[Opponents]) -> bool:
    """Is the dominator a plan that is nowhere worse, and better once?"""
    if not (
        isinstance(found.dominator, Plan)
        and all(is_plan(played.form, z) for z in (found.plan, found.dominator))
    ):
        return False
    direction = played.form.vector(found.dominator) - played.form.vector(found.plan)
    return (
        all(drawn + final >= 0 for drawn, final in least_gains(played, direction))
        and int(matrix_product(played.gains(found.strict_at), direction)) > 0
    )


def _differences(buyer: BuyerForm, found: PlanDomination[Opponents]) -> Ruled:
    """What the plan's third message has where it is not the dominator's: by the others' first messages."""
    thirds = []
    for plan in (found.plan, found.dominator):
        assert isinstance(plan, Plan)
        seconds = sum(cell.part == 2 for cell in buyer.cells[plan.root])
        thirds.append(plan.actions[seconds:])
    return {c: x for c, (x, y) in enumerate(zip(*thirds, strict=True)) if x != y}


def _covers(ruled: Sequence[Ruled], count: int, fixed: Ruled) -> bool:
    """Does every choice of one of `count` actions at each cell, given those fixed, agree with some rule?"""
    open_ = [own for own in ruled if all(fixed.get(c, x) == x for c, x in own.items())]
    if not open_:
        return False
    free = [c for c in open_[0] if c not in fixed]
    return not free or all(_covers(open_, count, {**fixed, free[0]: x}) for x in range(count))
