"""An elimination to watch: payoffs struck out round by round, and how many strategies are left."""

from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

from gametheory.dominance.explanation import explain, player_name
from gametheory.games.html import MOST_PROFILES, render, slices
from gametheory.games.labels import listed, visible
from gametheory.games.svg import Drawing

if TYPE_CHECKING:
    from gametheory.elimination.rounds import Elimination

FOLDER = Path(__file__).parent / "templates"
MOST_TOLD = 12  # removals of a round, one sentence each


def elimination_html(run: "Elimination") -> str:
    """The payoffs with a slider over the rounds, or why not; then how many strategies each round leaves."""
    from markupsafe import Markup

    shown = run.game.profile_count() <= MOST_PROFILES
    never = len(run.rounds) + 2  # not even after the last round
    return render(
        FOLDER,
        "elimination.html",
        shown=shown,
        profiles=f"{run.game.profile_count():,}",
        slices=list(slices(run.game, left_in_round(run), never)) if shown else [],
        sentences=_sentences(run),
        rounds=len(run.rounds),
        sizes=Markup(sizes_picture(run).svg()),
    )


def left_in_round(run: "Elimination") -> dict[tuple[int, int], int]:
    """In which round a strategy (player, place) leaves, for those that do."""
    return {
        (removal.i, removal.a): r for r, removals in enumerate(run.rounds, start=1) for removal in removals
    }


def _sentences(run: "Elimination") -> list[str]:
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


def sizes_picture(run: "Elimination") -> Drawing:
    """How many strategies of each player are left after each round, as bars."""
    game, after = run.game, [run.survivors_after(r) for r in range(len(run.rounds) + 1)]
    left, height, width = 130.0, 20.0, 640.0
    players = range(len(game.players))
    total = len(after) * (height * len(players) + 26) + 8
    drawing = Drawing(width, total, "Strategies that are left of each player, round by round")
    y = 4.0
    for r, survivors in enumerate(after):
        profiles = prod(map(len, survivors))
        when = f"after round {r}" if r else "at the start"
        told = "one profile" if profiles == 1 else f"{profiles:,} profiles"
        drawing.words((4, y + 9), f"{when}: {told}", bold=True, size=12)
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
