"""The reduced strategic form of a game tree.

A reduced strategy names an action at each information set that the player's own earlier actions do not rule
out, and nothing at the others, so that no two are the same for everybody by construction (Kuhn 1953).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from math import prod
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import affordable_denominator, integer_dtype, largest_magnitude
from gametheory.games.extensive import ExtensiveGame
from gametheory.games.labels import Relabelled, shown_labels
from gametheory.games.normal_form import NormalFormGame, require_listable

MOST_ACTIONS = 5_000_000  # at all information sets, in all reduced strategies of a player
RULED_OUT = -1

Strategies: TypeAlias = npt.NDArray[np.int32]
Places: TypeAlias = tuple[npt.NDArray[np.intp], ...]  # for each player, those of some of her strategies


@dataclass(frozen=True)
class StrategicForm:
    """The normal form of a tree, and what its strategies do.

    `strategies[i][s, h]` is player i's action at her information set h in her strategy s, or -1 where an
    earlier action of hers rules that out. `relabelled` lists labels that had to be made distinct.
    """

    game: NormalFormGame
    strategies: tuple[Strategies, ...]
    relabelled: tuple[Relabelled, ...]


def reduced_strategic_form(tree: ExtensiveGame) -> StrategicForm:
    """The game in which players choose reduced strategies, with exact expected payoffs.

    A strategy is labelled by its actions in the order of the information sets, with "/" between them; a set
    that is ruled out is left out, or marked "*" where that is needed to tell strategies apart. Raises
    `TooLargeError` where there are too many strategies or profiles.
    """
    strategies = tuple(reduced_strategies(tree, i) for i in range(len(tree.players)))
    shape = tuple(map(len, strategies))
    require_listable(shape)
    probability, paid = tree.reached()
    ends = [at for at, node in enumerate(tree.nodes) if not node.children]
    tables, numerators, denominators = [], [], []
    for i in range(len(tree.players)):
        expected = {at: probability[at] * paid[at][i] for at in ends}
        denominator = affordable_denominator(
            {x.denominator for x in expected.values()}, len(ends) + prod(shape)
        )
        numerators.append({at: int(value * denominator) for at, value in expected.items()})
        denominators.append(denominator)
        bound = sum(map(abs, numerators[i].values()))  # of every partial sum below
        tables.append(np.zeros(shape, dtype=integer_dtype(bound)))
    for at, places in _ends(tree, strategies):
        profiles = np.ix_(*places)
        for table, own in zip(tables, numerators, strict=True):
            table[profiles] += own[at]
    labels = [_labels(tree, i, rows) for i, rows in enumerate(strategies)]
    game = NormalFormGame.from_arrays(
        [table.astype(integer_dtype(largest_magnitude(table)), copy=False) for table in tables],
        denominators=denominators,
        players=tree.players,
        strategies=[shown for shown, _ in labels],
    )
    return StrategicForm(game, strategies, tuple(changed for _, some in labels for changed in some))


def reduced_strategies(tree: ExtensiveGame, i: int) -> Strategies:
    """Player i's reduced strategies in lexicographic order, one row each, as in a `StrategicForm`.

    Recall may be imperfect. Raises `TooLargeError` where there are too many.
    """
    own = _OwnHistories(tree, i)
    count = len(tree.information_sets[i])
    found: list[dict[int, int]] = []
    unfinished = [_Unfinished({}, {}, []).met(own, [0])]
    while unfinished:
        plan = unfinished.pop()
        while plan.order:
            h = heappop(plan.order)
            histories = plan.undecided.pop(h)
            for a in reversed(range(len(tree.information_sets[i][h].actions))):
                branch = plan.copy() if a else plan  # which goes on with the first action
                branch.chosen[h] = a
                branch.met(own, [own.after[history, h, a] for history in histories])
                if a:
                    unfinished.append(branch)
            if (len(found) + len(unfinished) + 1) * count > MOST_ACTIONS:
                raise TooLargeError(
                    f"player {tree.players[i]}: at most {MOST_ACTIONS // count:,} reduced strategies "
                    f"at {count:,} information sets, got more"
                )
        found.append(plan.chosen)
    rows = np.full((len(found), count), RULED_OUT, dtype=np.int32)
    for row, chosen in zip(rows, found, strict=True):
        row[list(chosen)] = list(chosen.values())
    return rows


class _OwnHistories:
    """What one player has done before, at each of her information sets; histories are numbered, none is 0."""

    def __init__(self, tree: ExtensiveGame, i: int) -> None:
        self.after: dict[tuple[int, int, int], int] = {}  # (history, information set, action) -> history
        self.sets: dict[int, set[int]] = {0: set()}  # the information sets at which it can be the history
        history = [0] * len(tree.nodes)
        for at, node in enumerate(tree.nodes):
            h = node.information_set
            if node.player == i:
                self.sets[history[at]].add(h)
            for a, child in enumerate(node.children):
                history[child] = history[at]
                if node.player == i:
                    history[child] = self.after.setdefault((history[at], h, a), len(self.after) + 1)
                    self.sets.setdefault(history[child], set())


@dataclass
class _Unfinished:
    """Some actions of a strategy, and the sets at which more are to be chosen, with the histories there."""

    chosen: dict[int, int]
    undecided: dict[int, list[int]]
    order: list[int]  # the undecided sets, as a heap

    def copy(self) -> "_Unfinished":
        return _Unfinished(dict(self.chosen), dict(self.undecided), list(self.order))

    def met(self, own: _OwnHistories, histories: list[int]) -> "_Unfinished":
        """Go on from these histories as far as actions are chosen."""
        new: dict[int, list[int]] = defaultdict(list)
        while histories:
            history = histories.pop()
            for h in own.sets[history]:
                if h in self.chosen:
                    histories.append(own.after[history, h, self.chosen[h]])
                else:
                    new[h].append(history)
        for h, there in new.items():
            if h not in self.undecided:
                heappush(self.order, h)
            self.undecided[h] = self.undecided.get(h, []) + there  # a new list: copies share the old one
        return self


def _ends(tree: ExtensiveGame, strategies: tuple[Strategies, ...]) -> Iterator[tuple[int, Places]]:
    """The ends of the tree, each with the strategies that allow it, where every player has one that does."""
    left = [(0, tuple(np.arange(len(rows)) for rows in strategies))]
    while left:
        at, places = left.pop()
        node = tree.nodes[at]
        if not node.children:
            yield at, places
        if (i := node.player) is None:
            left += [(child, places) for child in node.children]
            continue
        actions = strategies[i][places[i], node.information_set]
        order = np.argsort(actions, kind="stable")
        cuts = np.searchsorted(actions[order], range(len(node.children) + 1))
        for child, start, stop in zip(node.children, cuts[:-1], cuts[1:], strict=True):
            if start < stop:
                own = places[i][order[start:stop]]
                left.append((child, (*places[:i], own, *places[i + 1 :])))


def _labels(tree: ExtensiveGame, i: int, rows: Strategies) -> tuple[tuple[str, ...], tuple[Relabelled, ...]]:
    actions = [[*each.actions, "*"] for each in tree.information_sets[i]]  # the last one stands for -1
    chosen = rows.tolist()
    short = [
        "/".join(own[a] for own, a in zip(actions, row, strict=True) if a != RULED_OUT) for row in chosen
    ]
    if len(set(short)) < len(short):
        short = ["/".join(own[a] for own, a in zip(actions, row, strict=True)) for row in chosen]
    return shown_labels(short, "strategy", f"player {tree.players[i]}")
