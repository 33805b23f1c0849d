"""Theorem 6 without Condition 3, two sellers in a group: branch 7 tells a seller what her tuple does not.

A seller's third message does not see the first messages of her own group. (18) asks for what is best given
the signals of the other groups. But in branch 7 her entry matters only if what the others in her group ask
and offer leaves her a choice, and that they do says something about their signals: with unit trade and two
buyers it does only when exactly one of them buys. If her costs depend on these buyers' signals, the entry
that is best on average, as (18) has it, need not be best when it matters; and branch 7 is almost certain.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product

from mechanisms.g_plus import GPlus
from mechanisms.g_plus_cells import Cell, InformedAgent, price_taking_messages, unordered_on_path
from mechanisms.g_plus_third import third_payoffs
from mechanisms.interdependent import InterdependentInstance, interdependent_instance
from mechanisms.market import Bundle, show
from mechanisms.prior import explicit_prior
from mechanisms.trader import separable
from proofs import seller_costs
from proofs.averaged_signal import find_interdependence
from proofs.g_plus_instances import ETA, HALF, three_groups
from proofs.theorem_6 import RoomMatters, are_alike, find_violation
from proofs.theorem_6_family import broken_hypotheses
from proofs.words import minus


@dataclass(frozen=True)
class AskedEntryLoses:
    """Evidence that Theorem 6 needs Condition 3 at n >= 2.

    (18) asks seller i, who has one signal, for `asked` in the cell, and for nothing else. Whatever the others
    do in S^1, naming `better` there earns more: so no survivor satisfies (18).
    """

    i: int
    own: str
    cell: Cell
    asked: Bundle
    better: Bundle

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck the hypotheses, (18), and the payoffs against all that can matter of a profile in S^1."""
        if (
            broken_hypotheses(instance) != ["Condition 3"]
            or not are_alike(instance)
            or seller_costs.find_violation(instance) is not None
        ):
            return False
        agent = InformedAgent(instance, self.i, self.own)
        states = unordered_on_path(agent, self.cell.part).get(self.cell.shown, [])
        best = [set(agent.best(state, self.cell.p)) for state in states]
        return (
            bool(best)
            and set.intersection(*best) == {self.asked}
            and all(
                payoffs[self.asked] < payoffs[self.better]
                for payoffs in (self.payoffs(instance, mates) for mates in self.mates(instance))
            )
        )

    def mates(self, instance: InterdependentInstance) -> Iterator[Mapping[tuple[int, str], Bundle]]:
        """Everything that the other sellers may name in the cell."""
        market = instance.mechanism.market
        others = [(j, own) for j in market.sellers if j != self.i for own in instance.prior.spaces[j]]
        for entries in product(market.X, repeat=len(others)):
            yield dict(zip(others, entries, strict=True))

    def payoffs(
        self, instance: InterdependentInstance, mates: Mapping[tuple[int, str], Bundle]
    ) -> dict[Bundle, Fraction]:
        """What each entry of hers earns in branches 5 and 7 when the other sellers name these bundles.

        Buyers' values are private, with one best demand for each signal: in S^1 they ask for it everywhere.
        So their third messages are known, and everybody's first one.
        """
        market = instance.mechanism.market
        taking = price_taking_messages(instance, market.agents)
        if any(len(messages) != 1 for messages in taking.values()) or any(
            find_interdependence(instance, j) is not None for j in market.buyers
        ):
            raise ValueError("agents: one price-taking message each, and private values of buyers")
        sent = {agent: messages[0] for agent, messages in taking.items()}
        bought = {agent: d[self.cell.p] for agent, d in sent.items() if agent[0] in market.buyers}
        return third_payoffs(instance, self.i, self.own, self.cell, sent, {**bought, **mates})

    def describe(self, instance: InterdependentInstance) -> str:
        """The entry, and what it costs, in words."""
        market = instance.mechanism.market
        buying = sum(d != market.X[0] for (d,) in self.cell.shown[1::2])
        others = next(self.mates(instance))
        some = [
            f"{minus(earned[self.asked])} instead of {minus(earned[self.better])} if they all name {show(x)}"
            for x in market.X
            for earned in [self.payoffs(instance, dict.fromkeys(others, x))]
        ]
        return (
            f"{market.name(self.i)}: when {buying} of the {len(self.cell.shown) // 2} buyers outside her "
            f"group ask for a unit, (18) asks her to name {show(self.asked)}, which is best on average; but "
            f"what she names matters in branch 7 only if exactly one of the two buyers in her group buys. "
            f"Naming {show(self.better)} is better whatever the other sellers do: in branches 5 and 7 the "
            f"entry that (18) asks for earns {', and '.join(some)}"
        )


def by_demand(costs: tuple[Fraction, ...]) -> InterdependentInstance:
    """n = 2, r = 3, the single price 1/2: a unit costs every seller `costs[h]` when h buyers want one.

    Buyers value a unit at 0 with signal L and at 1 with signal H, all profiles are equally likely.
    """
    market = three_groups(n=2)
    profiles = list(product("s", repeat=6)), list(product("LH", repeat=6))
    every = [(*sellers, *buyers) for sellers, buyers in product(*profiles)]
    prior = explicit_prior(market, ["s"], ["L", "H"], dict.fromkeys(every, Fraction(1, len(every))))
    return interdependent_instance(
        "Costs that rise with demand: Condition 3 fails, and so does Theorem 6",
        GPlus(market, ETA),
        prior,
        lambda i, omega: separable(
            market.side(i),
            [[costs[omega.count("H")] if i in market.sellers else Fraction(omega[i] == "H")]],
        ),
    )


def rising_costs() -> Iterator[tuple[Fraction, ...]]:
    """Costs that rise in at most three steps with the number of buyers who want a unit, few steps first."""
    levels = (Fraction(0), Fraction(1, 4), HALF, Fraction(1), Fraction(2))
    rising = (costs for costs in product(levels, repeat=7) if all(a <= b for a, b in pairwise(costs)))
    return iter(sorted(rising, key=lambda costs: len(set(costs))))


def find_losses() -> Iterator[tuple[InterdependentInstance, AskedEntryLoses]]:
    """The instances with rising costs on which an entry that (18) asks for loses, with the entry."""
    for costs in rising_costs():
        instance = by_demand(costs)
        found = find_violation(instance)
        if not isinstance(found, RoomMatters):
            continue
        (better,) = (x for x in instance.mechanism.market.X if x != found.action)
        loss = AskedEntryLoses(found.i, found.own, found.cell, found.action, better)
        if loss.holds(instance):
            yield instance, loss
