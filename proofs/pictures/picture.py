"""What a picture is: panels that stand side by side where there is room, and words under it."""

import re
from dataclasses import dataclass
from html import escape

from gametheory.games.html import in_a_notebook
from gametheory.games.svg import Drawing


@dataclass(frozen=True)
class Picture:
    """Some drawings, and what they show in a sentence."""

    panels: tuple[Drawing, ...]
    caption: str

    def html(self) -> str:
        """A figure within a page that has the colours and looks of `gametheory.games.svg`."""
        panels = "".join(f'<div class="panel">{panel.svg()}</div>' for panel in self.panels)
        caption = f"<figcaption>{escape(sentence(self.caption))}</figcaption>"
        return f'<figure><div class="panels">{panels}</div>{caption}</figure>'

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return in_a_notebook(self.html())


def sentence(words: str) -> str:
    """With a capital letter, unless it begins with a formula or the name of a file.

    >>> sentence("seller 1 gains"), sentence("nobody's is")
    ('Seller 1 gains', "Nobody's is")
    >>> sentence("v(L) = 0"), sentence("proofs/a.json: so")
    ('v(L) = 0', 'proofs/a.json: so')
    """
    word = re.match(r"[^\W\d_][^\W\d_'’-]+['’-]?[^\W\d_'’-]*[,:;.]?( |$)", words)
    return words if word is None else words[:1].upper() + words[1:]


def side_by_side(picture: Picture) -> Drawing:
    """All panels in one drawing, two in a line, for a file."""
    lines = [picture.panels[k : k + 2] for k in range(0, len(picture.panels), 2)]
    heights = [max(panel.size[1] for panel in line) for line in lines]
    width = max(sum(panel.size[0] for panel in line) for line in lines)
    joined, top = Drawing(width, sum(heights), picture.caption), 0.0
    for line, height in zip(lines, heights, strict=True):
        left = 0.0
        for panel in line:
            joined.put(panel, left, top)
            left += panel.size[0]
        top += height
    return joined
