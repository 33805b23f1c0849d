"""Labels of players and strategies, which may hold any character, as a person can read them."""


def visible(text: str) -> str:
    r"""The text with an escape for every character that cannot be seen, line breaks and tabs too.

    >>> print(visible("up\nor \x1b[31mdown é"))
    up\nor \x1b[31mdown é
    """
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )
