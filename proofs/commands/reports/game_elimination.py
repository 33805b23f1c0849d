"""The elimination of strategies of a game, and all its orders, in words and as JSON."""

from collections.abc import Sequence
from itertools import product
from typing import Any

from rich.console import Console
from rich.markup import escape

from gametheory.dominance.definition import Domination
from gametheory.dominance.explanation import explain, player_name, strategy_name
from gametheory.dominance.mixed import Removal
from gametheory.elimination.order_independence import (
    Same,
    can_keep,
    find_fewest_rounds,
    find_order_dependence,
    find_order_keeping,
    is_order_independent,
    sink_classes,
)
from gametheory.elimination.reductions import Order, Reductions, Step
from gametheory.elimination.rounds import Elimination
from gametheory.elimination.solvability import find_interchange_failure
from gametheory.elimination.transference import find_transference_violation
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import Survivors

_DOMINATORS = {By.PURE: "a strategy", By.MIXED: "a strategy or a mixture of strategies"}
_MEANING = {
    Relation.STRICT: "the dominator pays more whatever the others do",
    Relation.WEAK: "the dominator never pays less, and pays more against something the others may do",
}
_STEPS = {Step.ONE: "one dominated strategy at a time", Step.ANY: "any set of dominated strategies at a time"}
_MOST_ENDS = 20
_MOST_LABELS = 12  # on one line


def print_elimination(elimination: Elimination, out: Console) -> None:
    """Round by round who leaves and why, then who is left."""
    game = elimination.game
    sizes = " x ".join(str(size) for size in game.shape)
    out.print(f"A game of {_count(len(game.players), 'player')}, {sizes} strategies.")
    out.print(f"{elimination.relation.value.capitalize()} dominance by {_DOMINATORS[elimination.by]}:")
    out.print(f"{_MEANING[elimination.relation]}.")
    out.print("In each round all dominated strategies of all players leave.")
    for r, removals in enumerate(elimination.rounds, start=1):
        out.print(f"\n[bold]Round {r}[/bold]")
        for removal in removals:
            out.print(f"  {escape(explain(game, removal))}")
    rounds = f" any more after {_count(len(elimination.rounds), 'round')}" if elimination.rounds else ""
    out.print(f"\nNothing is dominated{rounds}. What is left:")
    for i, (own, size) in enumerate(zip(elimination.survivors, game.shape, strict=True)):
        labels = ", ".join(game.strategies[i][a] for a in own)
        out.print(f"  {escape(player_name(game, i))}: {escape(labels)} ({len(own)} of {size})")
    out.print(_solution(game, elimination.survivors))


def print_orders(reductions: Reductions, out: Console) -> None:
    """Whether the order matters, with two orders as evidence, and what is open if the graph is truncated."""
    game = reductions.game
    found = len(reductions.graph)
    out.print(f"\n[bold]All orders[/bold], {_STEPS[reductions.step]}")
    if reductions.complete:
        out.print(f"There are {_count(found, 'set')} of survivors that some order passes.")
    else:
        out.print(
            f"[bold red]Truncated[/bold red]: {_count(found, 'set')} of survivors seen, more exist. "
            "What follows is certain; what is not said is open."
        )
    ends = len(reductions.sinks)
    classes = sink_classes(reductions)
    independent = is_order_independent(reductions)
    if independent:
        out.print("The order does not matter: every order ends with these survivors.")
    elif independent is None:
        out.print(f"Whether the order matters is open: {_count(ends, 'end')} known.")
    elif len(classes) > 1:
        out.print(
            f"The order matters: {_count(ends, 'end')}{_known(reductions)}, leaving {len(classes)} "
            "different games even up to duplicate strategies and names."
        )
    else:
        same = is_order_independent(reductions, Same.OUTCOMES)
        out.print(
            f"The order matters for who is left: {_count(ends, 'end')}{_known(reductions)}. "
            + ("All are" if same else "All that are known are")
            + " the same game up to duplicate strategies and names."
        )
    for k, sink in enumerate((sink for members in classes for sink in members), start=1):
        if k > _MOST_ENDS:
            out.print(f"  ... and {ends - _MOST_ENDS} more (--json lists them all)")
            break
        out.print(f"  end {k}: {escape(describe(game, sink))}")
    if (fewest := find_fewest_rounds(reductions)) is not None:
        steps = _count(len(fewest.order.steps), "step")
        out.print(
            f"The shortest order takes {steps}." if fewest.shortest else f"Some order takes only {steps}."
        )
    if reductions.relation is Relation.WEAK and reductions.by is By.PURE:
        out.print(escape(_transference(game)))
    dependence = find_order_dependence(reductions, Same.OUTCOMES if len(classes) > 1 else Same.SURVIVORS)
    if dependence is not None:
        for name, order in (("One order", dependence.one), ("Another order", dependence.other)):
            print_order(f"{name} ends with {describe(game, order.survivors)}", order, out)


