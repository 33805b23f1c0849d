"""Labels of players and strategies, which may hold any character, as a person can tell them apart."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MOST_LISTED = 12


def visible(text: str) -> str:
    r"""The text with an escape for every character that cannot be seen, and quotes where it is all blank.

    >>> print(visible("up\nor \x1b[31mdown é"))
    up\nor \x1b[31mdown é
    """
    shown = escaped(text)
    return shown if shown.strip() else f'"{shown}"'


def escaped(text: str) -> str:
    """The text with an escape for every character that cannot be seen."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def looks(text: str) -> str:
    """What a person sees of a text: neither how its letters are composed nor blanks at its end."""
    return unicodedata.normalize("NFC", text).rstrip()


def called(label: str) -> str:
    """A player's label made `visible`, or "player 1" when it is a number."""
    return f"player {label}" if label.isdigit() else visible(label)


def listed(items: Sequence[str], every: bool = False) -> str:
    """The items, or, unless `every` one is wanted, the first of them and how many more there are.

    >>> listed(["a", "b"]), listed([str(k) for k in range(20)])
    ('a, b', '0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 8 more')
    """
    if every or len(items) <= MOST_LISTED + 1:
        return ", ".join(items)
    return f"{', '.join(items[:MOST_LISTED])} and {len(items) - MOST_LISTED} more"


@dataclass(frozen=True)
class Relabelled:
    """What a file calls `label`, or leaves blank, and what is shown in its place.

    `what` is "player", "strategy" or "action", `of` says whose; numbers count from 1.
    """

    what: str
    of: str
    numbers: tuple[int, ...]
    label: str
    shown: tuple[str, ...]

    def describe(self) -> str:
        """One line.

        >>> shown_labels(["a", "b", "a"], "strategy", "player Ann")[1][0].describe()
        "player Ann: strategies 1 and 3 have the same label 'a': shown as 'a (1)' and 'a (3)'"
        """
        several = len(self.numbers) > 1
        plural = {"strategy": "strategies"}.get(self.what, f"{self.what}s")
        which = f"{plural if several else self.what} {_listed([str(k) for k in self.numbers])}"
        have = "have" if several else "has"
        same = (
            f"the same label '{self.label}'"
            if several
            else f"a label, '{self.label}', that looks like another"
        )
        fault = same if self.label.strip() else "no label"
        of = f"{self.of}: " if self.of else ""
        shown = _listed([f"'{label}'" for label in self.shown])
        return f"{of}{which} {have} {fault}: shown as {shown}"

    def as_json(self) -> dict[str, Any]:
        """The fields, as JSON has them."""
        return {
            "what": self.what,
            "of": self.of,
            "numbers": list(self.numbers),
            "label": self.label,
            "shown": list(self.shown),
        }


def shown_labels(
    labels: Sequence[str], what: str, of: str = ""
) -> tuple[tuple[str, ...], tuple[Relabelled, ...]]:
    """The labels that are shown, and where they differ from `labels`.

    A blank label becomes its number in parentheses, and labels that look alike get theirs behind them. Where
    all are blank they are numbered, which needs no word.

    >>> shown_labels(["", "1", "U", "U"], "strategy")[0]
    ('(1)', '1', 'U (3)', 'U (4)')
    >>> shown_labels(["", ""], "strategy")
    (('1', '2'), ())
    """
    if not any(label.strip() for label in labels):
        return tuple(str(k) for k in range(1, len(labels) + 1)), ()
    before = [label if label.strip() else "" for label in labels]
    counts = Counter(map(looks, before))
    taken = set(counts)
    shown = []
    for k, label in enumerate(before, start=1):
        if not label or counts[looks(label)] > 1:
            label = f"{label} ({k})".lstrip()
            while looks(label) in taken:
                label += f" ({k})"
            taken.add(looks(label))
        shown.append(label)
    changed: dict[str, list[int]] = defaultdict(list)
    for k, (old, new) in enumerate(zip(before, shown, strict=True)):
        if old != new:
            changed[old].append(k)
    return tuple(shown), tuple(
        Relabelled(what, of, tuple(k + 1 for k in places), old, tuple(shown[k] for k in places))
        for old, places in changed.items()
    )


def _listed(words: Sequence[str]) -> str:
    if len(words) > 6:
        words = [*words[:3], f"{len(words) - 3} more"]
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
