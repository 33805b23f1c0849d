"""A price-taking message that is not dominant: one grouping at which another message earns more."""

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.instance import Instance
from proofs.pictures.grouping import two_messages
from proofs.pictures.picture import Picture
from proofs.theorem_1.by_hand import by_hand, commodities_that_matter
from proofs.theorem_1.statement import NotDominant


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
