"""Rationing: how a total is shared among agents who are served one after the other."""

from collections.abc import Sequence


def serve_in_order(wanted: Sequence[int], total: int) -> list[int]:
    """Give each in turn what she wants until the total is used up (section 2.2, the long side).

    The agent before whom nothing is left, î + 1, and all after her receive nothing. An agent receives
    min(what she wants, residual), and the residual does not depend on what she wants.

    >>> serve_in_order([2, 2, 1], 3)
    [2, 1, 0]
    """
    served = []
    for want in wanted:
        served.append(min(want, total))
        total -= served[-1]
    return served
