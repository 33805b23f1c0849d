"""The elimination of strategies of a game, and all its orders, as JSON; docs/json.md has the keys."""

from collections.abc import Sequence
from typing import Any

from gametheory.dominance.definition import Domination, Removal
from gametheory.dominance.dominant import dominant_strategies
from gametheory.elimination.ends import Ends, agreement
from gametheory.elimination.order_independence import (
    Same,
    can_keep,
    find_order_keeping,
    sink_classes,
)
from gametheory.elimination.reductions import Reductions
from gametheory.elimination.rounds import Elimination
from gametheory.elimination.solvability import find_interchange_failure
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.survivors import Survivors


def elimination_as_json(run: Elimination) -> dict[str, Any]:
    """What was asked, who is left, whether that is a solution, and who left in each round, by label."""
    game = run.game
    return {
        "relation": run.relation.value,
        "by": run.by.value,
        **({} if run.then is None else {"then": run.then.value, "turn": run.turn}),
        "finished": run.finished,
        "survivors": survivors_as_json(game, run.survivors),
        "deviation": _deviation(game, run.survivors),
        "dominant": {
            player: {
                game.strategies[i][found.b]: found.relation.value for found in dominant_strategies(game, i)
            }
            for i, player in enumerate(game.players)
        },
        "rounds": [[_removal(game, removal) for removal in removals] for removals in run.rounds],
    }


def orders_as_json(reductions: Reductions, ends: Ends | None) -> dict[str, Any]:
    """All ends, whether they are all there are, and whether the order matters (null: open)."""
    return {
        "complete": reductions.complete,
        "reductions": len(reductions.graph),
        "order_independent": agreement(reductions, ends, Same.SURVIVORS),
        "order_independent_up_to_outcomes": agreement(reductions, ends, Same.OUTCOMES),
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


def _deviation(game: NormalFormGame, survivors: Survivors) -> dict[str, Any] | None:
    """A profile of survivors that is no Nash equilibrium, and who would rather play what."""
    failure = find_interchange_failure(game, survivors)
    if failure is None:
        return None
    profile = {
        player: own[a] for player, own, a in zip(game.players, game.strategies, failure.profile, strict=True)
    }
    return {
        "profile": profile,
        "player": game.players[failure.i],
        "better": game.strategies[failure.i][failure.b],
    }
