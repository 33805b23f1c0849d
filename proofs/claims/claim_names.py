"""Which claim somebody means who writes its item or its id a little differently."""

import unicodedata
from collections.abc import Collection
from difflib import get_close_matches

from proofs.claims.claim import Claim
from proofs.claims.scopes import listing

IGNORED = ("Z", "Pd", "Pc", "Ps", "Pe")  # blanks, hyphens, low lines and parentheses


def names_of(claim: Claim) -> tuple[str, ...]:
    """Its item, its id, and its item with the reading: "Theorem 4 (read)" or "Theorem 4 (amended)"."""
    readings = dict.fromkeys((claim.reading.value, claim.reading.word))
    return claim.item, claim.id, *(f"{claim.item} ({word})" for word in readings)


def meant(words: str, names: Collection[str]) -> str | None:
    """The one name that these words are but for case, blanks, hyphens and parentheses, or None.

    >>> meant("theorem4", ["Theorem 4", "Theorem 4 (read)"]), meant("8", ["(8)", "(18)"])
    ('Theorem 4', '(8)')
    """
    if words in names:
        return words
    alike = {name for name in names if _plain(name) == _plain(words)}
    return alike.pop() if len(alike) == 1 else None


def hint(words: str, names: Collection[str], known: Collection[str]) -> str:
    """The nearest of these names, as a question; if none is near, what is `known`.

    >>> hint("theorm 4", ["Theorem 1", "Theorem 4", "4.printed"], ["Theorem 1", "Theorem 4"])
    'did you mean Theorem 4 or Theorem 1?'
    >>> hint("weather", ["Theorem 1", "Theorem 4", "4.printed"], ["Theorem 1", "Theorem 4"])
    'known: Theorem 1, Theorem 4'
    """
    plain = {_plain(name): name for name in names}
    near = [plain[each] for each in get_close_matches(_plain(words), plain, n=3)]
    return f"did you mean {listing(near, 'or')}?" if near else f"known: {', '.join(known)}"


def _plain(words: str) -> str:
    return "".join(
        character for character in words.casefold() if not unicodedata.category(character).startswith(IGNORED)
    )
