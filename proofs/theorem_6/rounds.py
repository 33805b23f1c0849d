"""Theorem 6 by the dominance engine: rounds 1 and 2 on sampled plans.

An independent check of the argument in `statement`, which never asks for a dominator. Here every verdict
comes from `plans.dominance`, with evidence that is rechecked, against everything the others can do:

round 1    a plan whose first message is not price-taking is dominated; a best reply to a belief that gives
           every profile a positive probability is not, not even by a mixture, and its first message is
           price-taking;
round 2    against price-taking first messages (with any answers) such a best reply is dominated exactly if it
           violates (17) or (18) on the path; otherwise it earns what every plan that satisfies them earns.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Generic, Protocol, TypeVar

from gametheory.games.exact import IntegerArray
from gametheory.games.relation import By
from gametheory.plans.dominance import domination_or_support
from gametheory.plans.evidence import PlanDomination
from gametheory.plans.form import Environments, Plan
from mechanisms.g_plus.alike_environments import AlikeEnvironments
from mechanisms.g_plus.alike_gains import AlikePlay
from mechanisms.g_plus.cells import Cell, Part, unordered
from mechanisms.g_plus.environments import GPlusEnvironments, Play
from mechanisms.markets.counted import CountedInstance
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Market, Message, Side
from mechanisms.markets.price_taking import price_taking
from proofs.theorem_6.orbits import CountedAgent, decide_by_counts
from proofs.theorem_6.statement import Asked, decide

Others = TypeVar("Others")

MIXED_IN = 12  # profiles that a random belief makes likely


class GPlusPlans(Environments[Others], Protocol[Others]):
    """What the others can do to an agent of G+ who chooses a plan."""

    market: Market
    demands: list[Message]

    @property
    def cells(self) -> list[Cell]:
        """Where each action is read, in the order of the form."""

    def first_message(self, plan: Plan) -> Message:
        """What the plan sends first."""


class TwoRounds(Generic[Others]):
    """What an agent with a signal meets in round 1 and in round 2, and what the theorem asks of her.

    `taking` are her price-taking messages; `asked` has what is best at each cell on the path, up to order;
    `random_play` draws what the others may do in round 1.
    """

    def __init__(
        self,
        first_round: GPlusPlans[Others],
        second_round: GPlusPlans[Others],
        taking: Iterable[Message],
        asked: Mapping[Cell, tuple[Bundle, ...]],
        random_play: Callable[[Random], Others],
    ) -> None:
        self.first_round, self.second_round, self.random_play = first_round, second_round, random_play
        self.taking, self.asked = set(taking), asked
        self.cells = [_unordered(cell) for cell in first_round.cells]

    def satisfies_16(self, plan: Plan) -> bool:
        """Is the first message price-taking?"""
        return self.first_round.first_message(plan) in self.taking

    def satisfies_17_and_18(self, plan: Plan) -> bool:
        """Are all entries on the path best?"""
        X = self.first_round.market.X
        return all(X[x] in self.asked.get(cell, X) for x, cell in zip(plan.actions, self.cells, strict=True))

    def best_reply(self, random: Random) -> Plan:
        """A best reply to a random belief with full support."""
        others = self.first_round
        scale = 10 ** random.randrange(9)
        belief: IntegerArray = others.mean() + random.choice((0, scale)) * self.second_round.mean()
        for _ in range(MIXED_IN):
            belief += random.randrange(scale) * others.gains(self.random_play(random))
        return others.form.best(belief)[1]

    def obedient(self, plan: Plan) -> Plan:
        """The same plan, but with best entries on the path."""
        X = self.first_round.market.X
        changed = (
            X.index(self.asked[cell][0]) if cell in self.asked and X[x] not in self.asked[cell] else x
            for x, cell in zip(plan.actions, self.cells, strict=True)
        )
        return Plan(0, tuple(changed))


def by_name(instance: InterdependentInstance, i: int, own: str) -> TwoRounds[Play]:
    """Agent i at r = 3, n = 1, against everything the others can do, each by name."""
    first = GPlusEnvironments(instance, i, own)
    agent, place = first.agent, {d: at for at, d in enumerate(first.demands)}
    sent = {node: [place[d] for d in own_taking] for node, own_taking in agent.taking.items()}
    second = first.restricted(sent)
    asked = {found.cell: found.best for found in decide(agent) if isinstance(found, Asked)}
    return TwoRounds(first, second, agent.taking[i, own], asked, partial(_random_play, first))


def alike(counted: CountedInstance, side: Side, own: str) -> TwoRounds[AlikePlay]:
    """Any agent of a side, for groups of any size, where the agents of a side are alike."""
    first = AlikeEnvironments(counted, side, own)
    place = {d: at for at, d in enumerate(first.demands)}
    taking = {
        (each, signal): list(price_taking(counted.informed(each, signal, counted.nobody), counted.market))
        for each, signal in first.nodes
    }
    sent = {node: [place[d] for d in own_taking] for node, own_taking in taking.items()}
    second = AlikeEnvironments(counted, side, own, sent)
    decided = decide_by_counts(CountedAgent(counted, side, own))
    asked = {found.cell: found.best for found in decided if isinstance(found, Asked)}
    return TwoRounds(first, second, taking[side, own], asked, first.random_play)


@dataclass(frozen=True)
class Contradiction:
    """A plan of which the engine says something else than the theorem, and in which round."""

    r: int
    plan: Plan
    dominated: bool


def contradictions(rounds: TwoRounds[Others], plans: int, random: Random) -> Iterator[Contradiction | None]:
    """One after the other for so many random beliefs: None where the engine agrees with the theorem."""
    for _ in range(plans):
        survivor = rounds.best_reply(random)
        wrong_first = _with_another_first_message(rounds, survivor, random)
        if not rounds.satisfies_16(wrong_first):
            yield _agree(rounds.first_round, wrong_first, True, 1)
        yield _agree(rounds.first_round, survivor, not rounds.satisfies_16(survivor), 1)
        yield _agree(rounds.second_round, survivor, not rounds.satisfies_17_and_18(survivor), 2)
        yield _as_good(rounds, rounds.obedient(survivor), random)


def _agree(others: GPlusPlans[Others], plan: Plan, dominated: bool, r: int) -> Contradiction | None:
    """Does the engine find, with evidence that holds, what is expected?

    What should be dominated, by a plan; what should not, not even by a mixture.
    """
    answer = domination_or_support(others, plan, By.PURE if dominated else By.MIXED)
    found = isinstance(answer, PlanDomination)
    return None if found == dominated and answer.holds(others) else Contradiction(r, plan, found)


def _as_good(rounds: TwoRounds[Others], plan: Plan, random: Random) -> Contradiction | None:
    """Does a plan that satisfies (17) and (18) earn the same in round 2 as another one that does?"""
    others = rounds.second_round
    other = rounds.obedient(rounds.best_reply(random))
    direction = others.form.vector(plan) - others.form.vector(other)
    first = len(others.market.P)
    direction[: 1 + first * len(others.market.X)] = 0  # first messages in D_i earn the same by (16)
    same = others.worst(direction)[0] == others.worst(-direction)[0] == 0
    return None if same else Contradiction(2, plan, dominated=True)


def _with_another_first_message(rounds: TwoRounds[Others], plan: Plan, random: Random) -> Plan:
    actions = list(plan.actions)
    p = random.randrange(len(rounds.first_round.market.P))
    actions[p] = random.choice([x for x in range(len(rounds.first_round.market.X)) if x != actions[p]])
    return Plan(0, tuple(actions))


def _random_play(others: GPlusEnvironments, random: Random) -> Play:
    """First messages and answers at random; half of the time everybody's first message is the same."""
    D, nodes = range(len(others.demands)), [*others.same_side, *others.other_side]
    pooled = random.choice([*D, None, None])
    sent = tuple((node, random.choice(D) if pooled is None else pooled) for node in nodes)
    tuples = [(d, e) for d in D for e in D]
    return Play(sent, tuple((node, seen, random.choice(D)) for node in nodes for seen in tuples))


def _unordered(cell: Cell) -> Cell:
    return cell if cell.part is Part.FIRST else cell._replace(shown=unordered(cell.shown))
