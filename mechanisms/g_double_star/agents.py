"""The players of the agent form of G** on the buyers' side."""

from typing import TypeAlias

from mechanisms.markets.interdependent import InterdependentInstance

Agent: TypeAlias = tuple[int, str]  # a buyer and her signal: a player of the agent form


def buyers_with_signals(instance: InterdependentInstance) -> list[Agent]:
    """The agents of the agent form on the buyers' side."""
    return [(i, t) for i in instance.mechanism.market.buyers for t in instance.prior.spaces[i]]
