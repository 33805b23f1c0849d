"""A picture of the curves, drawn by Matplotlib: always the same bytes for the same points."""

from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from math import sqrt
from pathlib import Path
from typing import Any

from gametheory.formats.whole_file import write_whole
from gametheory.games.errors import InputError
from gametheory.games.libraries import library
from mechanisms.large.curve import Point, RivalPoint

SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "undominated",
    "svg.fonttype": "path",
    "font.size": 10,
    "axes.grid": True,
}


def draw(
    file: Path, title: str, epsilon: Fraction, points: Sequence[Point], rivals: Sequence[RivalPoint]
) -> None:
    """Loss times √n with the bound above it, and the probability that prices differ."""
    with library("Matplotlib", 'pip install "undominated[pictures]"'):
        import matplotlib
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure

    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=(9, 4.2), layout="constrained")
        FigureCanvasSVG(figure)
        figure.suptitle(title.replace("$", r"\$"))
        left, right = figure.subplots(1, 2)
        n = [each.n for each in points]
        lines: list[tuple[str, list[Fraction | None], str]] = [
            ("G*", [each.loss for each in points], "o-"),
            ("bound on it", [each.bound for each in points], "k--"),
        ]
        if rivals:
            lines += [
                ("McAfee", [each.mcafee for each in rivals], "s-"),
                ("posted price", [each.posted for each in rivals], "^-"),
                ("G*, best offers first", [each.by_offer for each in rivals], "d-"),
            ]
        for name, values, style in lines:
            shown = [(m, float(y) * sqrt(m)) for m, y in zip(n, values, strict=False) if y]
            if shown:
                left.plot(*zip(*shown, strict=True), style, label=name, markersize=3)
        left.set(xlabel="n", xscale="log", yscale="log", title="loss per capita times √n")
        left.legend()
        differ = [(each.n, float(each.differ)) for each in points if each.differ is not None]
        if differ:
            right.plot(*zip(*differ, strict=True), "o-", markersize=3)
        right.set(xlabel="n", ylim=(-0.02, 1.02), title=f"probability that prices differ by {epsilon}")
        drawn = BytesIO()
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    try:
        write_whole(file, drawn.getvalue())
    except OSError as wrong:
        raise InputError(f"{file}: cannot be written: {wrong.strerror}") from None
