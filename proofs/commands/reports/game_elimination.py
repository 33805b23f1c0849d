"""The elimination of strategies of a game in rounds, as a report: first who is left, then who left."""

from collections.abc import Iterable, Sequence
from math import prod

import numpy as np

from gametheory.dominance.definition import Removal
from gametheory.dominance.dominant import dominant_strategies
from gametheory.dominance.explanation import ADVERBS, dominator, player_name, strategy_name, what_it_does
from gametheory.elimination.rounds import Elimination
from gametheory.elimination.solvability import find_interchange_failure
from gametheory.games.labels import MOST_LISTED, listed, visible
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import Survivors
from proofs.claims.scopes import number_of
from proofs.commands.reports.parts import Part, Title
from proofs.commands.reports.table import Column, Table

_ANOTHER = {By.PURE: "another one", By.MIXED: "another one, or a mixture of others,"}
_MEANING = {
    Relation.STRICT: "pays more whatever the others do",
    Relation.WEAK: "never pays less, and pays more against something the others may do",
}
_DOMINANT = {
    Relation.STRICT: "Strictly dominant",
    Relation.WEAK: "Weakly dominant",
    Relation.VERY_WEAK: "Dominant, though another strategy pays the same",
}


def elimination_report(run: Elimination, every: bool) -> list[Part]:
    """Who is left, whether that solves the game, and who leaves: `every` one, or a row for a dominator."""
    return [
        f"{_answer(run)} {_equilibrium(run.game, run.survivors)}",
        _left(run, every),
        *_dominant(run.game, every),
        *(_removals(run, every) if run.rounds else ()),
    ]


def removals_table(
    game: NormalFormGame,
    steps: Iterable[tuple[str, Sequence[Removal]]],
    dominated: str,
    every: bool,
) -> Table:
    """Who leaves when, and what it is `dominated` by: `every` one in a row, or a row for a dominator."""
    rows: list[tuple[str, ...]] = []
    in_groups = False
    for step, removals in steps:
        groups: dict[tuple[int, str], list[Removal]] = {}
        for place, removal in enumerate(removals):
            key = str(place) if every else dominator(game, removal)
            groups.setdefault((removal.i, key), []).append(removal)
        for (i, _), group in groups.items():
            gone = labels(game, i, [removal.a for removal in group])
            why = f"{dominator(game, group[0])}, {what_it_does(game, group[0])}"
            if len(group) > 1:
                in_groups = True
                why += f" ({gone[0]})"
            rows.append((step, player_name(game, i), listed(gone), why))
    note = "In brackets the strategy that the numbers are about; --all has those of every strategy."
    columns = (Column("when"), Column("player"), Column("leaves", prose=1), Column(dominated, prose=1))
    return Table("", columns, rows, note if in_groups else "")


def describe(game: NormalFormGame, survivors: Survivors) -> str:
    """Who is left, on one line, and the payoffs if they are the same at every profile."""
    left, payoffs = who_is_left(game, survivors), common_payoffs(game, survivors)
    return left if payoffs is None else f"{left}, payoffs {payoffs}"


def who_is_left(game: NormalFormGame, survivors: Survivors, every: bool = False) -> str:
    """Every player's survivors, on one line."""
    return "; ".join(
        f"{player_name(game, i)}: {listed(labels(game, i, own), every)}" for i, own in enumerate(survivors)
    )


def labels(game: NormalFormGame, i: int, own: Iterable[int]) -> list[str]:
    """What player i's strategies are called in a list of them."""
    return [visible(game.strategies[i][a]) for a in own]


def common_payoffs(game: NormalFormGame, survivors: Survivors) -> str | None:
    """Everybody's payoff if it is the same at all profiles of survivors, else None."""
    tables = [table[np.ix_(*survivors)] for table in game.numerators]
    if any((table != table.flat[0]).any() for table in tables):
        return None
    profile = tuple(own[0] for own in survivors)
    return f"({', '.join(str(game.payoff(i, profile)) for i in range(len(profile)))})"


