"""All orders of elimination, as a report: does the order matter, and what can be kept."""

from collections.abc import Sequence

from gametheory.dominance.explanation import ADVERBS, player_name, strategy_name
from gametheory.elimination.ends import Ends, agreement
from gametheory.elimination.order_independence import (
    Same,
    find_fewest_rounds,
    find_order_dependence,
    find_order_keeping,
    is_order_independent,
    sink_classes,
)
from gametheory.elimination.reductions import Order, Reductions, Step
from gametheory.elimination.transference import find_transference_violation
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import Survivors
from proofs.claims.scopes import number_of
from proofs.commands.reports.game_elimination import common_payoffs, describe, removals_table, who_is_left
from proofs.commands.reports.parts import Part, Title
from proofs.commands.reports.table import Column, Table

_STEPS = {Step.ONE: "one dominated strategy at a time", Step.ANY: "any set of dominated strategies at a time"}
_MOST_ENDS = 20


def orders_report(reductions: Reductions, ends: Ends | None, every: bool) -> list[Part]:
    """Whether the order matters, with two orders as evidence, and what is open if the graph is truncated."""
    game = reductions.game
    classes = sink_classes(reductions)
    parts: list[Part] = [
        "",
        Title(f"All orders, {_STEPS[reductions.step]}"),
        f"{_answer(reductions, classes, ends)} {_how_many(reductions)}",
        *([_ends(game, classes, every)] if classes else []),
    ]
    if (fewest := find_fewest_rounds(reductions)) is not None:
        steps = number_of(len(fewest.order.steps), "step")
        parts.append(
            f"The shortest order takes {steps}." if fewest.shortest else f"Some order takes only {steps}."
        )
    if reductions.relation is Relation.WEAK and reductions.by is By.PURE:
        parts += _transference(game, agreement(reductions, ends, Same.OUTCOMES))
    dependence = find_order_dependence(reductions, Same.OUTCOMES if len(classes) > 1 else Same.SURVIVORS)
    orders: tuple[Order, ...] = () if dependence is None else (dependence.one, dependence.other)
    if ends is not None and ends.agree is False:
        orders = ends.orders[:2]
    for name, order in zip(("One order", "Another order"), orders, strict=False):
        parts += _order(f"{name} ends with {describe(game, order.survivors)}", order)
    return parts


def kept_report(reductions: Reductions, kept: Sequence[tuple[int, int]]) -> list[Part]:
    """Whether some order keeps these (player, strategy) pairs, and how."""
    game = reductions.game
    wanted = " and ".join(f"{strategy_name(game, i, a)} of {player_name(game, i)}" for i, a in kept)
    reached = find_order_keeping(reductions, kept)
    if reached is not None:
        words = "A shortest order" if reached.shortest else "An order"
        return _order(f"{words} that keeps {wanted}", reached.order)
    if reductions.complete:
        return [f"No order keeps {wanted}."]
    return [f"Whether some order keeps {wanted} is open."]


def _how_many(reductions: Reductions) -> str:
    sets = number_of(len(reductions.graph), "set")
    if reductions.complete:
        are = "is" if len(reductions.graph) == 1 else "are"
        return f"There {are} {sets} of survivors that some order passes."
    return (
        f"Truncated: {sets} of survivors seen, more exist. What is said is certain; what is not said is open."
    )


def _answer(reductions: Reductions, classes: Sequence[Sequence[Survivors]], found: Ends | None) -> str:
    ends = number_of(len(reductions.sinks), "end")
    known = "" if reductions.complete else " known so far"
    if found is not None and found.agree is not None:
        return _by_ends(found)
    independent = is_order_independent(reductions)
    if independent:
        return "The order does not matter: every order ends with these survivors."
    if independent is None:
        settled = agreement(reductions, found, Same.OUTCOMES) is not None
        return f"Whether the order matters{' for who is left' if settled else ''} is open: {ends} known."
    if len(classes) > 1:
        return (
            f"The order matters: {ends}{known}, leaving {number_of(len(classes), 'different game')} "
            "even up to duplicate strategies and names."
        )
    same = is_order_independent(reductions, Same.OUTCOMES)
    return (
        f"The order matters for who is left: {ends}{known}. {'All' if same else 'All that are known'} are "
        "the same game up to duplicate strategies and names."
    )


def _by_ends(found: Ends) -> str:
    """What is said where the graph is truncated, and the ends are known without it."""
    looked = f"({number_of(found.sets, 'set')} of survivors looked at, one of those that are alike)"
    if found.agree:
        return f"All orders leave the same game up to duplicate strategies and names {looked}."
    games = number_of(len(found.orders), "different game")
    return f"The order matters: orders leave {games} even up to duplicate strategies and names {looked}."


def _ends(game: NormalFormGame, classes: Sequence[Sequence[Survivors]], every: bool) -> Table:
    """The ends, those together that leave the same game."""
    sinks = [(k, sink) for k, members in enumerate(classes, start=1) for sink in members]
    shown = sinks if every else sinks[:_MOST_ENDS]
    rows = [
        (f"end {end}", str(k), who_is_left(game, sink, every), common_payoffs(game, sink) or "various")
        for end, (k, sink) in enumerate(shown, start=1)
    ]
    more = len(sinks) - len(shown)
    note = f"... and {number_of(more, 'more end')} (--all lists every one)" if more else ""
    columns = (Column("order"), Column("game"), Column("who is left", prose=1), Column("payoffs"))
    return Table("", columns, rows, note)


def _order(heading: str, order: Order) -> list[Part]:
    """The steps of an order, in words."""
    if not order.steps:
        return ["", Title(heading), "Nothing has to go."]
    steps = [(f"step {r}", removals) for r, removals in enumerate(order.steps, start=1)]
    dominated = f"{ADVERBS[order.relation]} dominated by"
    return ["", Title(heading), removals_table(order.game, steps, dominated, every=True)]


def _transference(game: NormalFormGame, agree: bool | None) -> list[Part]:
    """Why the order cannot matter, or what it may be that it does; nothing if it does not all the same."""
    violation = find_transference_violation(game)
    if violation is None:
        return [
            "Whenever a player is indifferent between two strategies so is everybody; "
            "then the order cannot matter for the outcome (Marx and Swinkels 1997)."
        ]
    if agree:
        return []
    others = [j for j in range(len(game.players)) if j != violation.i]
    against = ", ".join(strategy_name(game, j, violation.profile[j]) for j in others)
    return [
        f"The order can matter for the outcome since indifference is not shared: against {against} "
        f"{player_name(game, violation.i)} is indifferent between "
        f"{strategy_name(game, violation.i, violation.a)} and "
        f"{strategy_name(game, violation.i, violation.b)}, but {player_name(game, violation.j)} is not."
    ]
