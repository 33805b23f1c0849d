"""Whether a seller's message can matter to herself in G**, trade by trade, where draws are too many to list.

Her own message plays no part in her group's price. So what she trades depends on what is named at that price,
and by `every_trade` it is enough to look at each price, branch and way to name amounts in her group, and at
each bundle that she may name there instead.
"""

from mechanisms.g_double_star.mechanism import MessageProfile
from mechanisms.g_double_star.one_buyer.seller_influence import SellerInfluence
from mechanisms.markets.branch_mechanism import BranchMechanism
from proofs.rules.every_trade import in_g_double_star


def find_influence_on_trade(g: BranchMechanism[MessageProfile], i: int) -> SellerInfluence | None:
    """A trade that seller i changes by naming another bundle, or None: then nothing she says affects her."""
    for out in in_g_double_star(g):
        for bundle in g.market.X:
            other = (bundle,) * len(g.market.P)
            found = SellerInfluence(i, out.phi, out.p, out.b, out.m, other)
            if found.holds(g):
                return found
    return None
