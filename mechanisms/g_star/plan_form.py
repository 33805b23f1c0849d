"""G* in plan form: what an agent's message does at each price, against each residual.

At every φ an agent trades m_i(q) ∧ r: q is the price at which her group trades, r (capped at l) is what the
other side leaves her; neither depends on m_i (section 2.2, and `trades` in g_star.py). So her expected payoff
is a sum over the events (q, r) with weights that she does not influence: the *mixture* assumption of
`separable`. The *isolation* assumption is the lemma below. Both are rechecked by running G*.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from gametheory.plans.separable import SeparablePlans
from mechanisms.markets.grouping import distinct_groupings
from mechanisms.markets.grouping_mechanism import GroupingMechanism
from mechanisms.markets.market import Bundle, Market, Message, Price, Side, meet
from mechanisms.markets.trader import Trader


def plan_form(market: Market, trader: Trader) -> SeparablePlans[Bundle, Bundle]:
    """The trader's plan form in G*: cells are the prices in P, states the residuals r, actions bundles."""
    payoffs = [{x: trader.payoff(x, q) for x in market.X} for q in market.P]
    return SeparablePlans(
        [{r: {x: at_price[meet(x, r)] for x in market.X} for r in market.X} for at_price in payoffs]
    )


def isolating_profile(market: Market, i: int, p: int, r: Bundle, own: Message) -> list[Message]:
    """Messages of the others, around `own`, that leave agent i the residual r at the p-th price, or nothing.

    One agent on the other side names r at p and nothing elsewhere; all others name nothing, except that
    the sellers (if i is a seller; the buyers, if i is a buyer) other than i name l units of everything at
    every price but the p-th. Two cases of φ, each of probability n / 2n = 1/2, for every n and tie rule:

    - she who names r is in i's group. In the other group the excess is 0 at p and n·l > 0 elsewhere, so i's
      group trades at p. There i's own side names nothing but what i names, and the other side r: at any
      place in the order i is left r.
    - she is in the other group. Then nobody opposite to i names anything: i trades nothing.

    Hence i's expected payoff is exactly 1/2 · u_i(m_i(p) ∧ r, p), whatever n.
    """
    nothing: Bundle = (0,) * market.k
    everything: Bundle = (market.l,) * market.k
    blank = (nothing,) * len(market.P)
    rival = tuple(nothing if place == p else everything for place in range(len(market.P)))
    partner = tuple(r if place == p else nothing for place in range(len(market.P)))
    same, opposite = (
        (market.sellers, market.buyers) if market.side(i) is Side.SELLER else (market.buyers, market.sellers)
    )
    m: list[Message] = [blank] * len(market.agents)
    for j in same:
        m[j] = rival
    m[opposite[0]] = partner
    m[i] = own
    return m


ISOLATED = Fraction(1, 2)  # the probability of the event that an isolating profile singles out


@dataclass(frozen=True)
class Isolation:
    """Evidence that the others can single out residual r at the p-th price for agent i."""

    i: int
    p: int
    r: Bundle

    def holds(self, g: GroupingMechanism) -> bool:
        """Recheck by running the mechanism: with probability 1/2 she trades m_i(p) ∧ r at p, else nothing.

        Runs every φ (up to exchanging equal messages) for every own bundle at p, with nothing and with
        everything named at the other prices.
        """
        market = g.market
        nothing: Bundle = (0,) * market.k
        m = isolating_profile(market, self.i, self.p, self.r, own=(nothing,) * len(market.P))
        phis, share = distinct_groupings(market, m, self.i)  # agent i's own message makes no difference
        for x, elsewhere in product(market.X, (nothing, (market.l,) * market.k)):
            m[self.i] = tuple(x if place == self.p else elsewhere for place in range(len(market.P)))
            trades: dict[tuple[Price, Bundle], Fraction] = defaultdict(Fraction)
            for phi in phis:
                a = g.allocation(phi, m)
                if a.x[self.i] != nothing:
                    trades[a.q[self.i], a.x[self.i]] += share
            event = meet(x, self.r)
            if trades != ({(market.P[self.p], event): ISOLATED} if event != nothing else {}):
                return False
        return True
