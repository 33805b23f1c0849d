"""What a terminal would obey or not show, as an escape: names in files may hold anything."""

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderableType, RenderHook
from rich.segment import Segment

from gametheory.games.visible_lines import visible_lines


class Visible:
    """What is shown, the commands of the program itself, such as colours, left as they are."""

    def __init__(self, shown: RenderableType) -> None:
        self.shown = shown

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for segment in console.render(self.shown, options):
            yield segment if segment.control else segment._replace(text=visible_lines(segment.text))


class OnlyVisibleText(RenderHook):
    """For `Console.push_render_hook`."""

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        """Each with escapes in the place of what cannot be seen."""
        return [Visible(shown) for shown in renderables]
