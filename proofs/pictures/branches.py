"""In which branch of G** or G+ a message loses: what either one brings there, as bars."""

from collections import defaultdict
from fractions import Fraction

from gametheory.games.errors import TooLargeError
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.claims.draws import TwoWays, draws_by_hand
from proofs.pictures.bars import Bar, Bars, bars_panel
from proofs.pictures.picture import Picture


def by_branch(instance: InterdependentInstance, two: TwoWays) -> dict[int, tuple[Fraction, Fraction]]:
    """What each branch brings with her message, and with the better one: probability times what she earns."""
    found: dict[int, tuple[Fraction, Fraction]] = defaultdict(lambda: (Fraction(0), Fraction(0)))
    for draw in draws_by_hand(instance, two):
        hers, better = found[draw.b]
        found[draw.b] = hers + draw.share * draw.earns[0], better + draw.share * draw.earns[1]
    return dict(sorted(found.items()))


def branches_picture(instance: InterdependentInstance, two: TwoWays) -> list[Picture]:
    """The branches in which she earns differently; none where there are too many draws."""
    try:
        found = by_branch(instance, two)
    except TooLargeError:
        return []
    groups = [
        Bars(f"branch {b}", [Bar("hers", hers, "bad"), Bar("better", better, "good")])
        for b, (hers, better) in found.items()
        if hers != better
    ]
    others = [str(b) for b, (hers, better) in found.items() if hers == better]
    alike = f" In the branches {', '.join(others)} both bring the same." if others else ""
    name = instance.mechanism.market.name(two.i)
    caption = f"What the branch adds to what {name} expects: its probability times what she earns.{alike}"
    return [Picture((bars_panel("Where it matters", groups),), caption)]