def print_kept(reductions: Reductions, kept: Sequence[tuple[int, int]], out: Console) -> None:
    """Whether some order keeps these (player, strategy) pairs, and how."""
    game = reductions.game
    wanted = " and ".join(f"{strategy_name(game, i, a)} of {player_name(game, i)}" for i, a in kept)
    reached = find_order_keeping(reductions, kept)
    if reached is not None:
        words = "A shortest order" if reached.shortest else "An order"
        print_order(f"{words} that keeps {wanted}", reached.order, out)
    elif reductions.complete:
        out.print(f"\nNo order keeps {escape(wanted)}.")
    else:
        out.print(f"\nWhether some order keeps {escape(wanted)} is open.")


def print_order(heading: str, order: Order, out: Console) -> None:
    """The steps of an order, in words."""
    out.print(f"\n{escape(heading)}:")
    for line in order.explain() or ["nothing has to go"]:
        out.print(f"  {escape(line)}")


def describe(game: NormalFormGame, survivors: Survivors) -> str:
    """Who is left, on one line, and the payoffs if they are the same at every profile."""
    left = "; ".join(
        f"{player_name(game, i)}: "
        + (
            ", ".join(game.strategies[i][a] for a in own)
            if len(own) <= _MOST_LABELS
            else f"{len(own)} strategies"
        )
        for i, own in enumerate(survivors)
    )
    payoffs = common_payoffs(game, survivors)
    return left if payoffs is None else f"{left}, payoffs ({', '.join(payoffs)})"


def common_payoffs(game: NormalFormGame, survivors: Survivors) -> tuple[str, ...] | None:
    """Everybody's payoff if it is the same at all profiles of survivors, else None."""
    profiles = product(*survivors)
    first = next(profiles)
    payoffs = tuple(game.payoff(i, first) for i in range(len(first)))
    if all(game.payoff(i, profile) == payoffs[i] for profile in profiles for i in range(len(first))):
        return tuple(str(payoff) for payoff in payoffs)
    return None


def elimination_as_json(elimination: Elimination) -> dict[str, Any]:
    """`survivors` and `rounds` by label; see `undominated eliminate --help`."""
    game = elimination.game
    return {
        "survivors": survivors_as_json(game, elimination.survivors),
        "rounds": [[_removal(game, removal) for removal in removals] for removals in elimination.rounds],
    }


def orders_as_json(reductions: Reductions) -> dict[str, Any]:
    """All ends, whether they are all there are, and whether the order matters (null: open)."""
    return {
        "complete": reductions.complete,
        "reductions": len(reductions.graph),
        "order_independent": is_order_independent(reductions),
        "order_independent_up_to_outcomes": is_order_independent(reductions, Same.OUTCOMES),
        "ends": [
            [survivors_as_json(reductions.game, sink) for sink in members]
            for members in sink_classes(reductions)
        ],
    }


def kept_as_json(reductions: Reductions, kept: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """Whether some order keeps these (player, strategy) pairs (null: open), and the steps of one."""
    reached = find_order_keeping(reductions, kept)
    steps = () if reached is None else reached.order.steps
    return {
        "possible": can_keep(reductions, kept),
        "shortest": reached is not None and reached.shortest,
        "steps": [[_removal(reductions.game, removal) for removal in step] for step in steps],
    }


def survivors_as_json(game: NormalFormGame, survivors: Survivors) -> dict[str, list[str]]:
    """Player label -> list of strategy labels."""
    return {
        player: [labels[a] for a in own]
        for player, labels, own in zip(game.players, game.strategies, survivors, strict=True)
    }


def _removal(game: NormalFormGame, removal: Removal) -> dict[str, Any]:
    labels = game.strategies[removal.i]
    if isinstance(removal, Domination):
        by: str | dict[str, str] = labels[removal.b]
    else:
        by = {labels[b]: str(weight) for b, weight in removal.mixture}
    return {"player": game.players[removal.i], "strategy": labels[removal.a], "by": by}


def _solution(game: NormalFormGame, survivors: Survivors) -> str:
    failure = find_interchange_failure(game, survivors)
    if failure is None:
        one = all(len(own) == 1 for own in survivors)
        return "This is a Nash equilibrium." if one else "Every combination of these is a Nash equilibrium."
    labels = ", ".join(own[a] for own, a in zip(game.strategies, failure.profile, strict=True))
    better = f"{player_name(game, failure.i)} would rather play {strategy_name(game, failure.i, failure.b)}"
    return f"Not every combination of these is a Nash equilibrium: at {escape(f'({labels}) {better}')}."


def _transference(game: NormalFormGame) -> str:
    violation = find_transference_violation(game)
    if violation is None:
        return (
            "Whenever a player is indifferent between two strategies so is everybody; "
            "then the order cannot matter for the outcome (Marx and Swinkels 1997)."
        )
    others = [j for j in range(len(game.players)) if j != violation.i]
    against = ", ".join(strategy_name(game, j, violation.profile[j]) for j in others)
    return (
        f"The order can matter for the outcome since indifference is not shared: against {against} "
        f"{player_name(game, violation.i)} is indifferent between "
        f"{strategy_name(game, violation.i, violation.a)} and "
        f"{strategy_name(game, violation.i, violation.b)}, but {player_name(game, violation.j)} is not."
    )


def _known(reductions: Reductions) -> str:
    return "" if reductions.complete else " known so far"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
