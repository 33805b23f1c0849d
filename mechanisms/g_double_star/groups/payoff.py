"""What a buyer earns in G** against given strategies of all others: the definition, by running it.

Of the others only a few things can touch her: the supplies of the sellers, the first messages of the other
buyers, and their second messages at the tuples that can occur in a group without her. Their third messages
never do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from mechanisms.g_double_star.mechanism import BuyerMessage, MessageProfile
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message
from mechanisms.markets.prior import Signals
from mechanisms.markets.triplicate import Everywhere, FirstMessages


@dataclass(frozen=True)
class Opponents:
    """Strategies of all agents but one buyer, as far as her payoff can depend on them.

    Keys are (agent, signal), for second messages (buyer, signal, tuple of first messages); after a tuple that
    is left out there she demands nothing.
    """

    supplies: Mapping[tuple[int, str], Message]
    firsts: Mapping[tuple[int, str], Message]
    seconds: Mapping[tuple[int, str, FirstMessages], Message]

    def __hash__(self) -> int:
        return hash(tuple(frozenset(part.items()) for part in (self.supplies, self.firsts, self.seconds)))

    def buyer(self, j: int, signal: str) -> BuyerMessage:
        """The message of another buyer; she never demands anything in her third one."""
        first = self.firsts[j, signal]
        nothing = ((0,) * len(first[0]),) * len(first)
        second = {
            shown: demand for (own, t, shown), demand in self.seconds.items() if (own, t) == (j, signal)
        }
        return BuyerMessage(first, Everywhere(nothing, second), Everywhere(nothing))

    def at(
        self, instance: InterdependentInstance, omega: Signals, i: int, own: BuyerMessage
    ) -> MessageProfile:
        """Everybody's messages at ω when buyer i sends `own`."""
        market = instance.mechanism.market
        return MessageProfile(
            [self.supplies[s, omega[s]] for s in market.sellers],
            [own if j == i else self.buyer(j, omega[j]) for j in market.buyers],
        )


def interim_payoff(
    instance: InterdependentInstance, i: int, signal: str, own: BuyerMessage, opponents: Opponents
) -> Fraction:
    """u_i(s, ω_i) of section 3.1: G** is run at every signal profile, grouping, price and branch."""
    g = instance.mechanism
    total = Fraction(0)
    for omega, belief in instance.prior.given({i: signal}).items():
        m = opponents.at(instance, omega, i, own)
        trader = instance.traders[i].at[omega]
        for phi, p, b, share in g.draws():
            a = g.allocation(phi, p, m, b)
            total += belief * share * trader.payoff(a.x[i], a.q[i])
    return total
