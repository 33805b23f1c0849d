"""Why a price-taking message is not dominant, in words."""

from fractions import Fraction

from gametheory.plans.separable import Shortfall
from mechanisms.g_star.plan_form import ISOLATED
from mechanisms.markets.market import Bundle, Market, Side, meet, show
from mechanisms.markets.trader import Trader
from proofs.claims.words import describe_trader, minus


def describe_shortfall(
    market: Market,
    i: int,
    trader: Trader,
    gap: Shortfall[Bundle, Bundle],
    expected: tuple[Fraction, Fraction],
) -> str:
    """Why a price-taking message is not dominant: the event, both payoffs in it, and the expected ones."""
    verb = "supplies" if trader.side is Side.SELLER else "demands"
    price = market.P[gap.cell]
    before, after = expected
    better = meet(gap.better, gap.state)
    return (
        f"{describe_trader(market, i, trader)}: at price {show(price)} she {verb} {show(gap.action)} and "
        f"would earn {minus(trader.payoff(gap.action, price))}; when only {show(gap.state)} is left to her "
        f"she earns {minus(gap.payoff)}, naming {show(better)} earns {minus(gap.better_payoff)}. The others "
        f"can bring this about with probability {ISOLATED} (and otherwise leave her nothing): she expects "
        f"{minus(before)} instead of {minus(after)}"
    )