def _answer(run: Elimination) -> str:
    left = f"{' x '.join(str(len(own)) for own in run.survivors)} strategies"
    payoffs, done = common_payoffs(run.game, run.survivors), rounds_that_leave(run)
    if payoffs is not None and prod(map(len, run.survivors)) == 1:
        return f"Solved: {done} one profile, with payoffs {payoffs}."
    if payoffs is not None:
        return f"Solved as far as payoffs go: {done} {left}, and every profile of these pays {payoffs}."
    return f"{'Not solved' if run.finished else 'Stopped as asked'}: {done} {left}."


def rounds_that_leave(run: Elimination) -> str:
    """ "3 rounds of strict dominance leave", say."""
    relations = [run.relation, *([run.then] if run.then else [])]
    mixed = run.by is By.MIXED
    if not run.rounds:
        adverb = ADVERBS[Relation.WEAK if Relation.WEAK in relations else run.relation]
        return f"no strategy is {adverb} dominated{', by a mixture either,' if mixed else ','} which leaves"
    turn = len(run.rounds) if run.then is None else run.turn
    counts = [number_of(turn, "round") if turn else "no round", str(len(run.rounds) - turn or "none")]
    phases = (
        f"{count} of {relation.value} dominance" for count, relation in zip(counts, relations, strict=False)
    )
    by = " by mixtures" if mixed else ""
    comma = "" if run.then is None else ","
    return f"{', then '.join(phases)}{by}{comma} {'leaves' if len(run.rounds) == 1 else 'leave'}"


def _equilibrium(game: NormalFormGame, survivors: Survivors) -> str:
    one = prod(map(len, survivors)) == 1
    failure = find_interchange_failure(game, survivors)
    if failure is None:
        return f"{'It' if one else 'Every combination of these'} is a Nash equilibrium."
    no = "It is no Nash equilibrium" if one else "Not every combination of these is a Nash equilibrium"
    profile = ", ".join(visible(own[a]) for own, a in zip(game.strategies, failure.profile, strict=True))
    gone = "" if failure.b in survivors[failure.i] else ", which has left"
    better = strategy_name(game, failure.i, failure.b)
    return f"{no}: at ({profile}) {player_name(game, failure.i)} would rather play {better}{gone}."


def _left(run: Elimination, every: bool) -> Table:
    rows = [
        (player_name(run.game, i), listed(labels(run.game, i, own), every), f"{len(own)} of {size}")
        for i, (own, size) in enumerate(zip(run.survivors, run.game.shape, strict=True))
    ]
    more = not every and any(len(own) > MOST_LISTED + 1 for own in run.survivors)
    note = "--all lists every strategy." if more else ""
    return Table("", (Column("player"), Column("left", prose=1), Column("how many")), rows, note)


def _dominant(game: NormalFormGame, every: bool) -> list[Part]:
    """Who has a dominant strategy in the whole game."""
    named: dict[Relation, list[str]] = {}
    for i in range(len(game.players)):
        for found in dominant_strategies(game, i):
            words = f"{strategy_name(game, i, found.b)} of {player_name(game, i)}"
            named.setdefault(found.relation, []).append(words)
    return [
        f"{_DOMINANT[relation]}: {listed(named[relation], every)}."
        for relation in _DOMINANT
        if relation in named
    ]


def _removals(run: Elimination, every: bool) -> list[Part]:
    meanings = dict.fromkeys(run.relation_of(r) for r in range(1, len(run.rounds) + 1))
    explained = [
        f"{ADVERBS[relation].capitalize()} dominated: {_ANOTHER[run.by]} {_MEANING[relation]}."
        for relation in meanings
    ]
    steps = [
        (f"round {r}" if len(meanings) == 1 else f"round {r}, {run.relation_of(r).value}", removals)
        for r, removals in enumerate(run.rounds, start=1)
    ]
    dominated = f"{ADVERBS[run.relation_of(1)]} dominated by" if len(meanings) == 1 else "dominated by"
    return [
        "",
        Title("In each round all dominated strategies leave"),
        " ".join(explained),
        removals_table(run.game, steps, dominated, every),
    ]
