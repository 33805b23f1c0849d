"""An elimination to watch: payoffs struck out round by round, and how many strategies are left."""

import json
from collections.abc import Iterator
from itertools import product
from math import prod

from markupsafe import Markup

from gametheory.dominance.explanation import explain, player_name
from gametheory.elimination.drawing import draw_svg
from gametheory.elimination.reductions import Reductions
from gametheory.elimination.rounds import Elimination
from gametheory.games.labels import visible
from gametheory.games.normal_form import Profile
from gametheory.games.svg import Drawing
from proofs.claims.scopes import number_of
from proofs.commands.page.page import render
from proofs.commands.reports.listed import listed

MOST_CELLS = 2_500  # of a table, or of all slices together
MOST_TOLD = 12  # removals of a round, one sentence each


def elimination_html(run: Elimination) -> str:
    """The table with a slider over the rounds, or why it is not shown; then the sizes by round.

    Two players have one table. More have a slice for each profile of those after the second.
    """
    shown = run.game.profile_count() <= MOST_CELLS and len(run.game.players) >= 2
    return render(
        "elimination.html",
        shown=shown,
        cells=f"{run.game.profile_count():,}",
        slices=list(_slices(run)) if shown else [],
        sentences=json.dumps(_sentences(run)),
        rounds=len(run.rounds),
        sizes=Markup(sizes_picture(run).svg()),
    )


def orders_html(reductions: Reductions) -> str:
    """The graph of all orders, to be made larger or smaller."""
    return render("orders.html", graph=Markup(draw_svg(reductions)))


def left_in_round(run: Elimination) -> dict[tuple[int, int], int]:
    """In which round a strategy (player, place) leaves, for those that do."""
    return {
        (removal.i, removal.a): r for r, removals in enumerate(run.rounds, start=1) for removal in removals
    }


def _slices(run: Elimination) -> Iterator[dict[str, object]]:
    game, gone = run.game, left_in_round(run)
    never = len(run.rounds) + 2  # not even after the last round
    rows, columns = (
        [(visible(label), gone.get((i, a), never)) for a, label in enumerate(game.strategies[i])]
        for i in (0, 1)
    )
    for rest in product(*map(range, game.shape[2:])):
        after = list(enumerate(rest, start=2))
        here = min((gone.get(each, never) for each in after), default=never)
        yield {
            "title": "; ".join(f"{player_name(game, i)}: {visible(game.strategies[i][a])}" for i, a in after),
            "here": here,
            "corner": f"{player_name(game, 0)} \\ {player_name(game, 1)}",
            "columns": columns,
            "rows": [
                (label, left, [(_payoffs(run, (a, b, *rest)), min(left, other, here))
                               for b, (_, other) in enumerate(columns)])
                for a, (label, left) in enumerate(rows)
            ],
        }  # fmt: skip


def _payoffs(run: Elimination, profile: Profile) -> str:
    return ", ".join(str(run.game.payoff(i, profile)) for i in range(len(profile)))


def _sentences(run: Elimination) -> list[str]:
    """What each position of the slider shows: before the first round, then after each."""
    told = ["The whole game. Outlined: who leaves next."]
    for r, removals in enumerate(run.rounds, start=1):
        why = [f"{explain(run.game, removal)}." for removal in removals[:MOST_TOLD]]
        more = [f"And {len(removals) - MOST_TOLD:,} more."] if len(removals) > MOST_TOLD else []
        told.append(" ".join([f"Round {r} of {len(run.rounds)}.", *why, *more]))
    left = "; ".join(
        f"{player_name(run.game, i)}: {listed([visible(run.game.strategies[i][a]) for a in own])}"
        for i, own in enumerate(run.survivors)
    )
    told[-1] += f" Left: {left}."
    return told


def sizes_picture(run: Elimination) -> Drawing:
    """How many strategies of each player are left after each round, as bars."""
    game, after = run.game, [run.survivors_after(r) for r in range(len(run.rounds) + 1)]
    left, height, width = 130.0, 20.0, 640.0
    players = range(len(game.players))
    total = len(after) * (height * len(players) + 26) + 8
    rounds = number_of(len(run.rounds), "round")
    drawing = Drawing(width, total, f"Strategies that are left of each player, over {rounds}")
    y = 4.0
    for r, survivors in enumerate(after):
        profiles = prod(map(len, survivors))
        when = f"after round {r}" if r else "at the start"
        drawing.words((4, y + 9), f"{when}: {number_of(profiles, 'profile')}", bold=True, size=12)
        y += 22
        for i in players:
            share = len(survivors[i]) / game.shape[i]
            name = player_name(game, i)
            drawing.words(
                (left - 8, y + height / 2), name if len(name) < 18 else f"{name[:16]}…", anchor="end", size=12
            )
            drawing.box((left, y + 3), (width - left - 90, height - 6), "wash")
            drawing.box((left, y + 3), ((width - left - 90) * share, height - 6), "supply")
            told = f"{len(survivors[i]):,} of {game.shape[i]:,}"
            drawing.words((width - 4, y + height / 2), told, "faint", anchor="end", size=12)
            y += height
        y += 4
    return drawing
