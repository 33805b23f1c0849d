"""Elimination in a game that is listed: in rounds, and in all orders."""

from pathlib import Path

from gametheory.elimination.drawing import draw_dot, draw_svg
from gametheory.elimination.reductions import Reductions, Step
from gametheory.elimination.rounds import Elimination, eliminate
from gametheory.games.errors import GameError
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import Survivors, all_strategies
from proofs.commands.load_game import load_game
from proofs.commands.reports.game_elimination import (
    describe,
    elimination_as_json,
    kept_as_json,
    orders_as_json,
    print_elimination,
    print_kept,
    print_orders,
)
from proofs.commands.terminal import InterruptedByUserError, console_of_lines, print_json
from proofs.commands.waiting import Waiting

PICTURES = {".svg": draw_svg, ".dot": draw_dot}


def eliminate_game(
    file: Path,
    relation: Relation,
    by: By,
    as_json: bool,
    *,
    orders: bool,
    step: Step,
    keep: tuple[str, ...],
    graph: Path | None,
    nodes: int,
    seconds: float,
) -> None:
    """Say what is left of the game in the file, and what is asked about all orders."""
    game = load_game(file)
    kept = [_strategy(game, words) for words in keep]
    run = _eliminate(game, relation, by)
    reductions = None
    if orders or kept or graph is not None:
        reductions = _explore(Reductions(game, relation, by, step), nodes, seconds)
    if as_json:
        answer = elimination_as_json(run)
        if reductions and orders:
            answer["orders"] = orders_as_json(reductions)
        if reductions and kept:
            answer["kept"] = kept_as_json(reductions, kept)
        print_json(answer)
    else:
        out = console_of_lines()
        print_elimination(run, out)
        if reductions and orders:
            print_orders(reductions, out)
        if reductions and kept:
            print_kept(reductions, kept, out)
    if reductions and graph is not None:
        graph.write_text(PICTURES[graph.suffix](reductions), encoding="utf-8")


def _strategy(game: NormalFormGame, words: str) -> tuple[int, int]:
    """The player and strategy that PLAYER=STRATEGY names; labels may contain the sign themselves."""
    for i, player in enumerate(game.players):
        for a, label in enumerate(game.strategies[i]):
            if words == f"{player}={label}":
                return i, a
    raise GameError(f"--keep: PLAYER=STRATEGY with labels of the game, got {words}")


def _eliminate(game: NormalFormGame, relation: Relation, by: By) -> Elimination:
    known: list[tuple[int, Survivors]] = [(0, all_strategies(game))]
    with Waiting() as waiting:

        def progress(r: int, survivors: Survivors) -> None:
            known[:] = [(r, survivors)]
            left = ", ".join(str(len(own)) for own in survivors)
            waiting.say(f"round {r + 1}; left: {left} strategies")

        try:
            return eliminate(game, relation, by, progress=progress)
        except KeyboardInterrupt:
            ((r, survivors),) = known
            left = describe(game, survivors)
            raise InterruptedByUserError(
                f"interrupted in round {r + 1}; left after round {r}: {left}"
            ) from None


def _explore(reductions: Reductions, nodes: int, seconds: float) -> Reductions:
    with Waiting() as waiting:
        try:
            return reductions.grow(
                nodes,
                20 * nodes,
                seconds,
                lambda seen, ends: waiting.say(f"{seen} sets of survivors, {ends} ends"),
            )
        except KeyboardInterrupt:
            waiting.stop()
            print_orders(reductions, console_of_lines(stderr=True))
            raise InterruptedByUserError("interrupted; the above is what is known so far") from None
