"""Text for a terminal, in which names from a file may stand."""

from gametheory.games.labels import visible


def visible_lines(text: str) -> str:
    r"""The text with an escape for every character that cannot be seen, but for the ends of its lines.

    >>> print(visible_lines("up\n\n\x1b[31mdown"))
    up
    <BLANKLINE>
    \x1b[31mdown
    """
    return "\n".join(visible(line) if line.strip() else line for line in text.split("\n"))
