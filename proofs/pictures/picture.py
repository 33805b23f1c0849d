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
    """All panels in one drawing, for a file."""
    width = sum(panel.size[0] for panel in picture.panels)
    joined = Drawing(width, max(panel.size[1] for panel in picture.panels), picture.caption)
    left = 0.0
    for panel in picture.panels:
        joined.put(panel, left)
        left += panel.size[0]
    return joined
