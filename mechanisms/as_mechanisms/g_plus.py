"""An instance of G+ as a `Mechanism`: everybody announces a triplicate."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property

from mechanisms.as_mechanisms.announcement import Announcement, Reply, Shape
from mechanisms.as_mechanisms.informed import InformedMechanism, Said, best_changes
from mechanisms.g_plus.cells import InformedAgent, Part
from mechanisms.g_plus.play import weights
from mechanisms.markets.informed_messages import second_messages, third_messages
from mechanisms.markets.informed_price_taking import InformedDemands
from mechanisms.markets.triplicate import Triplicate

NUMBERS = {Part.FIRST: 1, Part.SECOND: 2, Part.THIRD: 3}


class GPlusMechanism(InformedMechanism):
    """G+ on a market with private signals."""

    @cached_property
    def shape(self) -> Shape:
        """A second message sees the next group's first messages, a third one all other groups'."""
        market = self.market
        return Shape(market, 2 * market.n, 2 * (market.groups - 1) * market.n)

    def later(self, i: int, signal: str) -> tuple[InformedDemands, InformedDemands]:
        """M_i^{2+}(ω_i) and M_i^{3+}(ω_i), as read."""
        return second_messages(self.instance, i, signal), third_messages(self.instance, i, signal)

    def announced(self, messages: Sequence[Said]) -> list[Triplicate]:
        """Everybody's triplicate."""
        found = []
        for said in messages:
            assert isinstance(said, Announcement)
            found.append(self.shape.triplicate(said))
        return found

    def best_reply(self, i: int, type: str) -> Reply | None:
        """Entry by entry: `g_plus.cells` says why no entry weighs on another."""
        market, own = self.market, self.truth_of(i, type)
        agent = InformedAgent(self.instance, i, type)
        others = {
            (j, signal): self.triplicate(j, signal)
            for j in market.agents
            if j != i
            for signal in self.instance.prior.spaces[j]
        }
        worth: dict[tuple[int, int, int], list[Fraction]] = defaultdict(lambda: [Fraction(0)] * len(market.X))
        for (cell, state), weight in weights(self.instance, i, type, others).items():
            part = NUMBERS[cell.part]
            place = self.shape.places[part][cell.shown] if part > 1 else 0
            values = worth[part, place, cell.p]
            trader, price = agent.trader(frozenset(state.shown + state.group)), market.P[cell.p]
            for x, bundle in enumerate(market.X):
                values[x] += weight * trader.payoff(state.traded(bundle), price)
        parts = {1: (own.first,), 2: own.second, 3: own.third}
        true = {entry: market.X.index(parts[entry[0]][entry[1]][entry[2]]) for entry in worth}
        gain, changes = best_changes(worth, true)
        if gain == 0:
            return None
        first = list(own.first)
        for part, _, p, x in changes:
            if part == 1:
                first[p] = market.X[x]
        return self.shape.demands.index(tuple(first)), tuple(each for each in changes if each[0] > 1)
