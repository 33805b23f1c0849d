"""Rules as printed, as pictures: which price, who sells how much, what probabilities add up to."""

from fractions import Fraction

from mechanisms.g_plus.mechanism import GPlus
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.grouping_mechanism import GroupingMechanism
from mechanisms.markets.market import Side, show
from proofs.pictures.bars import Bar, Bars, bars_panel
from proofs.pictures.broken_rules import sale
from proofs.pictures.grouping import price_panel
from proofs.pictures.picture import Picture
from proofs.rules.branch_7 import NoPlace
from proofs.rules.own_price import WrongPrice
from proofs.rules.printed_groups import SharedAgents
from proofs.rules.weights import Lottery, PrintedWeights
from proofs.theorem_1.without_condition_1 import ConclusionAnyway


def wrong_price(record: WrongPrice, g: GStar) -> Picture:
    """Both groups and the prices they make: she trades at the one that the other group makes."""
    groups = record.phi.groups(g.market.n)
    panels = tuple(
        price_panel(g, group, record.m, 0, f"Group {place}") for place, group in enumerate(groups, start=1)
    )
    price = g.allocation(record.phi, record.m).q[record.i]
    caption = (
        f"{g.market.name(record.i)} trades at {show(price)}, which the other group makes, and not at "
        "p̃*, which group 2 "
        "makes."
    )
    return Picture(panels, caption)


def no_place(record: NoPlace, g: GPlus) -> Picture:
    """What the sellers of the group offer and sell in branch 7, beside what its buyers buy."""
    caption = (
        "No place i+ fits the printed formula, by which earlier sellers of other groups are counted too."
    )
    return sale(*record.sale(g), f"Branch 7, group {record.beta + 1}", caption)


def printed_weights(record: PrintedWeights, g: Lottery) -> Picture:
    """What the probabilities of each branch add up to, and all of them: they should add up to 1."""
    draws = PrintedWeights(record.T).total(g) / sum(
        (g.printed_weight(b, record.T) for b in g.branches), Fraction(0)
    )
    bars = [Bar(f"branch {b}", g.printed_weight(b, record.T) * draws, "supply") for b in g.branches]
    total = [Bar("they sum to", record.total(g), "bad", "total:"), Bar("should sum to", Fraction(1), "good")]
    caption = f"The printed probabilities of all groupings and prices, branch by branch, at η = {g.eta}."
    return Picture(
        (bars_panel("Probabilities as printed", [Bars("", bars), Bars("all branches", total)]),), caption
    )


def shared_agents(record: SharedAgents, g: GroupingMechanism) -> Picture:
    """Who is in how many groups."""
    market, groups = g.market, record.groups(g.market)
    bars = [
        Bar(market.name(i), Fraction(number), "bad" if number != 1 else "good", "both:" if number > 1 else "")
        for i in market.agents
        for number in [sum(i in group for group in groups)]
    ]
    caption = "Everybody should be in one group. As printed, with φ the identity, some are in both."
    return Picture((bars_panel("In how many groups", [Bars(f"n = {market.n}", bars)]),), caption)


def conclusion_anyway(record: ConclusionAnyway, g: GStar) -> Picture:
    """Costs or values that break Condition 1, with which the conclusion holds."""
    trader = record.trader
    what = "costs" if trader.side is Side.SELLER else "is worth"
    bars = [Bar(f"{show(x)} {what}", amount, "supply") for x, amount in trader.worth.items()]
    caption = "Condition 1 fails, and yet exactly her price-taking messages are dominant: it is not needed."
    return Picture((bars_panel(f"{g.market.name(record.i)}", [Bars("the bundle", bars)]),), caption)
