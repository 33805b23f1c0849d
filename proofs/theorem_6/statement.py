"""Theorem 6: what survives iterated elimination in G+.

Printed  s is iteratively undominated if and only if (16), (17) and (18) hold; S^∞ = S², interchangeable.
         (paper, 3.5)
Read     Let M_i^{2+} and M_i^{3+} be those of an agent who knows her own signal too. Then S^1 satisfies (16),
         S^∞ = S² is the set of all s in S^1 that satisfy (17) and (18), and every survivor is a best reply to
         all survivors. (17) and (18) speak of tuples that price-taking first messages make, *on the path*;
         off it, and between equally good entries on it, round 1 says more.
Checked  In an instance: every tuple on the path, every price, every state behind it (see `g_plus.cells`).

What is checked is that at every cell on the path (a tuple and a price)
    (A) some bundle is best in all plain states, those in which the entry itself is traded; and
    (B) for sellers, whatever is best in all plain states is best in branch 7 too, given the signals of her
        group and any bounds between which she must sell.

Proof of the read statement from (A) and (B), for pure as for mixed dominance
(16)     A first message is one cell for every price. It is reached in branch 1 (2 for a buyer) with the fixed
         probability η/|P|, whatever the others do, and says nothing to herself. So a message that is not
         price-taking at p earns strictly less than the same message with p changed, against everything; and
         of two price-taking first messages neither ever earns more. Hence S^1 leaves exactly D_i(ω_i), and
         each of its elements is sent by some plan in S^1: exchange it in any plan of S^1.
S²       Against S^1 everybody sends price-taking first messages, so only tuples on the path are read, and
         only states behind them have weight. Let Y be what is best in all plain states of a cell on the path.
         Let m_i in S^1 name x outside Y there. Name y in Y instead: in every state behind the cell this is
         never worse, by (A) and (B), and in some plain state better. That state has a positive weight at some
         profile in S^1: its agents send the tuple with its signals, which (16) allows to each separately, and
         branches 3 and 5 (4 and 6) then read the cell at every price. So m_i leaves in round 2.
S^∞      Plans of S^1 with entries in Y all over the path earn the most in every state of weight, against each
         profile in S^1: they are best replies to all of S^1, never dominated in a later round, and all earn
         the same. By definition Y is what (17) and (18) ask for.                                            ∎

Hedging, as a buyer of G** can do with her place in a tuple that shows her own first message, is impossible
here: no agent's second or third message sees her first, and nobody can tell places apart by it.

At n = 1 (B) is empty, and Condition 3 idle. Full support, (15), symmetry and anonymity give (A): then the
states behind a tuple are the same up to names. With Condition 3 and the sellers' part of Condition 1 (B)
follows: her preferences do not depend on her group, and between bounds the nearest bundle is best. Neither is
needed as such: (A) and (B) are checked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import TypeAlias

from mechanisms.g_plus.cells import (
    Cell,
    InformedAgent,
    Known,
    Part,
    State,
    price_taking_messages,
    unordered_on_path,
)
from mechanisms.markets.informed_messages import third_messages
from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Market, show
from mechanisms.markets.price_taking import best_bundles
from mechanisms.markets.triplicate import FirstMessages
from proofs.theorem_6.recheck import may_trade


@dataclass(frozen=True)
class NothingBest:
    """Evidence against (A): no bundle is best in all of these plain states of one cell on the path."""

    i: int
    own: str
    cell: Cell
    states: tuple[State, ...]

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck by the definitions of D_j(ω_j) and of conditional expectation."""
        if not self.states or not all(
            state == State(state.shown) and _is_behind(instance, self.i, self.own, self.cell, state.shown)
            for state in self.states
        ):
            return False
        market = instance.mechanism.market
        informed = (instance.informed(self.i, {**dict(each.shown), self.i: self.own}) for each in self.states)
        return not set.intersection(*(set(best_bundles(trader, market, self.cell.p)) for trader in informed))

    def describe(self, instance: InterdependentInstance) -> str:
        """What is best in each state, in words."""
        agent, market = InformedAgent(instance, self.i, self.own), instance.mechanism.market
        best = "; ".join(
            f"{_choices(agent.best(state, self.cell.p))} given {state.describe(market)}"
            for state in self.states
        )
        where = describe_place(market, self.i, self.own, self.cell)
        return f"{where}: nothing is best whoever sent them; best is {best}"


