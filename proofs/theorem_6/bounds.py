"""Theorem 6 without Condition 3, or without Condition 1, for two sellers in a group: what branch 7 does.

A seller's third message does not see the first messages of her own group. (18) asks for what is best given
the signals of the other groups. But in branch 7 she sells what she names only within bounds that the others
in her group set. That is no harm if more is better up to what she names, and if she need not know their
signals: Conditions 1 and 3. Otherwise

- Condition 3: that the bounds leave her a choice says something about their signals: with unit trade and two
  buyers they do so only when exactly one of them buys. If her costs depend on these buyers' signals, the
  entry that is best on average need not be best when it matters;
- Condition 1: if a second unit is cheaper than the first, two may be best, but one alone a loss;

and branch 7 is almost certain.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import combinations_with_replacement, product
from typing import TypeAlias

from mechanisms.g_plus.cells import Cell, Part, price_taking_messages
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.g_plus.play import interim_payoff, profile
from mechanisms.g_plus.third_payoffs import third_payoffs
from mechanisms.markets.counted import counted
from mechanisms.markets.informed_messages import third_messages
from mechanisms.markets.interdependent import InterdependentInstance, interdependent_instance
from mechanisms.markets.market import Bundle, Market, Message, Side, show
from mechanisms.markets.prior import Prior, Signals, explicit_prior
from mechanisms.markets.raising import serve_or_raise
from mechanisms.markets.trader import Trader, separable
from mechanisms.markets.triplicate import Everywhere, Triplicate
from proofs.claims.draws import TwoWays
from proofs.claims.scopes import in_words, listing, so_many
from proofs.claims.words import describe_message
from proofs.conditions.g_plus_instances import ETA, HALF, three_groups
from proofs.theorem_6.hypotheses import broken_hypotheses
from proofs.theorem_6.orbits import find_violation
from proofs.theorem_6.printed_17_18 import find_interdependence
from proofs.theorem_6.statement import RoomMatters

FirstOnly: TypeAlias = Mapping[tuple[int, str], Message]  # of an agent with a signal


def why(market: Market, without: str) -> str:
    """What the bounds in branch 7 have to do with the missing hypothesis.

    >>> why(three_groups(n=2), "Condition 3")
    'they leave her a choice only if exactly one of the two buyers in it buys'
    """
    if without == "Condition 1":
        return "she may have to sell less, at a loss"
    free = [total for total in range(market.n * market.l + 1) if _leaves_a_choice(market, total)]
    buyers = f"the {so_many(market.n, 'buyer')} in it"
    if market.l == 1:
        return (
            f"they leave her a choice only if exactly {listing(map(in_words, free), 'or')} of {buyers} buys"
        )
    units = "unit" if free == [1] else "units"
    return f"they leave her a choice only if {buyers} buy {listing(free, 'or')} {units} of a commodity"


def _leaves_a_choice(market: Market, total: int) -> bool:
    """Does what some seller sells depend on her offer when her group's buyers buy so much?"""
    return any(
        len({serve_or_raise([*mates[:at], own, *mates[at:]], total, market.l)[at] for own in (0, market.l)})
        > 1
        for at in range(market.n)
        for mates in product(range(market.l + 1), repeat=market.n - 1)
    )


