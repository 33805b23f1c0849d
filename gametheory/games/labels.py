"""Labels of players and strategies, which may hold any character, as a person can read them."""


def visible(text: str) -> str:
    r"""The text with an escape for every character that cannot be seen, and quotes where it is all blank.

    >>> print(visible("up\nor \x1b[31mdown é"))
    up\nor \x1b[31mdown é
    """
    shown = "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )
    return shown if shown.strip() else f'"{shown}"'
