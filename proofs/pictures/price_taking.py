"""A price-taking message that is not dominant, one that is and is not price-taking, and a loss."""

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.instance import Instance
from mechanisms.markets.price_taking import price_taking
from proofs.pictures.grouping import price_panel, served_panel, two_messages
from proofs.pictures.messages import messages_panel
from proofs.pictures.picture import Picture
from proofs.theorem_1.by_hand import by_hand, commodities_that_matter
from proofs.theorem_1.sharp_form import Disagreement
from proofs.theorem_1.statement import ExPostLoss, NotDominant, NotPriceTaking


def not_dominant(record: NotDominant, instance: Instance) -> Picture:
    """The grouping in which it matters most often, for each commodity that matters, with either message."""
    g, i = instance.mechanism, record.i
    if not isinstance(g, GStar):
        raise TypeError(f"a market of G*, got {g.symbol}")
    market = g.market
    rows = by_hand(instance, record)
    row = max((row for row in rows if row.matters), key=lambda row: row.share, default=rows[0])
    before, after = record.payoffs(instance)
    panels = [
        panel
        for h in commodities_that_matter(market, record, rows)
        for panel in two_messages(g, instance.traders[i], row.phi, i, record.profile, record.better, h)
    ]
    caption = (
        f"One grouping of those at which the messages of {market.name(i)} earn differently: its share is "
        f"{row.share}. A box is what an agent names, numbered, in the order of service; what is filled "
        "is traded. "
        f"Over all groupings her price-taking message earns {before}, the better one {after}."
    )
    return Picture(tuple(panels), caption)


def not_price_taking(record: NotPriceTaking | Disagreement, instance: Instance) -> Picture:
    """The message beside a price-taking one."""
    market, i = instance.mechanism.market, record.i
    taking = next(iter(price_taking(instance.traders[i], market)))
    columns = [("price-taking", taking, "good"), ("this one", record.message, "bad")]
    caption = "It is dominant, and not price-taking."
    if isinstance(record, Disagreement):
        said = (record.caps_are_optimal, record.dominant_when_listed)
        sides = ("dominant" if each else "not" for each in said)
        caption = "By the sharp form it is {}; when all profiles are listed, {}.".format(*sides)
    return Picture((messages_panel(market.name(i), market, columns),), caption)


def ex_post_loss(record: ExPostLoss, instance: Instance) -> Picture:
    """The price that the other group makes, and what she trades at it."""
    g, i, h = instance.mechanism, record.i, 0
    if not isinstance(g, GStar):
        raise TypeError(f"a market of G*, got {g.symbol}")
    one, two = record.phi.groups(g.market.n)
    own, other = (one, two) if i in one.sellers + one.buyers else (two, one)
    p = g.price(other, record.profile)
    earns = record.payoff(instance)
    panels = (
        price_panel(g, other, record.profile, h, "The other group"),
        served_panel(g, own, p, record.profile, h, i, earns, "Her group"),
    )
    return Picture(panels, f"{g.market.name(i)} loses at this grouping: she earns {earns}.")
