"""A picture of the curves, drawn by Matplotlib: always the same bytes for the same points."""

from io import BytesIO
from itertools import cycle
from pathlib import Path
from typing import Any

from gametheory.formats.whole_file import make_folder_of, write_whole
from gametheory.games.errors import InputError
from gametheory.games.labels import visible
from gametheory.games.libraries import library
from proofs.pictures.curves import BOUND, Curves

SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "undominated",
    "svg.fonttype": "path",
    "font.size": 10,
    "axes.grid": True,
}


MARKS = ("o-", "s-", "^-", "d-")


def draw(file: Path, title: str, curves: Curves) -> None:
    """Loss times √n with the bound above it, and the probability that prices differ."""
    with library("Matplotlib", 'pip install "undominated[pictures]"'):
        import matplotlib
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure

    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=(9, 4.2), layout="constrained")
        FigureCanvasSVG(figure)
        figure.suptitle(visible(title).replace("$", r"\$"))
        left, right = figure.subplots(1, 2)
        marks = cycle(MARKS)
        for name, line in curves.scaled().items():
            style = "k--" if name == BOUND else next(marks)
            if line:
                left.plot(*zip(*line, strict=True), style, label=name, markersize=3)
        left.set(xlabel="n", title="loss per capita times √n")
        if left.lines:
            left.set(xscale="log", yscale="log")
            left.legend()
        else:
            left.text(0.5, 0.5, "nothing is lost at any n", ha="center", transform=left.transAxes)
        for name, line in curves.differ.items():
            if line:
                right.plot(*zip(*line, strict=True), "o-", markersize=3, label=name)
        if len(right.lines) > 1:
            right.legend()
        right.set(xlabel="n", ylim=(-0.02, 1.02), title=f"probability that prices differ by {curves.epsilon}")
        drawn = BytesIO()
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    try:
        make_folder_of(file)
        write_whole(file, drawn.getvalue())
    except OSError as wrong:
        raise InputError(f"{file}: cannot be written: {wrong.strerror}") from None