@dataclass(frozen=True)
class AskedEntryLoses:
    """Evidence that Theorem 6 needs the hypothesis `without` at n = 2.

    (18) asks seller i, who has one signal, for `asked` in the cell, and for nothing else. Whatever the others
    do in S^1, naming `better` there earns more: so no survivor satisfies (18).

    It is enough to look at other sellers who all name the same bundle. At n = 2 there is one of them in her
    group, each with the same probability, and all are alike with one signal. So what she earns when they name
    different bundles is the mean of what she earns when all name the one or the other.
    """

    i: int
    own: str
    cell: Cell
    asked: Bundle
    better: Bundle
    without: str  # Condition 1 or Condition 3

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck the hypotheses, (18), and the payoffs by running G+ against all that can matter in S^1."""
        market, first = instance.mechanism.market, only_first_messages(instance)
        if (market.n, len(market.P), self.cell.part) != (2, 1, Part.THIRD) or self.i not in market.sellers:
            return False
        if broken_hypotheses(instance) != [self.without] or counted(instance) is None or first is None:
            return False
        if third_messages(instance, self.i, self.own).at(self.cell.shown).choices != ((self.asked,),):
            return False
        return all(
            self._expected(instance, first, self.asked, y) < self._expected(instance, first, self.better, y)
            for y in market.X
        )

    def missing(self, instance: InterdependentInstance) -> str | None:
        """What the recheck needs and does not have, in words, or None."""
        market = instance.mechanism.market
        if self.i not in market.sellers or self.cell.part is not Part.THIRD:
            return "it is not about a third message of a seller"
        if len(market.P) != 1:
            return f"there is not one price, but {len(market.P)}"
        for (j, own), messages in price_taking_messages(instance, market.agents).items():
            if len(messages) != 1:
                return f"{market.name(j)} with signal {own} has {len(messages)} price-taking messages"
        for j in market.buyers:
            if (other := find_interdependence(instance, j)) is not None:
                return f"what {market.name(j)} gains depends on the signal of {market.name(other)}"
        return None

    def _expected(self, instance: InterdependentInstance, first: FirstOnly, x: Bundle, y: Bundle) -> Fraction:
        """What naming x in the cell, and nothing elsewhere, earns her when all other sellers name y."""
        own, others = self._names(instance, first, x), self._others(instance, first, y)
        return interim_payoff(instance, self.i, self.own, own, others)

    def _names(self, instance: InterdependentInstance, first: FirstOnly, x: Bundle) -> Triplicate:
        nothing, named = (instance.mechanism.market.X[0],), {self.cell.shown: (x,)}
        return Triplicate(first[self.i, self.own], Everywhere(nothing), Everywhere(nothing, named))

    def _others(
        self, instance: InterdependentInstance, first: FirstOnly, y: Bundle
    ) -> dict[tuple[int, str], Triplicate]:
        sellers = instance.mechanism.market.sellers
        return {
            (j, t): Triplicate(d, Everywhere(d), Everywhere((y,) if j in sellers else d))
            for (j, t), d in first.items()
        }

    def two_ways(self, instance: InterdependentInstance) -> TwoWays:
        """What is asked and what is better, when all other sellers name nothing last, to redo by hand.

        Raises `ValueError` where first messages are not settled.
        """
        market, first = instance.mechanism.market, only_first_messages(instance)
        if first is None:
            raise ValueError("agents: one price-taking message each, and private values of buyers")
        nothing = market.X[0]
        others = self._others(instance, first, nothing)
        one, two = (self._names(instance, first, x) for x in (self.asked, self.better))
        named = f"{show(self.asked)}, or better {show(self.better)}"
        said = (f"{market.name(self.i)} with {self.own}", f"{self.cell.describe(market)}: {named}")
        told = [
            (
                j,
                t,
                f"first and second {describe_message(market, d)}; "
                f"third {describe_message(market, (nothing,) if j in market.sellers else d)}",
            )
            for (j, t), d in first.items()
            if j != self.i
        ]
        return TwoWays(
            self.i,
            self.own,
            lambda omega: (
                profile(instance, self.i, one, others, omega),
                profile(instance, self.i, two, others, omega),
            ),
            list,
            (said,),
            tuple(told),
        )

    def loses_by_counting(self, instance: InterdependentInstance) -> bool:
        """The same comparisons in branches 5 and 7 alone, by counting: what the search goes by."""
        if only_first_messages(instance) is None:
            return False
        earned = self.against_all_alike(instance).values()
        return all(own[self.asked] < own[self.better] for own in earned)

    def against_all_alike(self, instance: InterdependentInstance) -> dict[Bundle, dict[Bundle, Fraction]]:
        """What each entry of hers earns in branches 5 and 7 when all other sellers name the same bundle.

        For every such bundle, by counting (`third_payoffs`). Raises `ValueError` where first messages are not
        settled.
        """
        market, first = instance.mechanism.market, only_first_messages(instance)
        if first is None:
            raise ValueError("agents: one price-taking message each, and private values of buyers")
        bought = {agent: d[self.cell.p] for agent, d in first.items() if agent[0] in market.buyers}
        others = [(j, own) for j in market.sellers if j != self.i for own in instance.prior.spaces[j]]
        return {
            y: third_payoffs(
                instance, self.i, self.own, self.cell, first, {**bought, **dict.fromkeys(others, y)}
            )
            for y in market.X
        }

    def describe(self, instance: InterdependentInstance) -> str:
        """The entry, and what it costs, in words."""
        market = instance.mechanism.market
        buying = sum(d != market.X[0] for (d,) in self.cell.shown[1::2])
        asked, better = show(self.asked), show(self.better)
        some = [
            f"{earned[self.asked]} instead of {earned[self.better]} if they all name {show(y)}"
            for y, earned in self.against_all_alike(instance).items()
        ]
        return (
            f"{market.name(self.i)}: when {buying} of the {len(self.cell.shown) // 2} buyers outside her "
            f"group buy, (18) asks her to name {asked}, which is best given that; but in branch 7 she sells "
            f"what she names only within bounds that her group sets, and {why(market, self.without)}. Naming "
            f"{better} is better whatever the other sellers do: in branches 5 and 7 naming {asked} earns "
            f"{', and '.join(some)}"
        )


def only_first_messages(instance: InterdependentInstance) -> FirstOnly | None:
    """What everybody sends first in S^1, where that is settled; and then buyers ask for it in S^1 everywhere.

    It is where everybody has one best message and buyers' values are private; else None.
    """
    market = instance.mechanism.market
    taking = price_taking_messages(instance, market.agents)
    if any(len(messages) != 1 for messages in taking.values()) or any(
        find_interdependence(instance, j) is not None for j in market.buyers
    ):
        return None
    return {agent: messages[0] for agent, messages in taking.items()}


def by_costs(title: str, units: Mapping[int, Sequence[Fraction]], l: int) -> InterdependentInstance:
    """n = 2, r = 3, the single price 1/2: sellers' unit costs are `units[h]` when h buyers want a unit.

    Buyers value a first unit at 1 with signal H, and otherwise nothing; all profiles are equally likely.
    """
    market, prior = _two_in_a_group(l)
    sellers = {h: separable(Side.SELLER, [own]) for h, own in units.items()}
    buyers = {t: separable(Side.BUYER, [[Fraction(t == "H"), *[Fraction(0)] * (l - 1)]]) for t in "LH"}

    def trader(i: int, omega: Signals) -> Trader:
        return sellers[omega.count("H")] if i in market.sellers else buyers[omega[i]]

    return interdependent_instance(title, GPlus(market, ETA), prior, trader)


@cache
def _two_in_a_group(l: int) -> tuple[Market, Prior]:
    market = replace(three_groups(n=2), l=l)
    profiles = list(product("s", repeat=6)), list(product("LH", repeat=6))
    every = [(*sellers, *buyers) for sellers, buyers in product(*profiles)]
    return market, explicit_prior(market, ["s"], ["L", "H"], dict.fromkeys(every, Fraction(1, len(every))))


def rising_costs() -> Iterator[InterdependentInstance]:
    """One unit, whose cost rises with the number of buyers who want one: few steps first."""
    levels = (Fraction(0), Fraction(1, 4), HALF, Fraction(1), Fraction(2))
    rising = combinations_with_replacement(levels, 7)
    title = "Costs that rise with demand: Condition 3 fails, and so does Theorem 6"
    for costs in sorted(rising, key=lambda costs: len(set(costs))):
        yield by_costs(title, {h: (cost,) for h, cost in enumerate(costs)}, 1)


def falling_costs() -> Iterator[InterdependentInstance]:
    """Two units, of which the second costs less, whatever the signals."""
    title = "A second unit that costs less: Condition 1 fails, and so does Theorem 6"
    for first, second in product([Fraction(place, 8) for place in range(9)], repeat=2):
        if first > second:
            yield by_costs(title, dict.fromkeys(range(7), (first, second)), 2)


FAMILIES = {"Condition 3": rising_costs, "Condition 1": falling_costs}


def find_losses(without: str) -> Iterator[tuple[InterdependentInstance, AskedEntryLoses]]:
    """The members of a family on which an entry that (18) asks for loses, with the entry."""
    for instance in FAMILIES[without]():
        found = find_violation(instance)
        if not isinstance(found, RoomMatters):
            continue
        for better in instance.mechanism.market.X:
            loss = AskedEntryLoses(found.i, found.own, found.cell, found.action, better, without)
            if better != found.action and loss.loses_by_counting(instance) and loss.holds(instance):
                yield instance, loss
                break
