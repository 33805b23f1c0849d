"""An instance of G** as a `Mechanism`: sellers announce a supply, buyers a triplicate."""

from collections.abc import Sequence
from functools import cached_property

from mechanisms.as_mechanisms.announcement import Announcement, Reply, Shape
from mechanisms.as_mechanisms.informed import InformedMechanism, Said, best_changes
from mechanisms.g_double_star.groups.gains import BuyerGains
from mechanisms.g_double_star.groups.payoff import Opponents
from mechanisms.g_double_star.mechanism import BuyerMessage, MessageProfile
from mechanisms.markets.informed_price_taking import InformedDemands, second_demands, third_demands


class GDoubleStarMechanism(InformedMechanism):
    """G** on a market with private signals."""

    @cached_property
    def shape(self) -> Shape:
        """A second message sees her group's first messages, a third one all buyers'."""
        return Shape(self.market, self.market.n, self.market.side_size)

    def is_triplicate(self, i: int) -> bool:
        """Buyers do."""
        return i in self.market.buyers

    def later(self, i: int, signal: str) -> tuple[InformedDemands, InformedDemands]:
        """Ξ_i(ω_i) and W_i(ω_i)."""
        return second_demands(self.instance, i, signal), third_demands(self.instance, i, signal)

    def announced(self, messages: Sequence[Said]) -> MessageProfile:
        """Supplies, and buyers' messages."""
        market = self.market
        buyers = []
        for i in market.buyers:
            said = messages[i]
            assert isinstance(said, Announcement)
            made = self.shape.triplicate(said)
            buyers.append(BuyerMessage(made.first, made.second, made.third))
        return MessageProfile([messages[i] for i in market.sellers], buyers)  # type: ignore[misc]

    def best_reply(self, i: int, type: str) -> Reply | None:
        """For a buyer; the messages of sellers are listed. Her first message selects which entries count."""
        gains = BuyerGains(self.instance, i, type)
        form, own = gains.buyer, self.truth_of(i, type)
        earned = gains.gains(self._others(i)).tolist()
        bundles, prices = len(self.market.X), len(self.market.P)
        entries = {2: own.second, 3: own.third}
        found: list[tuple[int, Reply]] = []
        for root, tuples in enumerate(form.tuples):
            total, worth, true = earned[form.form.roots[root]], {}, {}
            for (part, shown), at in zip(tuples, form.form.first[root][::prices], strict=True):
                place = self.shape.places[part][shown]
                for p in range(prices):
                    entry = part, place, p
                    worth[entry] = earned[at + p * bundles : at + (p + 1) * bundles]
                    true[entry] = self.market.X.index(entries[part][place][p])
                    total += worth[entry][true[entry]]
            gain, changes = best_changes(worth, true)
            found.append((total + gain, (root, changes)))
            if form.demands[root] == own.first:
                from_truth = total
        best = max(found, key=lambda each: (each[0], -len(each[1][1])))
        return best[1] if best[0] > from_truth else None

    def _others(self, i: int) -> Opponents:
        """All others tell the truth."""
        market, spaces = self.market, self.instance.prior.spaces
        rivals = [(j, signal) for j in market.buyers if j != i for signal in spaces[j]]
        return Opponents(
            {(s, signal): self.truth_of(s, signal) for s in market.sellers for signal in spaces[s]},
            {node: self.truth_of(*node).first for node in rivals},
            {
                (*node, shown): demand
                for node in rivals
                for shown, demand in zip(self.shape.tuples[2], self.truth_of(*node).second, strict=True)
            },
        )
