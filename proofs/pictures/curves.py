"""Curves of large markets as pictures: loss times √n with the bound above it, and how prices differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log10, sqrt
from typing import TypeAlias

from gametheory.games.errors import InputError
from gametheory.games.svg import Drawing
from mechanisms.large.curve import Point, RivalPoint
from mechanisms.large.shock_curve import ShockPoint
from proofs.pictures.picture import Picture

WIDTH, HEIGHT, LEFT, TOP = 340.0, 220.0, 58.0, 34.0
RIGHT, BOTTOM = WIDTH - 12, TOP + HEIGHT
LARGEST = 10**300  # a float has no more digits
LOOKS = ("supply", "ink", "demand", "mark", "good")
Series: TypeAlias = Sequence[tuple[int, float]]
BOUND = "bound on it"


@dataclass(frozen=True)
class Curves:
    """Losses per capita by name, and the probability that prices differ by ε: by n, what is known."""

    epsilon: Fraction
    losses: Mapping[str, Sequence[tuple[int, Fraction | None]]]
    differ: Mapping[str, Series]

    @classmethod
    def of(cls, epsilon: Fraction, points: Sequence[Point], rivals: Sequence[RivalPoint]) -> "Curves":
        """What G* loses beside what bounds it, and beside its rivals."""
        losses: dict[str, Sequence[tuple[int, Fraction | None]]] = {
            "G*": [(each.n, each.loss) for each in points]
        }
        if any(each.bound is not None for each in points):
            losses[BOUND] = [(each.n, each.bound) for each in points]
        if rivals:
            losses |= {
                "McAfee": [(each.n, each.mcafee) for each in rivals],
                "posted price": [(each.n, each.posted) for each in rivals],
                "G*, best offers first": [(each.n, each.by_offer) for each in rivals],
            }
        differ = [(each.n, float(each.differ)) for each in points if each.differ is not None]
        return cls(epsilon, losses, {"G*": differ} if differ else {})

    @classmethod
    def given_shocks(cls, epsilon: Fraction, names: Sequence[str], points: Sequence[ShockPoint]) -> "Curves":
        """What G** loses given each shock."""
        given = {f"given {name}": [p for p in points if p.shock == at] for at, name in enumerate(names)}
        return cls(
            epsilon,
            {name: [(each.n, each.loss) for each in own] for name, own in given.items()},
            {name: [(each.n, float(each.differ)) for each in own] for name, own in given.items()},
        )

    def scaled(self) -> dict[str, Series]:
        """Losses times √n, where there are any."""
        return {
            name: [(n, _drawn(value) * sqrt(n)) for n, value in line if value]
            for name, line in self.losses.items()
        }


def curves_picture(curves: Curves) -> Picture:
    """Losses times √n, and the probability that prices differ."""
    panels = [_panel("Loss per capita times √n", curves.scaled(), by_size=True)]
    if curves.differ:
        panels.append(_panel(f"How likely prices differ by {curves.epsilon}", curves.differ, by_size=False))
    caption = (
        "Each point is exact; only its place in the picture is rounded. The scales of n and of the loss are "
        "logarithmic."
    )
    return Picture(tuple(panels), caption)


def _drawn(value: Fraction) -> float:
    if not Fraction(1, LARGEST) <= value <= LARGEST:
        raise InputError("a picture: numbers between 10^-300 and 10^300, got one beyond")
    return float(value)


def _panel(heading: str, series: Mapping[str, Series], *, by_size: bool) -> Drawing:
    """Lines over n; heights by their size, or from 0 to 1."""
    drawing = Drawing(WIDTH, BOTTOM + 34 + 18 * len(series), heading)
    drawing.words((8, 14), heading, bold=True)
    drawing.box((LEFT, TOP), (RIGHT - LEFT, HEIGHT), "wash", "line")
    every = [point for line in series.values() for point in line]
    sizes = [log10(n) for n, _ in every] or [0.0]
    heights = [log10(y) for _, y in every] if by_size else [0.0, 1.0]
    (west, east), (low, high) = ((min(each), max(each)) for each in (sizes, heights or [0.0]))

    def at(n: int, y: float) -> tuple[float, float]:
        height = log10(y) if by_size else y
        return (
            LEFT + 6 + (RIGHT - LEFT - 12) * (log10(n) - west) / ((east - west) or 1),
            BOTTOM - 6 - (HEIGHT - 12) * (height - low) / ((high - low) or 1),
        )

    for k, (name, line) in enumerate(series.items()):
        look = LOOKS[k % len(LOOKS)]
        if line:
            drawing.line([at(*point) for point in line], look, 2, "5 3" if name.startswith("bound") else "")
        for point in line:
            drawing.dot(at(*point), 2.5, look)
        y = BOTTOM + 36 + 18 * k
        drawing.box((LEFT, y - 6), (12, 12), look)
        drawing.words((LEFT + 20, y), name if line else f"{name}: loses nothing", size=12)
    for n in sorted({n for n, _ in every if n in (min(every)[0], max(every)[0])}):
        place = at(n, every[0][1])[0]
        drawing.words(
            (place, BOTTOM + 12), f"n = {n}", size=11, anchor="start" if n == min(every)[0] else "end"
        )
    for share, value in ((0.0, low), (1.0, high)):
        words = f"{10**value:.2g}" if by_size else f"{value:g}"
        drawing.words((LEFT - 6, BOTTOM - 6 - (HEIGHT - 12) * share), words, size=11, anchor="end")
    return drawing
