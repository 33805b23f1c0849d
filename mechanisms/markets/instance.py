"""Instances: a mechanism on a market, with everybody's payoffs."""

from dataclasses import dataclass

from mechanisms.markets.grouping_mechanism import GroupingMechanism
from mechanisms.markets.trader import Trader


@dataclass(frozen=True)
class Instance:
    """One game of the paper: who may say what is the mechanism's, what it is worth the traders'."""

    title: str
    mechanism: GroupingMechanism
    traders: tuple[Trader, ...]  # one per agent: sellers, then buyers
    paper: str = ""  # the place in the paper that it is about


def everybody_is(g: GroupingMechanism, trader: Trader) -> Instance:
    """The instance in which everybody has the trader's payoffs: for questions about one agent alone."""
    return Instance("", g, (trader,) * len(g.market.agents))
