"""The command `undominated eliminate`: iterated elimination of dominated strategies, explained."""

from typing import Any

import click

from gametheory.games.relation import By, Relation
from proofs.commands.elimination_question import Question
from proofs.commands.options import FILE, NEW_FILE, Seconds, as_a_page, written_as
from proofs.commands.terminal import InterruptedByUserError

RELATIONS = click.Choice(["strict", "weak"])


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--relation",
    type=RELATIONS,
    default="weak",
    show_default=True,
    help="What it means to be dominated.",
)
@click.option(
    "--by",
    type=click.Choice(["pure", "mixed"]),
    help="What may dominate: a strategy, or any mixture; pure unless the class of a mechanism says mixed.",
)
@click.option(
    "--agent-form",
    is_flag=True,
    help="In a game tree in which chance moves first: one player for each player and type.",
)
@click.option("--rounds", type=click.IntRange(min=1), metavar="N", help="Stop after so many rounds.")
@click.option(
    "--then",
    type=RELATIONS,
    help="Go on by this relation. --rounds 1 --then strict: the procedure of Dekel and Fudenberg.",
)
@click.option("--all", "every", is_flag=True, help="List every removal with its reason, not one for a group.")
@click.option("--output", type=NEW_FILE, metavar="FILE", help="Write what is left as a game, FILE.nfg.")
@click.option(
    "--certificate",
    type=NEW_FILE,
    metavar="FILE",
    help="Write to FILE, for a game .nfg, what an independent checker needs to recheck the result.",
)
@click.option(
    "--expect", type=FILE, metavar="FILE", help="Exit with 1 if the result is not what FILE expects."
)
@click.option("--write-expect", type=NEW_FILE, metavar="FILE", help="Write the result to FILE, for --expect.")
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
    type=NEW_FILE,
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
    type=Seconds(),
    default=60.0,
    show_default=True,
    help="Explore all orders for at most so long.",
)
@as_a_page
@written_as("json", "markdown", "latex")
def eliminate(relation: str, by: str | None, then: str | None, **options: Any) -> None:
    """Eliminate dominated strategies from the game in FILE, round by round, exactly.

    FILE is a game in Gambit's formats: .nfg, or .efg, whose reduced strategies are listed, or .gbt with
    one of them; with pygambit also .agg and .bagg. Or one or two matrices of two players (.csv). Or your own
    mechanism: auction.py or auction.py::Class, which is executed, or tables in TOML. Or a small market
    (.toml), whose messages are all listed; in a market with private signals, every buyer's plans for each
    signal (G**), or what Theorem 6 leaves (G+).

    In every round all dominated strategies of all players leave at once. With --orders all other orders are
    explored too. Exit status 1 if the result is not what --expect says, 3 if what --orders or --keep ask is
    open, 2 for bad input, 130 if interrupted.
    """  # fmt: skip
    question = Question(
        relation=Relation(relation),
        by=By(by or By.PURE),
        by_is_given=by is not None,
        then=None if then is None else Relation(then),
        **options,
    )
    question.check()
    from mechanisms.files.any_mechanism import is_mechanism_file
    from proofs.commands.eliminate_game import eliminate_game
    from proofs.commands.eliminate_mechanism import eliminate_mechanism
    from proofs.commands.eliminate_with_signals import eliminate_with_signals, read_with_signals

    try:
        if is_mechanism_file(question.file):
            eliminate_mechanism(question)
        elif (instance := read_with_signals(question.file)) is None:
            eliminate_game(question)
        else:
            eliminate_with_signals(question, instance)
    except KeyboardInterrupt:
        raise InterruptedByUserError("interrupted; nothing is known yet") from None
