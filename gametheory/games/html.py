"""Plain HTML for notebooks: tables and sentences, everything escaped, nothing styled."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gametheory.games.bayesian import BayesianGame
    from gametheory.games.normal_form import NormalFormGame

MOST_CELLS = 400  # of a game that is shown payoff by payoff


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a line of headings.

    >>> table(["player", "plays"], [["Ann", "x < y"]])
    '<table><tr><th>player</th><th>plays</th></tr><tr><td>Ann</td><td>x &lt; y</td></tr></table>'
    """
    return f"<table>{_row('th', head)}{''.join(_row('td', row) for row in rows)}</table>"


def paragraph(text: str) -> str:
    """A sentence.

    >>> paragraph("a < b")
    '<p>a &lt; b</p>'
    """
    return f"<p>{escape(text)}</p>"


def _row(kind: str, cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<{kind}>{escape(cell)}</{kind}>' for cell in cells)}</tr>"


def normal_form_html(game: "NormalFormGame") -> str:
    """Two players' payoffs as a bimatrix, others' profile by profile; of a large game the strategies."""
    if game.profile_count() * len(game.players) > MOST_CELLS:
        size = f"{game.profile_count():,} profiles: too many payoffs to show."
        return paragraph(size) + table(
            ["player", "strategies"], zip(game.players, _lists(game.strategies), strict=True)
        )
    if len(game.players) == 2:
        rows, columns = game.strategies
        cells = [
            [label, *(_payoffs(game, (a, b)) for b in range(len(columns)))] for a, label in enumerate(rows)
        ]
        return table([f"{game.players[0]} \\ {game.players[1]}", *columns], cells)
    profiles = product(*map(enumerate, game.strategies))
    return table(
        [*game.players, "payoffs"],
        ([*(label for _, label in each), _payoffs(game, tuple(a for a, _ in each))] for each in profiles),
    )


def _payoffs(game: "NormalFormGame", profile: tuple[int, ...]) -> str:
    return ", ".join(str(game.payoff(i, profile)) for i in range(len(game.players)))


def _lists(labels: Sequence[Sequence[str]]) -> list[str]:
    return [", ".join(own) for own in labels]


def bayesian_html(game: "BayesianGame") -> str:
    """Who has which types and actions."""
    rows = zip(game.players, _lists(game.types), _lists(game.actions), strict=True)
    return table(["player", "types", "actions"], rows)


def elimination_html(rounds: Sequence[Sequence[str]], left: Iterable[Sequence[str]]) -> str:
    """Who leaves in each round and why, in sentences; then whom it concerns, and what is left."""
    leaving = [[str(r), sentence] for r, own in enumerate(rounds, 1) for sentence in own]
    first = (
        table(["round", "who leaves, and why"], leaving) if leaving else paragraph("Nothing is dominated.")
    )
    return first + table(["", "what is left"], left)
