"""(17) and (18) as printed: sets that average the agent's own signal away.  (paper, 3.5)

Claim    (Printed.) Every s in S² has s_i^2(ω_i) in M_i^{2+}(ω_i) and s_i^3(ω_i) in M_i^{3+}(ω_i), where
         these sets maximise given the others' signals alone.
Refuted  With private values already. Let τ be a tuple of price-taking first messages at which the printed set
         asks, at price p, for bundles that are not best given ω_i. Take any message m_i in that set, and
         change its entry at (τ, p) into a best bundle. In the branch that reads second messages (4 for a
         buyer, 3 for a seller; for third messages 6 and 7, or 5) she trades the entry itself at p, so that,
         values being private, she gains whenever (τ, p) is read, whatever the others do otherwise, and the
         rest is unchanged. So m_i is weakly dominated, and removed in round 1 already: no survivor
         satisfies the printed property. (A seller's third message in branch 7 is clamped; under Condition 1
         the change cannot hurt her there.)
Read     With the own signal known, private values leave D_i(ω_i) itself at every tuple that is constrained.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from mechanisms.g_plus.cells import Cell, Part
from mechanisms.g_plus.play import trades_of
from mechanisms.markets.informed_messages import OwnSignal, second_messages, third_messages
from mechanisms.markets.informed_price_taking import InformedDemands, price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Message, show
from mechanisms.markets.triplicate import Everywhere, Triplicate
from proofs.claims.draws import TwoWays
from proofs.claims.words import describe_message

SETS: dict[str, Callable[..., InformedDemands]] = {"second": second_messages, "third": third_messages}


@dataclass(frozen=True)
class PrintedMiss:
    """Evidence against (17) or (18) as printed: agent i, with private values, is asked for what is not best.

    In the cell the printed set leaves `asked`, none of which is best given ω_i.
    """

    i: int
    own: str
    cell: Cell
    senders: tuple[int, ...]  # of the first messages that the cell shows
    asked: tuple[Bundle, ...]

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck the set, that values are private, and by running G+ that what is best earns more."""
        printed = SETS[self.cell.part.value](instance, self.i, self.own, OwnSignal.AVERAGED)
        return (
            find_interdependence(instance, self.i) is None
            and self._is_sent(instance)
            and self.cell.shown in printed.requirements
            and printed.at(self.cell.shown).choices[self.cell.p] == self.asked
            and all(got < best for got, best in (self.payoffs(instance, x) for x in self.asked))
        )

    def _is_sent(self, instance: InterdependentInstance) -> bool:
        """Are `senders` others, sellers and buyers in turn, who as price-takers may send the tuple?"""
        sides = instance.mechanism.market.sellers, instance.mechanism.market.buyers
        return len({self.i, *self.senders}) == 1 + len(self.senders) == 1 + len(self.cell.shown) and all(
            j in sides[place % 2]
            and any(message in price_taking_given_own(instance, j, t) for t in instance.prior.spaces[j])
            for place, (j, message) in enumerate(zip(self.senders, self.cell.shown, strict=True))
        )

    def payoffs(self, instance: InterdependentInstance, asked: Bundle) -> tuple[Fraction, Fraction]:
        """What she earns by naming `asked` at (τ, p), and by naming a best bundle instead."""
        best = price_taking_given_own(instance, self.i, self.own).choices[self.cell.p][0]
        got, more = (self._payoff(instance, x) for x in (asked, best))
        return got, more

    def _payoff(self, instance: InterdependentInstance, x: Bundle) -> Fraction:
        trader = instance.informed(self.i, {self.i: self.own})
        trades = trades_of(instance.mechanism, self.i, self._profile(instance, x))
        return sum((share * trader.payoff(x, q) for (x, q), share in trades.items()), Fraction(0))

    def _profile(self, instance: InterdependentInstance, x: Bundle) -> list[Triplicate]:
        """The senders send what the cell shows, she names x in it, and nobody names anything else."""
        market = instance.mechanism.market
        nothing: Message = (market.X[0],) * len(market.P)
        entry = (*nothing[: self.cell.p], x, *nothing[self.cell.p + 1 :])
        first = dict(zip(self.senders, self.cell.shown, strict=True))
        silent, named = Everywhere(nothing), Everywhere(nothing, {self.cell.shown: entry})
        m = [Triplicate(first.get(j, nothing), silent, silent) for j in market.agents]
        own = (named, silent) if self.cell.part is Part.SECOND else (silent, named)
        m[self.i] = Triplicate(nothing, *own)
        return m

    def two_ways(self, instance: InterdependentInstance) -> TwoWays:
        """What is asked and what is best, as `payoffs` compares them, to redo by hand."""
        market = instance.mechanism.market
        best = price_taking_given_own(instance, self.i, self.own).choices[self.cell.p][0]
        both = self._profile(instance, self.asked[0]), self._profile(instance, best)
        named = f"{show(self.asked[0])}, or better {show(best)}"
        said = (f"{market.name(self.i)} with {self.own}", f"{self.cell.describe(market)}: {named}")
        told = [
            (j, "", f"first {describe_message(market, d)}; second and third nothing")
            for j, d in sorted(zip(self.senders, self.cell.shown, strict=True))
        ]
        silent = [j for j in market.agents if j not in (self.i, *self.senders)]
        told += [(j, "", "nothing") for j in silent]
        return TwoWays(self.i, self.own, lambda _: both, list, (said,), tuple(told))

    def describe(self, instance: InterdependentInstance) -> str:
        """What is asked, and what it costs, in words."""
        market = instance.mechanism.market
        got, more = self.payoffs(instance, self.asked[0])
        best = price_taking_given_own(instance, self.i, self.own).choices[self.cell.p]
        return (
            f"{market.name(self.i)} with signal {self.own}, whose values are private: at price "
            f"{show(market.P[self.cell.p])} the printed set asks her {self.cell.part.value} message for "
            f"{' or '.join(map(show, self.asked))} after price-taking first messages, best is "
            f"{' or '.join(map(show, best))}; she earns {got} instead of {more}"
        )


def find_interdependence(instance: InterdependentInstance, i: int) -> int | None:
    """Some agent j != i on whose signal i's payoff depends, or None if i's values are private."""
    at = instance.traders[i].at
    for omega in instance.prior.profiles():
        for j, space in enumerate(instance.prior.spaces):
            for signal in space if j != i else ():
                if at[omega] != at[(*omega[:j], signal, *omega[j + 1 :])]:
                    return j
    return None


def misses(instance: InterdependentInstance, i: int, part: str) -> Iterator[PrintedMiss]:
    """Every signal, tuple and price at which the printed set asks for nothing best; values are private."""
    for signal in instance.prior.spaces[i]:
        taking = price_taking_given_own(instance, i, signal)
        printed = SETS[part](instance, i, signal, OwnSignal.AVERAGED)
        for shown, why in printed.requirements.items():
            for p, asked in enumerate(printed.at(shown).choices):
                if not set(asked) & set(taking.choices[p]):
                    cell = Cell(Part(part), shown, p)
                    yield PrintedMiss(i, signal, cell, why[0].senders, asked)
