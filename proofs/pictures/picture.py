"""What a picture is: panels that stand side by side where there is room, and words under it."""

from dataclasses import dataclass

from gametheory.games.svg import Drawing


@dataclass(frozen=True)
class Picture:
    """Some drawings, and what they show in a sentence."""

    panels: tuple[Drawing, ...]
    caption: str

    def html(self) -> str:
        """A figure within a page that has the colours and looks of `gametheory.games.svg`."""
        from html import escape

        drawings = "".join(f'<div class="panel">{panel.svg()}</div>' for panel in self.panels)
        return f'<figure><div class="panels">{drawings}</div><figcaption>{escape(self.caption)}</figcaption></figure>'
