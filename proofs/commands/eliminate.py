"""The command `undominated eliminate`: iterated elimination of dominated strategies, explained."""

from pathlib import Path

import click

from gametheory.games.errors import InputError
from gametheory.games.relation import By, Relation
from proofs.commands.options import FILE
from proofs.commands.terminal import InterruptedByUserError


@click.command()
@click.argument("file", type=FILE)
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
    type=FILE,
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
    from gametheory.elimination.reductions import Step
    from proofs.commands.eliminate_game import PICTURES, eliminate_game
    from proofs.commands.eliminate_with_signals import eliminate_with_signals, read_with_signals

    try:
        if graph is not None and graph.suffix not in PICTURES:
            raise InputError(f"--graph: a file {' or '.join(PICTURES)}, got {graph}")
        if (instance := read_with_signals(file)) is None:
            eliminate_game(
                file, Relation(relation), By(by), as_object,
                orders=orders, step=Step(step), keep=keep, graph=graph, nodes=nodes, seconds=seconds,
            )  # fmt: skip
        elif relation != "weak" or orders or keep or graph is not None:
            raise InputError(
                f"{file}: in G** and G+, weak dominance and the order of the paper, nothing else"
            )
        else:
            eliminate_with_signals(file, instance, By(by), as_object)
    except KeyboardInterrupt:
        raise InterruptedByUserError("interrupted; nothing is known yet") from None
