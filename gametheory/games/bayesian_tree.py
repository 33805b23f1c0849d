"""Game trees in which chance moves first and tells each player something: Bayesian games.

Chance moves before anybody else does. Then every player moves once, and what she knows by then is her type:
the information set at which she moves. It depends on what chance did, and not on what the others do.
"""

from fractions import Fraction
from math import prod

import numpy as np

from gametheory.games.bayesian import BayesianGame
from gametheory.games.errors import GameError, TooLargeError
from gametheory.games.exact import affordable_denominator, common_denominator, integer_dtype
from gametheory.games.extensive import ExtensiveGame
from gametheory.games.labels import shown_labels
from gametheory.games.normal_form import MOST_PLAYERS, require_listable

_MOST_NAMED = 3  # states in the name of a type
_LONGEST = 200  # letters of a state's name; beyond, a type is numbered


def bayesian_game(tree: ExtensiveGame) -> BayesianGame:
    """The Bayesian game that the tree is: the types of a player are her information sets.

    A type is called by the label of the information set, or if that is blank by what chance did. Later moves
    of chance are averaged. Raises `GameError` for a tree of another kind, and `TooLargeError` where its
    payoffs cannot be listed.
    """
    count = len(tree.players)
    if 2 * count > MOST_PLAYERS:
        raise TooLargeError(f"a Bayesian game has at most {MOST_PLAYERS // 2} players, got {count}")
    if not tree.nodes[0].probabilities:
        raise GameError("a Bayesian game begins with a move of chance, got a tree that does not")
    states = _states(tree)
    types = {root: tuple(_type(tree, i, root, name) for i in range(count)) for root, name in states.items()}
    chosen = _chosen(tree)
    actions = [_actions(tree, i) for i in range(count)]
    type_shape = tuple(max(1, len(sets)) for sets in tree.information_sets)
    shape = (*map(len, actions), *type_shape)
    require_listable(shape)

    probability, paid = tree.reached()
    prior = np.full(type_shape, Fraction(0), dtype=object)
    for root in states:
        prior[types[root]] += probability[root]
    ends = {
        at: (root, probability[at] / prior[types[root]])
        for root in states
        if prior[types[root]]
        for at in tree.below(root)
        if not tree.nodes[at].children
    }
    numerators, denominators = [], []
    for i in range(count):
        expected = {at: weight * paid[at][i] for at, (_, weight) in ends.items()}
        denominator = affordable_denominator(
            {x.denominator for x in expected.values()}, len(expected) + prod(shape)
        )
        table = np.zeros(
            shape, dtype=integer_dtype(sum(abs(int(x * denominator)) for x in expected.values()))
        )
        for at, value in expected.items():
            table[(*chosen[at], *types[ends[at][0]])] += int(value * denominator)
        numerators.append(table)
        denominators.append(denominator)
    common = common_denominator(prior.flat)
    weights = [int(p * common) for p in prior.flat]
    return BayesianGame(
        tree.players,
        tuple(_type_labels(tree, i, states, types) for i in range(count)),
        tuple(actions),
        np.array(weights, dtype=integer_dtype(common)).reshape(type_shape),
        common,
        tuple(numerators),
        tuple(denominators),
    )


def _states(tree: ExtensiveGame) -> dict[int, str]:
    """The nodes at which chance has made its first moves, and what it did, or "" if that is too long."""
    states: dict[int, str] = {}
    left: list[tuple[int, str | None]] = [(0, "")]
    while left:
        at, name = left.pop()
        node = tree.nodes[at]
        if not node.probabilities:
            states[at] = name or ""
            continue
        for child, action in reversed(list(zip(node.children, node.actions, strict=True))):
            longer = None if name is None else f"{name}/{action}".removeprefix("/")
            left.append((child, longer if longer and len(longer) <= _LONGEST else None))
    return states


def _type(tree: ExtensiveGame, i: int, root: int, state: str) -> int:
    """The information set at which player i moves in this state."""
    if not tree.information_sets[i]:
        return 0
    sets = sorted({tree.nodes[at].information_set for at in tree.below(root) if tree.nodes[at].player == i})
    if len(sets) == 1:
        return sets[0]
    where = f" after {state!r}" if state else ""
    raise GameError(
        f"player {tree.players[i]}: in a Bayesian game everybody moves at one information set{where}, "
        f"whatever the others do, got {len(sets) or 'none'}"
    )


def _actions(tree: ExtensiveGame, i: int) -> tuple[str, ...]:
    sets = tree.information_sets[i]
    for each in sets:
        if each.actions != sets[0].actions:
            raise GameError(
                f"player {tree.players[i]}: in a Bayesian game all types have the same actions, got "
                f"{', '.join(sets[0].actions)} and {', '.join(each.actions)}"
            )
    return sets[0].actions if sets else ("1",)


def _chosen(tree: ExtensiveGame) -> list[tuple[int | slice, ...]]:
    """For each node, the action of each player that leads there, or all where any does."""
    chosen: list[tuple[int | slice, ...]] = [(slice(None),) * len(tree.players)] * len(tree.nodes)
    for at, node in enumerate(tree.nodes):
        for a, child in enumerate(node.children):
            i = node.player
            if i is None:
                chosen[child] = chosen[at]
            elif chosen[at][i] == slice(None):
                chosen[child] = (*chosen[at][:i], a, *chosen[at][i + 1 :])
            else:
                raise GameError(
                    f"player {tree.players[i]}: in a Bayesian game everybody moves once, got twice"
                )
    return chosen


def _type_labels(
    tree: ExtensiveGame, i: int, states: dict[int, str], types: dict[int, tuple[int, ...]]
) -> tuple[str, ...]:
    labels = []
    for own, each in enumerate(tree.information_sets[i]):
        named = [name for root, name in states.items() if types[root][i] == own]
        if each.label.strip():
            labels.append(each.label)
        elif len(named) == len(states):
            labels.append("any")
        else:
            labels.append(" or ".join(named) if len(named) <= _MOST_NAMED and all(named) else "")
    return shown_labels(labels or [""], "type")[0]
