"""Pictures of the graph of reductions, as SVG and as DOT, for games that are small enough to look at.

Nodes say what is left, edges what is removed. Layers count the steps, the path on which all dominated
strategies leave at once is bold and marked S^0, S^1, ..., and maximal reductions are coloured: one colour
for those that leave the same game up to duplicates and names.
"""

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from gametheory.elimination.layered_layout import layered_layout
from gametheory.elimination.picture import ReductionPicture, picture_to_look_at, reduction_picture
from gametheory.elimination.reductions import Reductions
from gametheory.games.errors import TooLargeError
from gametheory.games.html import render
from gametheory.games.libraries import library
from gametheory.games.svg import dark_style, width_of

MOST_PIXELS = 100_000_000  # half a gigabyte of memory
FOLDER = Path(__file__).parent / "templates"
_FILLS = ("#bfe3c8", "#f9d9a8", "#c6d9f1", "#f3c6cf", "#ddd0ee", "#f2efa6", "#c9ece9", "#dccab8")
_INK, _BOLD, _FAINT = "#222222", "#0b4f9e", "#8a8f98"
_WARNING = "#b00020"
_DARK = {
    "white": "#0d1117", _INK: "#e6edf3", _BOLD: "#79b8ff", _FAINT: "#9aa5b1", _WARNING: "#ff8a80",
    "#bfe3c8": "#1d4d2b", "#f9d9a8": "#5c3d0a", "#c6d9f1": "#1f3f66", "#f3c6cf": "#5e2230",
    "#ddd0ee": "#41305c", "#f2efa6": "#4d4a0c", "#c9ece9": "#14504b", "#dccab8": "#4f3d2b",
}  # fmt: skip
_FONT, _SMALL = 14.0, 12.0
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def draw_svg(reductions: Reductions, *, largest: int = 150) -> str:
    """The picture as an SVG document.

    Of more than a few sets of strategies those that leave the same game but for names are one node, and of
    more nodes than `largest` those with the fewest strategies are only counted: `draw_dot` has them all.
    """
    picture = picture_to_look_at(reductions, largest)
    legend = _legend_of(picture)
    node_size = {
        node: (max(width_of(line, _FONT) for line in lines) + 20, 19.0 * len(lines) + 12)
        for node, lines in picture.nodes.items()
    }
    label_size = {
        edge: (width_of(text, _SMALL) + 10, 20.0) if text else (2.0, 4.0)
        for edge, text in picture.edges.items()
    }
    layout = layered_layout(picture.graph, node_size, label_size)
    margin, top = 30.0, 58.0
    texts = [width_of(picture.title, 16), *(width_of(text, _FONT) + 40 for _, text in legend)]
    width = max(layout.size[0], *texts) + 2 * margin
    height = top + layout.size[1] + 34 + 24 * len(legend) + margin / 2
    svg = ElementTree.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width=f"{width:.0f}",
        height=f"{height:.0f}",
    )
    svg.set("font-family", "DejaVu Sans, Verdana, Helvetica, sans-serif")
    svg.set("class", "orders")
    _add(svg, "title").text = picture.title
    _add(svg, "style").text = dark_style("orders", _DARK)
    _arrows(svg)
    _add(svg, "rect", width="100%", height="100%", fill="white")
    _text(svg, (width / 2, 30), picture.title, 16, _INK, weight="bold")
    body = _add(svg, "g", transform=f"translate({(width - layout.size[0]) / 2:.1f} {top:.1f})")
    bold = set(pairwise(picture.path))
    for edge in sorted(picture.edges, key=lambda edge: edge in bold):
        _edge(body, layout.bends[edge], edge in bold)
    for edge, text in picture.edges.items():
        if not text:
            continue
        (x, y), (w, h) = layout.labels[edge], label_size[edge]
        _add(body, "rect", x=x - w / 2, y=y - h / 2, width=w, height=h, fill="white")
        _text(body, (x, y), text, _SMALL, _BOLD if edge in bold else _INK)
    for node, lines in picture.nodes.items():
        _node(
            body,
            layout.nodes[node],
            node_size[node],
            lines,
            _fill(picture.ending.get(node)),
            node in picture.path,
        )
    for r, node in enumerate(picture.path):
        (x, y), (w, h) = layout.nodes[node], node_size[node]
        _badge(body, (x - w / 2, y - h / 2), f"S{r}".translate(_SUPERSCRIPT))
    _legend(svg, legend, (margin, top + layout.size[1] + 34))
    return ElementTree.tostring(svg, encoding="unicode", xml_declaration=False) + "\n"


def orders_html(reductions: Reductions) -> str:
    """The picture within a page, to be made larger or smaller."""
    from markupsafe import Markup

    return render(FOLDER, "orders.html", graph=Markup(draw_svg(reductions)))


def draw_png(reductions: Reductions, *, largest: int = 150) -> bytes:
    """The same picture as pixels, two for one.

    Raises `TooLargeError` for more than `MOST_PIXELS`, and `MissingLibraryError` without resvg_py.
    """
    with library("resvg-py", 'pip install "undominated[pictures]"'):
        from resvg_py import svg_to_bytes
    text = draw_svg(reductions, largest=largest)
    width, height = (2 * int(ElementTree.fromstring(text).attrib[side]) for side in ("width", "height"))
    if width * height > MOST_PIXELS:
        raise TooLargeError(
            f"PNG: at most {MOST_PIXELS:,} pixels, got {width:,} x {height:,}; SVG has no limit"
        )
    return bytes(svg_to_bytes(svg_string=text, zoom=2))


