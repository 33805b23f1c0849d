"""Says in words why a strategy leaves: what dominates it, and one profile at which it does worse."""

from fractions import Fraction

from gametheory.dominance.definition import Domination, Removal, gain
from gametheory.games.labels import called, visible
from gametheory.games.normal_form import NormalFormGame, Profile
from gametheory.games.relation import Relation

ADVERBS = {Relation.STRICT: "strictly", Relation.WEAK: "weakly", Relation.VERY_WEAK: "very weakly"}


def explain(game: NormalFormGame, removal: Removal) -> str:
    """One sentence with labels and exact payoffs.

    >>> from gametheory.elimination.rounds import eliminate
    >>> game = NormalFormGame.from_arrays([[[1, 1], [1, 0]], [[0, 0], [0, 0]]], strategies=["TB", "LR"])
    >>> explain(game, eliminate(game).rounds[0][0])
    'player 1 drops B: weakly dominated by T, which against R pays 1 instead of 0'
    """
    return (
        f"{player_name(game, removal.i)} drops {strategy_name(game, removal.i, removal.a)}: "
        f"{ADVERBS[removal.relation]} dominated by {dominator(game, removal)}, {what_it_does(game, removal)}"
    )


def what_it_does(game: NormalFormGame, removal: Removal) -> str:
    """Of the dominator: "which against R pays 1 instead of 0"."""
    profile = strict_profile(removal)
    if profile is None:
        return "which pays the same everywhere"
    before = game.payoff(removal.i, profile)
    after = before + _gain(game, removal, profile)
    return f"which {_against(game, removal.i, profile)}pays {after} instead of {before}"


def player_name(game: NormalFormGame, i: int) -> str:
    """The player's label made `visible`, or "player 1" when it is a number."""
    return called(game.players[i])


def strategy_name(game: NormalFormGame, i: int, a: int) -> str:
    """The strategy's label made `visible`, or "strategy 1" when it is a number."""
    label = game.strategies[i][a]
    return f"strategy {label}" if label.isdigit() else visible(label)


def dominator(game: NormalFormGame, removal: Removal) -> str:
    """What dominates: a strategy, or a mixture such as `1/2 T + 1/2 B`."""
    if isinstance(removal, Domination):
        return strategy_name(game, removal.i, removal.b)
    return " + ".join(f"{weight} {strategy_name(game, removal.i, b)}" for b, weight in removal.mixture)


def strict_profile(removal: Removal) -> Profile | None:
    """A profile of survivors, with the dominated strategy in its place, at which the dominator pays more.

    None only with very weak dominance, for a strategy that ties everywhere.
    """
    if removal.strict_at is None and removal.relation is Relation.STRICT:  # better everywhere, so anywhere
        return tuple(removal.a if j == removal.i else left[0] for j, left in enumerate(removal.survivors))
    return removal.strict_at


def _against(game: NormalFormGame, i: int, profile: Profile) -> str:
    others = [j for j in range(len(profile)) if j != i]
    if len(others) == 1:
        return f"against {strategy_name(game, others[0], profile[others[0]])} "
    listed = ", ".join(f"{player_name(game, j)}: {strategy_name(game, j, profile[j])}" for j in others)
    return f"against ({listed}) " if others else ""


def _gain(game: NormalFormGame, removal: Removal, profile: Profile) -> Fraction:
    if isinstance(removal, Domination):
        return gain(game, removal.i, removal.a, removal.b, profile)
    return removal.gain(game, profile)
