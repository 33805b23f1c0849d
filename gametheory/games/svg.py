"""Drawings as SVG: lines, boxes and words whose looks are named, so that a page in the dark can change them.

A drawing says what a thing *is* ("gone", "supply"); `LOOKS` says how that looks. A page has the
looks once; a file of its own carries them.
"""

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

Point = tuple[float, float]

_LIGHT = {
    "ink": "#1f2328", "faint": "#59636e", "line": "#d1d9e0", "paper": "#ffffff", "supply": "#0b5394",
    "demand": "#a63d00", "mark": "#7a3ea8", "good": "#1a7f37", "bad": "#b3261e", "wash": "#eef2f6",
}  # fmt: skip
_DARK = {
    "ink": "#e6edf3", "faint": "#9aa5b1", "line": "#3d444d", "paper": "#0d1117", "supply": "#79b8ff",
    "demand": "#ffa657", "mark": "#d2a8ff", "good": "#56d364", "bad": "#ff8a80", "wash": "#1b222b",
}  # fmt: skip
COLOURS = tuple(_LIGHT)


def colours(dark: bool = False) -> str:
    """The colours as properties of CSS, for a light page or a dark one."""
    return " ".join(f"--{name}: {value};" for name, value in (_DARK if dark else _LIGHT).items())


LOOKS = "\n".join(
    [
        "svg text { font-family: system-ui, 'DejaVu Sans', Verdana, sans-serif; }",
        *(f"svg .{name} {{ fill: var(--{name}); }}" for name in COLOURS),
        *(f"svg .of-{name} {{ stroke: var(--{name}); fill: none; }}" for name in COLOURS),
    ]
)


def dark_style(drawing: str, dark: Mapping[str, str]) -> str:
    """The style with which a drawing of a class has other colours in the dark, by the ones it names.

    >>> print(dark_style("a", {"white": "black"}))
    @media (prefers-color-scheme: dark) {
    svg.a [fill="white"] { fill: black; }
    svg.a [stroke="white"] { stroke: black; }
    }
    """
    rules = (
        f'svg.{drawing} [{what}="{light}"] {{ {what}: {other}; }}'
        for light, other in dark.items()
        for what in ("fill", "stroke")
    )
    return "\n".join(["@media (prefers-color-scheme: dark) {", *rules, "}"])


class Drawing:
    """A drawing of so many pixels, with a title that is read out where it cannot be seen.

    >>> drawing = Drawing(40, 20, "a line")
    >>> drawing.line([(0, 0), (40, 20)], "ink")
    >>> print(drawing.svg())
    <svg viewBox="0 0 40 20" width="40" height="20" role="img" aria-label="a line"><path d="M0,0 L40,20" \
class="of-ink" stroke-width="1.5" /></svg>
    """

    def __init__(self, width: float, height: float, title: str) -> None:
        self.size = (width, height)
        self._root = ElementTree.Element(
            "svg",
            {"viewBox": f"0 0 {width:g} {height:g}", "width": f"{width:g}", "height": f"{height:g}"},
            role="img",
        )
        self._root.set("aria-label", title)

    def line(self, points: Sequence[Point], look: str, width: float = 1.5, dashes: str = "") -> None:
        """A line through the points."""
        d = "M" + " L".join(f"{x:.5g},{y:.5g}" for x, y in points)
        element = self._add("path", d=d, class_=f"of-{look}", stroke_width=width)
        if dashes:
            element.set("stroke-dasharray", dashes)

    def box(
        self, at: Point, size: Point, fill: str = "", edge: str = "", *, round_: float = 0, width: float = 1.2
    ) -> None:
        """A box from its upper left corner, filled, with an edge, or both."""
        (x, y), (w, h) = at, size
        for look, more in ((fill, {}), (edge and f"of-{edge}", {"stroke_width": width})):
            if look:
                self._add("rect", x=x, y=y, width=w, height=h, rx=round_, class_=look, **more)

    def dot(self, at: Point, radius: float, fill: str = "", edge: str = "") -> None:
        """A disc, filled, with an edge, or both."""
        if fill:
            self._add("circle", cx=at[0], cy=at[1], r=radius, class_=fill)
        if edge:
            self._add("circle", cx=at[0], cy=at[1], r=radius, class_=f"of-{edge}", stroke_width=1.5)

    def words(
        self,
        at: Point,
        words: str,
        look: str = "ink",
        *,
        size: float = 13,
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """Words whose middle line is at a height; `anchor` is "start", "middle" or "end"."""
        element = self._add(
            "text", x=at[0], y=at[1] + 0.35 * size, class_=look, font_size=size, text_anchor=anchor
        )
        if bold:
            element.set("font-weight", "bold")
        element.text = words

    def put(self, other: "Drawing", left: float, top: float) -> None:
        """Another drawing within this one, from its upper left corner."""
        group = self._add("g", transform=f"translate({left:g} {top:g})")
        group.extend(other._root)

    def svg(self) -> str:
        """The drawing within a page that has `colours` and `LOOKS`."""
        return ElementTree.tostring(self._root, encoding="unicode")

    def file(self) -> str:
        """The drawing as a file of its own, light or dark as the viewer is."""
        style = ElementTree.Element("style")
        dark = f"@media (prefers-color-scheme: dark) {{ svg {{ {colours(dark=True)} }} }}"
        style.text = f"\nsvg {{ {colours()} background: var(--paper); }}\n{dark}\n{LOOKS}\n"
        root = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **self._root.attrib})
        root.extend([style, *self._root])
        return ElementTree.tostring(root, encoding="unicode") + "\n"

    def _repr_svg_(self) -> str:
        """What a notebook shows."""
        return self.file()

    def _add(self, tag: str, **attributes: object) -> ElementTree.Element:
        named = {
            name.rstrip("_").replace("_", "-"): f"{value:.5g}" if isinstance(value, float) else str(value)
            for name, value in attributes.items()
        }
        return ElementTree.SubElement(self._root, tag, named)


def width_of(words: str, size: float = 13) -> float:
    """A generous guess at how wide words are in a sans serif font."""
    narrow, wide = "iljtfrI.,:;'|()[] -", "mwMW@%…×"
    return size * sum(
        0.38 if c in narrow else 0.98 if c in wide else 0.7 if c.isupper() else 0.63 for c in words
    )