def draw_dot(reductions: Reductions) -> str:
    """The picture as a graph in Graphviz's DOT language."""
    picture = reduction_picture(reductions)
    number = {node: f"n{k}" for k, node in enumerate(picture.graph)}
    bold = set(pairwise(picture.path))
    lines = [
        "digraph reductions {",
        f"  label={_dot(picture.title)}; labelloc=t; bgcolor=white;",
        '  node [shape=box style="rounded,filled" fillcolor=white fontname="DejaVu Sans"];',
        '  edge [fontname="DejaVu Sans" fontsize=11];',
    ]
    for node, words in picture.nodes.items():
        label = "\n".join(words)
        extra = ""
        if node in picture.path:
            extra = f" color={_dot(_BOLD)} penwidth=2.5 xlabel={_dot(f'S^{picture.path.index(node)}')}"
        lines.append(
            f"  {number[node]} [label={_dot(label)} "
            f"fillcolor={_dot(_fill(picture.ending.get(node)))}{extra}];"
        )
    for a, b in picture.edges:
        extra = f" color={_dot(_BOLD)} penwidth=2.5" if (a, b) in bold else ""
        lines.append(f"  {number[a]} -> {number[b]} [label={_dot(picture.edges[a, b])}{extra}];")
    return "\n".join([*lines, "}", ""])


def _fill(ending: int | None) -> str:
    return "white" if ending is None else _FILLS[ending % len(_FILLS)]


def _legend_of(picture: ReductionPicture) -> list[tuple[str, str]]:
    """Pairs of words and what stands before them: a colour to fill a box with, "bold" or "warning"."""
    legend = [(_fill(k), words) for k, words in enumerate(picture.endings)]
    legend.append(("bold", "all dominated strategies leave at once: S⁰, S¹, …"))
    if picture.note:
        legend.append(("note", picture.note))
    if not picture.complete:
        legend.append(("warning", "truncated: there are more orders than are drawn here"))
    return legend


def _add(parent: ElementTree.Element, tag: str, **attributes: object) -> ElementTree.Element:
    texts = {
        name.replace("_", "-"): f"{value:.1f}" if isinstance(value, float) else str(value)
        for name, value in attributes.items()
    }
    return ElementTree.SubElement(parent, tag, texts)


def _text(
    parent: ElementTree.Element,
    at: tuple[float, float],
    words: str,
    size: float,
    fill: str,
    *,
    anchor: str = "middle",
    weight: str = "normal",
) -> None:
    element = _add(
        parent, "text", x=at[0], y=at[1] + 0.35 * size, fill=fill,
        font_size=size, font_weight=weight, text_anchor=anchor,
    )  # fmt: skip
    element.text = words


def _arrows(svg: ElementTree.Element) -> None:
    defs = _add(svg, "defs")
    for name, colour in (("thin", _FAINT), ("bold", _BOLD)):
        marker = _add(
            defs, "marker", id=name, viewBox="0 0 10 10", refX=9, refY=5,
            markerWidth=9, markerHeight=9, orient="auto", markerUnits="userSpaceOnUse",
        )  # fmt: skip
        _add(marker, "path", d="M0,0 L10,5 L0,10 z", fill=colour)


def _edge(parent: ElementTree.Element, points: list[tuple[float, float]], bold: bool) -> None:
    """A curve that passes all points vertically."""
    d = f"M{points[0][0]:.1f},{points[0][1]:.1f}"
    for (x, y), (u, v) in pairwise(points):
        middle = (y + v) / 2
        d += f" C{x:.1f},{middle:.1f} {u:.1f},{middle:.1f} {u:.1f},{v:.1f}"
    _add(
        parent, "path", d=d, fill="none", stroke=_BOLD if bold else _FAINT,
        stroke_width=3.0 if bold else 1.3, marker_end=f"url(#{'bold' if bold else 'thin'})",
    )  # fmt: skip


def _node(
    parent: ElementTree.Element,
    centre: tuple[float, float],
    size: tuple[float, float],
    lines: list[str],
    fill: str,
    bold: bool,
) -> None:
    (x, y), (w, h) = centre, size
    _add(
        parent, "rect", x=x - w / 2, y=y - h / 2, width=w, height=h, rx=7, fill=fill,
        stroke=_BOLD if bold else _INK, stroke_width=3.0 if bold else 1.2,
    )  # fmt: skip
    for k, line in enumerate(lines):
        _text(parent, (x, y + 19.0 * (k - (len(lines) - 1) / 2)), line, _FONT, _INK)


def _badge(parent: ElementTree.Element, at: tuple[float, float], words: str) -> None:
    _add(parent, "circle", cx=at[0] + 2, cy=at[1] + 2, r=12, fill=_BOLD)
    _text(parent, (at[0] + 2, at[1] + 2), words, _SMALL, "white", weight="bold")


def _legend(svg: ElementTree.Element, legend: list[tuple[str, str]], at: tuple[float, float]) -> None:
    x, y = at
    for kind, words in legend:
        if kind == "bold":
            _add(svg, "path", d=f"M{x:.1f},{y:.1f} h24", stroke=_BOLD, stroke_width=3.0, fill="none")
        elif kind not in ("warning", "note"):
            _add(svg, "rect", x=x, y=y - 8, width=24, height=16, rx=4, fill=kind, stroke=_INK)
        colour = _WARNING if kind == "warning" else _INK
        _text(svg, (x + 34, y), words, _FONT, colour, anchor="start")
        y += 24


def _dot(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
