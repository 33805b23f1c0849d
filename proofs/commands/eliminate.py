"""The command `undominated eliminate`: iterated elimination of dominated strategies, explained."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from gametheory.elimination.drawing import draw_dot, draw_svg
from gametheory.elimination.reductions import Reductions, Step
from gametheory.elimination.rounds import Elimination
from gametheory.elimination.rounds import eliminate as iterated_elimination
from gametheory.games.errors import GameError
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import Survivors, all_strategies
from proofs.commands.eliminate_g_plus import GPlusSurvivors, print_g_plus
from proofs.commands.eliminate_instance import eliminate_instance, instance_as_json
from proofs.commands.elimination_report import (
    as_json,
    describe,
    kept_as_json,
    orders_as_json,
    report,
    report_kept,
    report_orders,
)
from proofs.commands.load_game import load_game
from proofs.commands.show_interdependent import print_elimination
from proofs.commands.terminal import BadInputError, InterruptedByUserError, refusing_bad_input
from proofs.commands.waiting import Waiting

_PICTURES = {".svg": draw_svg, ".dot": draw_dot}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--relation",
    type=click.Choice(["strict", "weak"]),
    default="weak",
    show_default=True,
    help="What it means to be dominated.",
)
@click.option(
    "--by",
    type=click.Choice(["pure", "mixed"]),
    default="pure",
    show_default=True,
    help="What may dominate: a strategy, or any mixture of strategies.",
)
@click.option("--orders", is_flag=True, help="Explore all orders of elimination: does the order matter?")
@click.option(
    "--step",
    type=click.Choice(["one", "any"]),
    default="any",
    show_default=True,
    help="With --orders, --keep and --graph: how many dominated strategies may leave at once.",
)
@click.option(
    "--keep",
    metavar="PLAYER=STRATEGY",
    multiple=True,
    help="Look for an order that keeps this strategy; several times: that keeps them all.",
)
@click.option(
    "--graph",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Draw the graph of all reductions, as FILE.svg or FILE.dot.",
)
@click.option(
    "--nodes",
    type=click.IntRange(min=1),
    default=10_000,
    show_default=True,
    help="Explore at most so many reductions.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0),
    default=60.0,
    show_default=True,
    help="Explore all orders for at most so long.",
)
@click.option(
    "--json",
    "as_object",
    is_flag=True,
    help="Print one JSON object: survivors, and rounds of removals with player, strategy and by.",
)
def eliminate(
    file: Path,
    relation: str,
    by: str,
    orders: bool,
    step: str,
    keep: tuple[str, ...],
    graph: Path | None,
    nodes: int,
    seconds: float,
    as_object: bool,
) -> None:
    """Eliminate dominated strategies from the game in FILE, round by round, exactly.

    FILE is a game in Gambit's format (.nfg) or a small market (.toml), whose messages are all listed; in a
    market with private signals, every buyer's plans for each signal (G**), or what Theorem 6 leaves (G+).

    In every round all dominated strategies of all players leave at once. With --orders all other orders are
    explored too. Bad input ends with exit status 2, an interruption (Ctrl-C) with 130.
    """  # fmt: skip
    with _errors_on_one_line():
        if graph is not None and graph.suffix not in _PICTURES:
            raise GameError(f"--graph: a file {' or '.join(_PICTURES)}, got {graph}")
        if (run_of_plans := eliminate_instance(file, By(by))) is not None:
            if relation != "weak" or orders or keep or graph is not None:
                raise GameError(
                    f"{file}: in G** and G+, weak dominance and the order of the paper, nothing else"
                )
            if as_object:
                click.echo(json.dumps(instance_as_json(run_of_plans), indent=2, ensure_ascii=False))
            elif isinstance(run_of_plans, GPlusSurvivors):
                print_g_plus(run_of_plans, _console())
            else:
                print_elimination(run_of_plans, _console())
            return
        game = load_game(file)
        kept = [_strategy(game, words) for words in keep]
        run = _eliminate(game, Relation(relation), By(by))
        reductions = None
        if orders or kept or graph is not None:
            reductions = _explore(Reductions(game, run.relation, run.by, Step(step)), nodes, seconds)
        if as_object:
            answer = as_json(run)
            if reductions and orders:
                answer["orders"] = orders_as_json(reductions)
            if reductions and kept:
                answer["kept"] = kept_as_json(reductions, kept)
            click.echo(json.dumps(answer, indent=2, ensure_ascii=False))
        else:
            console = _console()
            report(console, run)
            if reductions and orders:
                report_orders(console, reductions)
            if reductions and kept:
                report_kept(console, reductions, kept)
        if reductions and graph is not None:
            graph.write_text(_PICTURES[graph.suffix](reductions), encoding="utf-8")


@contextmanager
def _errors_on_one_line() -> Iterator[None]:
    try:
        with refusing_bad_input():
            yield
    except OSError as error:
        if error.filename is None:  # such as a closed pipe: not a bad file
            raise
        raise BadInputError(f"{error.filename}: {error.strerror}") from None
    except KeyboardInterrupt:
        raise InterruptedByUserError("interrupted; nothing is known yet") from None


def _eliminate(game: NormalFormGame, relation: Relation, by: By) -> Elimination:
    known: list[tuple[int, Survivors]] = [(0, all_strategies(game))]
    with Waiting() as waiting:

        def progress(r: int, survivors: Survivors) -> None:
            known[:] = [(r, survivors)]
            left = ", ".join(str(len(own)) for own in survivors)
            waiting.say(f"round {r + 1}; left: {left} strategies")

        try:
            return iterated_elimination(game, relation, by, progress=progress)
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
            report_orders(_console(stderr=True), reductions)
            raise InterruptedByUserError("interrupted; the above is what is known so far") from None


def _console(stderr: bool = False) -> Console:
    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def _strategy(game: NormalFormGame, words: str) -> tuple[int, int]:
    """The player and strategy that PLAYER=STRATEGY names; labels may contain the sign themselves."""
    for i, player in enumerate(game.players):
        for a, label in enumerate(game.strategies[i]):
            if words == f"{player}={label}":
                return i, a
    raise GameError(f"--keep: PLAYER=STRATEGY with labels of the game, got {words}")
