"""Sellers in G**: buyers receive what they ask, so sellers are served or raised, in order (section 3.2)."""

from collections.abc import Sequence

from mechanisms.markets.rationing import serve_in_order


def serve_or_raise(offered: Sequence[int], total: int, l: int) -> list[int]:
    """What each seller of a group sells of one commodity when its buyers buy `total` of it.

    With excess supply (7) sellers are served in order until demand is used up. With excess demand they are
    raised, in order, from what they offered to l, until demand is met. The place of the paper's î is where
    serving or raising stops.

    >>> serve_or_raise([1, 2], 2, l=2), serve_or_raise([1, 0, 1], 3, l=2), serve_or_raise([0], 1, l=1)
    ([1, 1], [2, 0, 1], [1])
    """
    if sum(offered) >= total:  # (7)
        return serve_in_order(offered, total)
    raised = serve_in_order([l - amount for amount in offered], total - sum(offered))
    return [amount + more for amount, more in zip(offered, raised, strict=True)]
