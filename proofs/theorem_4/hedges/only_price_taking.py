"""The first message that is price-taking, where it is the only one, survives every round."""

from dataclasses import dataclass

from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.g_double_star.groups.played_copies import copy_earns_the_same
from mechanisms.g_double_star.groups.second_message_payoffs import Agent
from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message


@dataclass(frozen=True)
class OnlyPriceTaking:
    """Evidence that S^r has a plan with this first message, whatever r.

    Take a best reply, among all plans, to some profile of S^(r-1) of the others. It has this first message:
    after any other one a copy of it, which may randomise, earns more in branch 1 and the same elsewhere. What
    dominates it in a round up to r is a best reply to the same profile, and so on upwards.
    """

    agent: Agent
    first: Message

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck that D_i(ω_i) has no other message, and the copies by runs of G**."""
        buyer = BuyerForm(instance.mechanism.market, self.agent[0])
        return set(price_taking_given_own(instance, *self.agent)) == {self.first} and all(
            copy_earns_the_same(instance.mechanism, buyer, d, buyer.demands.index(self.first))
            for d, message in enumerate(buyer.demands)
            if message != self.first
        )