@dataclass(frozen=True)
class RoomMatters:
    """Evidence against (B): `action` is best for a seller in all plain states of the cell, not in `state`."""

    i: int
    own: str
    cell: Cell
    action: Bundle
    state: State

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck (18), the payoffs given all signals, and by running G+ that she may have this room."""
        market, (_, shown, p) = instance.mechanism.market, self.cell
        known = {**dict(self.state.shown), **dict(self.state.group), self.i: self.own}
        if (
            self.i not in market.sellers
            or self.cell.part is not Part.THIRD
            or not _is_behind(instance, self.i, self.own, self.cell, self.state.shown)
            or sorted(known) != list(market.agents)
            or len(self.state.group) != 2 * market.n - 1
            or instance.prior.probability(known) == 0
        ):
            return False
        asked, trader = third_messages(instance, self.i, self.own), instance.informed(self.i, known)
        earned = {x: trader.payoff(self.state.traded(x), market.P[p]) for x in market.X}
        return (
            shown in asked.requirements
            and self.action in asked.at(shown).choices[p]
            and earned[self.action] < max(earned.values())
            and may_trade(instance.mechanism, self.i, [j for j, _ in self.state.group], self.state.traded)
        )

    def describe(self, instance: InterdependentInstance) -> str:
        """What is best in the state instead, in words."""
        agent, market = InformedAgent(instance, self.i, self.own), instance.mechanism.market
        instead = _choices(agent.best(self.state, self.cell.p))
        return (
            f"{describe_place(market, self.i, self.own, self.cell)}: {show(self.action)} is best given the "
            f"other groups' signals, but not given {self.state.describe(market)}: there {instead} is"
        )


def describe_place(market: Market, i: int, own: str, cell: Cell) -> str:
    """Whose entry it is, and where it stands."""
    return f"{market.name(i)} with signal {own}, {cell.describe(market)}"


def _choices(bundles: tuple[Bundle, ...]) -> str:
    return " or ".join(map(show, bundles))


Violation: TypeAlias = NothingBest | RoomMatters


def _is_behind(instance: InterdependentInstance, i: int, own: str, cell: Cell, known: Known) -> bool:
    """May these agents with these signals send the tuple, in some order, as price-takers?"""
    market = instance.mechanism.market
    agents = [j for j, _ in known]
    size = {Part.SECOND: market.n, Part.THIRD: market.side_size - market.n}[cell.part]

    def can_send(some: Known, messages: FirstMessages) -> bool:
        taking = [price_taking_given_own(instance, *agent) for agent in some]
        return any(
            all(message in box for box, message in zip(taking, order, strict=True))
            for order in permutations(messages)
        )

    return (
        len(set(agents) - {i}) == len(agents) == len(cell.shown) == 2 * size
        and all(j in (market.sellers, market.buyers)[place % 2] for place, j in enumerate(agents))
        and instance.prior.probability({**dict(known), i: own}) > 0
        and all(can_send(known[side::2], cell.shown[side::2]) for side in (0, 1))
    )


@dataclass(frozen=True)
class Asked:
    """What is best in all plain states of one cell on the path, and in how many states this was looked up."""

    cell: Cell
    best: tuple[Bundle, ...]
    states: int


def decide(agent: InformedAgent) -> Iterator[Asked | Violation]:
    """Every cell on the path, up to the order of its tuple: what (17) or (18) asks, or what goes wrong."""
    for part in (Part.SECOND, Part.THIRD):
        for shown, states in unordered_on_path(agent, part).items():
            for p in range(len(agent.market.P)):
                yield _decide_cell(agent, Cell(part, shown, p), states)


def _decide_cell(agent: InformedAgent, cell: Cell, states: list[State]) -> Asked | Violation:
    common = set(agent.market.X)
    told: list[State] = []  # the states that exclude something
    for state in states:
        if not common <= (best := set(agent.best(state, cell.p))):
            common &= best
            told.append(state)
            if not common:
                return NothingBest(agent.i, agent.own, cell, tuple(told))
    asked = tuple(x for x in agent.market.X if x in common)
    count = len(states)
    if cell.part is Part.THIRD and agent.i in agent.market.sellers:
        for state in states:
            for inner in agent.in_group(state):
                count += 1
                for x in asked:
                    if x not in agent.best(inner, cell.p):
                        return RoomMatters(agent.i, agent.own, cell, x, inner)
    return Asked(cell, asked, count)


def players(instance: InterdependentInstance, agents: Iterable[int] | None = None) -> Iterator[InformedAgent]:
    """Every agent, or some, with every signal."""
    market = instance.mechanism.market
    taking = price_taking_messages(instance, market.agents)
    for i in market.agents if agents is None else agents:
        for own in instance.prior.spaces[i]:
            yield InformedAgent(instance, i, own, taking)
