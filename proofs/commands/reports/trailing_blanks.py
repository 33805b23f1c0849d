"""Lines end where their last word does: what rich prints to fill a line is left out."""

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderableType, RenderHook
from rich.segment import Segment


class Unfilled:
    """What is shown, without blanks at the ends of its lines."""

    def __init__(self, shown: RenderableType) -> None:
        self.shown = shown

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        rendered = console.render(self.shown, options)
        for line, is_whole in Segment.split_lines_terminator(rendered):
            while line and not line[-1].control and not line[-1].text.rstrip(" "):
                line.pop()
            yield from line[:-1]
            yield from (segment._replace(text=segment.text.rstrip(" ")) for segment in line[-1:])
            if is_whole:
                yield Segment.line()


class NoTrailingBlanks(RenderHook):
    """For `Console.push_render_hook`."""

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        """Each without blanks at the ends of its lines."""
        return [Unfilled(shown) for shown in renderables]
