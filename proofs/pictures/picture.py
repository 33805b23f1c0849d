"""What a picture is: panels that stand side by side where there is room, and words under it."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from gametheory.games.svg import Drawing


@dataclass(frozen=True)
class Picture:
    """Some drawings, and what they show in a sentence."""

    panels: tuple[Drawing, ...]
    caption: str

    def html(self) -> str:
        """A figure within a page that has the colours and looks of `gametheory.games.svg`."""
        panels = "".join(f'<div class="panel">{panel.svg()}</div>' for panel in self.panels)
        caption = f"<figcaption>{escape(self.caption)}</figcaption>"
        return f'<figure><div class="panels">{panels}</div>{caption}</figure>'


def joined(pictures: Iterable[Picture]) -> Picture:
    """The panels of all, and the captions one after the other."""
    every = list(pictures)
    panels = tuple(panel for picture in every for panel in picture.panels)
    return Picture(panels, " ".join(picture.caption for picture in every))
