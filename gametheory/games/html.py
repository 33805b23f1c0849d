"""HTML for pages and notebooks: templates filled in, games as tables, and what a notebook shows.

A page has fragments, such as a game or an elimination, and the looks and the script of them once. A notebook
shows the same fragment of a thing, with the looks and the script around it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from gametheory.games.labels import called, visible
from gametheory.games.svg import LOOKS, colours

if TYPE_CHECKING:
    from jinja2 import Environment

    from gametheory.games.bayesian import BayesianGame
    from gametheory.games.normal_form import NormalFormGame, Profile

TEMPLATES = Path(__file__).parent / "templates"
MOST_PROFILES = 2_500  # of a game that is shown payoff by payoff


def render(folder: Path, template: str, **content: object) -> str:
    """A template of a folder, or of this one's, with its content: words are escaped, marked HTML is not."""
    return _environment(folder).get_template(template).render(**content)


def looks() -> dict[str, object]:
    """What a page has once for all its fragments: the colours in the light and in the dark, and the looks."""
    from markupsafe import Markup

    return {"light": Markup(colours()), "dark": Markup(colours(dark=True)), "looks": Markup(LOOKS)}


def in_a_notebook(fragment: str) -> str:
    """A fragment of a page as a notebook shows it: with the looks and the script that a page has once."""
    from markupsafe import Markup

    return render(TEMPLATES, "notebook.html", fragment=Markup(fragment), **looks())


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a line of headings.

    >>> print(table(["player", "plays"], [["Ann", "x < y"]]))
    <div class="wide" tabindex="0" role="group" aria-label="table"><table>
    <thead><tr><th scope="col">player</th><th scope="col">plays</th></tr></thead>
    <tbody>
    <tr><td>Ann</td><td>x &lt; y</td></tr>
    </tbody></table></div>
    """
    headings = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    lines = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>\n" for row in rows)
    return (
        '<div class="wide" tabindex="0" role="group" aria-label="table"><table>\n'
        f"<thead><tr>{headings}</tr></thead>\n<tbody>\n{lines}</tbody></table></div>"
    )


def paragraph(text: str) -> str:
    """A sentence.

    >>> paragraph("a < b")
    '<p>a &lt; b</p>'
    """
    return f"<p>{escape(text)}</p>"


def normal_form_html(game: "NormalFormGame") -> str:
    """The payoffs, a table for each profile of players after the second; of a large game the strategies."""
    if game.profile_count() <= MOST_PROFILES:
        return render(TEMPLATES, "game.html", slices=list(slices(game)))
    size = f"{game.profile_count():,} profiles: too many payoffs to show."
    return paragraph(size) + table(
        ["player", "strategies"], zip(game.players, _lists(game.strategies), strict=True)
    )


def slices(
    game: "NormalFormGame", gone: Mapping[tuple[int, int], int] | None = None, never: int = 0
) -> Iterator[dict[str, object]]:
    """A table for each profile of the players after the second: its title, headings and cells.

    `gone` says in which round a strategy (player, place) leaves, and stands beside each; `never` for others.
    """
    rounds = gone or {}
    rows = [(visible(label), rounds.get((0, a), never)) for a, label in enumerate(game.strategies[0])]
    columns = [("payoff", never)]
    if len(game.players) > 1:
        columns = [(visible(label), rounds.get((1, b), never)) for b, label in enumerate(game.strategies[1])]
    corner = " \\ ".join(map(called, game.players[:2]))
    for rest in product(*map(range, game.shape[2:])):
        after = list(enumerate(rest, start=2))
        played = [f"{called(game.players[i])}: {visible(game.strategies[i][a])}" for i, a in after]
        here = min((rounds.get(each, never) for each in after), default=never)
        yield {
            "title": "; ".join(played),
            "in_rounds": gone is not None,
            "here": here,
            "corner": corner,
            "columns": columns,
            "rows": [
                (label, left, [(_payoffs(game, (a, b, *rest)[: len(game.players)]), min(left, other, here))
                               for b, (_, other) in enumerate(columns)])
                for a, (label, left) in enumerate(rows)
            ],
        }  # fmt: skip


def bayesian_html(game: "BayesianGame") -> str:
    """Who has which types and actions."""
    rows = zip(game.players, _lists(game.types), _lists(game.actions), strict=True)
    return table(["player", "types", "actions"], rows)


def _payoffs(game: "NormalFormGame", profile: "Profile") -> str:
    return ", ".join(str(game.payoff(i, profile)) for i in range(len(game.players)))


def _lists(labels: Sequence[Sequence[str]]) -> list[str]:
    return [", ".join(map(visible, own)) for own in labels]


@cache
def _environment(folder: Path) -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader([folder, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
