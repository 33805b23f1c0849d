"""Says in words why a strategy leaves: who dominates it, and one profile at which it does worse."""

from fractions import Fraction

from gametheory.dominance import Domination, Relation, gain
from gametheory.elimination import Removal
from gametheory.normal_form import NormalFormGame, Profile


def explain(game: NormalFormGame, removal: Removal) -> str:
    """One sentence with labels and exact payoffs.

    >>> from gametheory.elimination import eliminate
    >>> game = NormalFormGame.from_arrays([[[1, 1], [1, 0]], [[0, 0], [0, 0]]], strategies=["TB", "LR"])
    >>> explain(game, eliminate(game).rounds[0][0])
    'player 1 drops B: weakly dominated by T, which against R pays 1 instead of 0'
    """
    profile = strict_profile(game, removal)
    labels = game.strategies[removal.i]
    sentence = (
        f"player {game.players[removal.i]} drops {labels[removal.a]}: "
        f"{_adverbs[removal.relation]} dominated by {dominator(game, removal)}"
    )
    if profile is None:
        return sentence
    before = game.payoff(removal.i, profile)
    after = before + _gain(game, removal, profile)
    return f"{sentence}, which {against(game, removal.i, profile)}pays {after} instead of {before}"


def dominator(game: NormalFormGame, removal: Removal) -> str:
    """The label of the dominator, or a mixture such as `1/2 T + 1/2 B`."""
    labels = game.strategies[removal.i]
    if isinstance(removal, Domination):
        return labels[removal.b]
    return " + ".join(f"{weight} {labels[b]}" for b, weight in removal.mixture)


def against(game: NormalFormGame, i: int, profile: Profile) -> str:
    """What the others play, or nothing when player i is alone."""
    others = [(j, game.strategies[j][a]) for j, a in enumerate(profile) if j != i]
    if len(others) == 1:
        return f"against {others[0][1]} "
    listed = ", ".join(f"{game.players[j]} {label}" for j, label in others)
    return f"against ({listed}) " if others else ""


def strict_profile(game: NormalFormGame, removal: Removal) -> Profile | None:
    """A profile of survivors, with the dominated strategy in its place, at which the dominator pays more.

    None only when very weak dominance removed a strategy that ties everywhere.
    """
    if removal.strict_at is not None:
        return removal.strict_at
    if removal.relation is Relation.STRICT:  # better everywhere, so anywhere
        return tuple(removal.a if j == removal.i else left[0] for j, left in enumerate(removal.survivors))
    return None


_adverbs = {
    Relation.STRICT: "strictly",
    Relation.WEAK: "weakly",
    Relation.VERY_WEAK: "very weakly",
}


def _gain(game: NormalFormGame, removal: Removal, profile: Profile) -> Fraction:
    if isinstance(removal, Domination):
        return gain(game, removal.i, removal.a, removal.b, profile)
    return removal.gain(game, profile)
