"""Theorem 6 as printed, one seller and one buyer in a group: records of the independent reasons why it fails.

`PrintedMiss` of `printed_17_18` and `NothingBest` of `statement` are two more. The first is against *only
if*: (17) and (18) with the own signal averaged away are broken by all survivors. The second is against both
parts, for then no s satisfies (17) and (18), while S^∞ is never empty.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations, product

from mechanisms.g_plus.cells import Cell, InformedAgent, Part, arrangements
from mechanisms.g_plus.play import entry, interim_payoff, profile
from mechanisms.markets.informed_messages import second_messages, third_messages
from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Message, show
from mechanisms.markets.triplicate import Everywhere, FirstMessages, Triplicate
from proofs.claims.draws import TwoWays
from proofs.claims.words import describe_message
from proofs.theorem_6.recheck import is_never_worse
from proofs.theorem_6.statement import describe_place

Sent = Mapping[tuple[int, str], Message]  # first messages of everybody else, by agent and signal


@dataclass(frozen=True)
class EntryEliminated:
    """*If* fails: a message that satisfies (16) to (18) as read is dominated in round 1.

    In `cell` it names something else than `better`, which no state speaks against, whoever sends the tuple
    with whatever signals. Against others who send the first messages `sent` it is strictly worse. `on_path`
    says whether price-taking first messages make the tuple of the cell: if so, what is traded differs.
    """

    i: int
    own: str
    message: Triplicate
    cell: Cell
    better: Bundle
    sent: Sent
    on_path: bool

    def changed(self) -> Triplicate:
        """The message with `better` in the cell."""
        part, shown, p = self.cell
        if part is Part.SECOND:
            return replace(self.message, second=_with(self.message.second, shown, p, self.better))
        return replace(self.message, third=_with(self.message.third, shown, p, self.better))

    def payoffs(self, instance: InterdependentInstance) -> tuple[Fraction, Fraction]:
        """What the message and the changed one earn against `sent`, by running G+.

        The others' later messages ask for nothing. With a single price they do not matter for the difference.
        """
        others = self._others(instance)
        before, after = (
            interim_payoff(instance, self.i, self.own, message, others)
            for message in (self.message, self.changed())
        )
        return before, after

    def _others(self, instance: InterdependentInstance) -> dict[tuple[int, str], Triplicate]:
        nothing = Everywhere((instance.mechanism.market.X[0],) * len(instance.mechanism.market.P))
        return {agent: Triplicate(d, nothing, nothing) for agent, d in self.sent.items()}

    def two_ways(self, instance: InterdependentInstance) -> TwoWays:
        """The message and the changed one against `sent`, to redo by hand."""
        market, others = instance.mechanism.market, self._others(instance)
        named = f"{show(entry(self.message, self.cell))}, or better {show(self.better)}"
        said = (f"{market.name(self.i)} with {self.own}", f"{self.cell.describe(market)}: {named}")
        told = [
            (j, t, f"first {describe_message(market, d)}; second and third nothing")
            for (j, t), d in self.sent.items()
        ]
        return TwoWays(
            self.i,
            self.own,
            lambda omega: (
                profile(instance, self.i, self.message, others, omega),
                profile(instance, self.i, self.changed(), others, omega),
            ),
            list,
            (said,),
            tuple(told),
        )

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck (16) to (18), and by runs of G+ that `better` is never worse (`recheck`), once better."""
        rules = second_messages(instance, self.i, self.own), third_messages(instance, self.i, self.own)
        before, after = self.payoffs(instance)
        return (
            self.message.first in price_taking_given_own(instance, self.i, self.own)
            and self.message.second in rules[0]
            and self.message.third in rules[1]
            and self.on_path == (self.cell.shown in rules[self.cell.part is Part.THIRD].requirements)
            and before < after
            and is_never_worse(
                instance, self.i, self.own, self.cell, entry(self.message, self.cell), self.better
            )
        )

    def describe(self, instance: InterdependentInstance) -> str:
        """The entry, and what it costs, in words."""
        before, after = self.payoffs(instance)
        sent = "price-taking first messages" if self.on_path else "first messages that no signal sends"
        rule = "(17)" if self.cell.part is Part.SECOND else "(18)"
        where = describe_place(instance.mechanism.market, self.i, self.own, self.cell)
        return (
            f"{where}, {sent}: {rule} allows {show(entry(self.message, self.cell))}, but "
            f"{show(self.better)} is never worse, whoever sent them with whatever signals, and "
            f"against some others she expects {before} instead of {after}"
        )


def _with(
    later: Mapping[FirstMessages, Message], shown: FirstMessages, p: int, x: Bundle
) -> dict[FirstMessages, Message]:
    """The same function, but for x at one place."""
    return {**later, shown: (*later[shown][:p], x, *later[shown][p + 1 :])}


def entries_eliminated(agent: InformedAgent, *, on_path: bool) -> Iterator[EntryEliminated]:
    """Every cell of a second message, on the path or off it, with two entries of which round 1 leaves one.

    Both entries are among those that (17) allows, which off the path are all.
    """
    market, instance = agent.market, agent.instance
    message = obedient(agent)
    rules = second_messages(instance, agent.i, agent.own)
    states = list(agent.states(arrangements(market, agent.i, Part.SECOND)))
    for shown, p in product(message.second, range(len(market.P))):
        if (shown in rules.requirements) != on_path:
            continue
        price = market.P[p]
        for x, y in permutations(rules.at(shown).choices[p], 2):
            gains = [
                trader.payoff(y, price) - trader.payoff(x, price)
                for state in states
                for trader in [agent.trader(frozenset(state.shown))]
            ]
            if min(gains) < 0 or max(gains) == 0:
                continue
            sent = {
                (j, own): agent.taking[j, own][0]
                for j in market.agents
                if j != agent.i
                for own in instance.prior.spaces[j]
            }
            sent |= dict(zip(states[gains.index(max(gains))].shown, shown, strict=True))
            yield EntryEliminated(
                agent.i,
                agent.own,
                replace(message, second=_with(message.second, shown, p, x)),
                Cell(Part.SECOND, shown, p),
                y,
                sent,
                on_path,
            )


def obedient(agent: InformedAgent) -> Triplicate:
    """A message that satisfies (16) to (18): the first that is best on the path, nothing off it."""
    market = agent.market
    nothing: Message = (market.X[0],) * len(market.P)
    sizes = {Part.SECOND: market.n, Part.THIRD: market.side_size - market.n}
    later: dict[Part, dict[FirstMessages, Message]] = {
        part: dict.fromkeys(product(market.messages(), repeat=2 * size), nothing)
        for part, size in sizes.items()
    }
    for part, rule in ((Part.SECOND, second_messages), (Part.THIRD, third_messages)):
        rules = rule(agent.instance, agent.i, agent.own)
        for shown in rules.requirements:
            later[part][shown] = tuple(choices[0] for choices in rules.at(shown).choices)
    return Triplicate(agent.taking[agent.i, agent.own][0], later[Part.SECOND], later[Part.THIRD])
