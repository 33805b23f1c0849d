"""What a picture of the graph of reductions says: nodes, edges and endings in words."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from gametheory.dominance.explanation import ADVERBS
from gametheory.elimination.order_independence import same_but_for_names, sink_classes
from gametheory.elimination.reductions import Reductions, Step
from gametheory.elimination.rounds import eliminate
from gametheory.games.labels import visible
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.survivors import Survivors

if TYPE_CHECKING:
    import networkx as nx

_LINE = 32  # characters
_IN_FULL = 16  # nodes up to which everything is written on the picture


@dataclass(frozen=True)
class ReductionPicture:
    """The graph with the path on which all dominated strategies leave at once added, and the words on it."""

    title: str
    graph: "nx.DiGraph[Hashable]"
    path: tuple[Hashable, ...]  # S^0, S^1, ...
    nodes: dict[
        Hashable, list[str]
    ]  # what is left, one line per player; of a merged node how much, and of how many
    edges: dict[tuple[Hashable, Hashable], str]  # what is removed; "" where nodes are merged
    ending: dict[Hashable, int]  # a maximal reduction's place in `endings`
    endings: list[str]  # one for each class of maximal reductions with the same outcome
    complete: bool
    note: str = ""  # what was merged, or left out


def reduction_picture(reductions: Reductions) -> ReductionPicture:
    """All words of a picture, whatever it is drawn with."""
    game = reductions.game
    graph, path = _with_path(reductions)
    classes = sink_classes(reductions)
    unique = {
        label
        for own in game.strategies
        for label in own
        if sum(label in other for other in game.strategies) == 1
    }
    return ReductionPicture(
        _title(reductions),
        graph,
        path,
        {node: _left(game, node) for node in graph},
        {(a, b): _removed(game, a, b, unique) for a, b in graph.edges},
        {node: k for k, members in enumerate(classes) for node in members},
        [_ending(game, members) for members in classes],
        reductions.complete,
    )


def picture_to_look_at(reductions: Reductions, largest: int) -> ReductionPicture:
    """The whole picture where it is small; else one node for reductions that are the same game but for names.

    Of these only such as leave equally many strategies are merged, so that steps still run downwards; a step
    that smaller ones make up for is left out. At most `largest` are shown, those that leave the most
    strategies; "n more" stands for the others.
    """
    import networkx as nx

    if len(reductions.graph) <= _IN_FULL:
        return reduction_picture(reductions)
    game = reductions.game
    graph, path = _with_path(reductions)
    levels: dict[int, list[Survivors]] = defaultdict(list)
    for node in graph:
        levels[sum(map(len, node))].append(node)
    merged: nx.DiGraph[Hashable] = nx.DiGraph()
    of: dict[Survivors, Hashable] = {}
    words: dict[Hashable, list[str]] = {}
    hidden: set[Survivors] = set()
    for size in sorted(levels, reverse=True):
        classes = same_but_for_names(game, levels[size])
        room = max(0, largest - len(words))
        for members in classes[:room]:
            of |= dict.fromkeys(members, members[0])
            shape = " × ".join(str(len(own)) for own in members[0])
            words[members[0]] = [shape, *([f"{len(members)} alike"] if len(members) > 1 else [])]
        rest = [node for members in classes[room:] for node in members]
        if rest:
            hidden |= set(rest)
            of |= dict.fromkeys(rest, ("more", size))
            words["more", size] = [f"{len(rest)} more"]
    merged.add_nodes_from(words)
    merged.add_edges_from((of[a], of[b]) for a, b in graph.edges)
    merged = nx.transitive_reduction(merged)
    nx.add_path(merged, dict.fromkeys(of[node] for node in path))
    ends = sink_classes(reductions)
    sets = "1 set" if len(graph) == 1 else f"{len(graph)} sets"
    told = f"{sets} of strategies; alike: the same game is left, up to names and duplicates; smallest steps"
    return ReductionPicture(
        _title(reductions),
        merged,
        tuple(dict.fromkeys(of[node] for node in path)),
        words,
        dict.fromkeys(merged.edges, ""),
        {of[node]: k for k, members in enumerate(ends) for node in members if node not in hidden},
        [_ending(game, members) for members in ends],
        reductions.complete,
        f"{told}; {len(hidden)} are only counted" if hidden else told,
    )


def _with_path(reductions: Reductions) -> tuple["nx.DiGraph[Survivors]", tuple[Survivors, ...]]:
    """The graph with S^0, S^1, ... in it, and these."""
    import networkx as nx

    graph: nx.DiGraph[Survivors] = nx.DiGraph()
    graph.add_nodes_from(reductions.graph)
    graph.add_edges_from(reductions.graph.edges)
    together = eliminate(reductions.game, reductions.relation, reductions.by, survivors=reductions.root)
    path = tuple(together.survivors_after(r) for r in range(len(together.rounds) + 1))
    nx.add_path(graph, path)
    return graph, path


def _title(reductions: Reductions) -> str:
    step = "one at a time" if reductions.step is Step.ONE else "one or more at a time"
    return (
        f"Elimination of {ADVERBS[reductions.relation]} dominated strategies "
        f"({reductions.by.value} dominators), {step}"
    )


def _left(game: NormalFormGame, node: Survivors) -> list[str]:
    return [
        f"{visible(name)}: {_shortened([visible(labels[a]) for a in own])}"
        for name, labels, own in zip(game.players, game.strategies, node, strict=True)
    ]


def _shortened(labels: list[str]) -> str:
    """The labels on one line, or as many as fit."""
    words = ", ".join(labels)
    while len(words) > _LINE and len(labels) > 1:
        labels = labels[:-1]
        words = ", ".join(labels) + ", …"
    return words


def _removed(game: NormalFormGame, a: Survivors, b: Survivors, unique: set[str]) -> str:
    gone = [
        visible(labels[k] if labels[k] in unique else f"{name} {labels[k]}")
        for name, labels, before, after in zip(game.players, game.strategies, a, b, strict=True)
        for k in before
        if k not in after
    ]
    return "- " + _shortened(gone)


def _ending(game: NormalFormGame, members: tuple[Survivors, ...]) -> str:
    shape = tuple(len(own) for own in members[0])
    times = "" if len(members) == 1 else f" ({len(members)} ends, the same game up to names and duplicates)"
    if len(distinct := _payoff_vectors(game, members[0])) == 1:
        return f"ends with payoffs ({', '.join(distinct.pop())}){times}"
    return f"ends with {' × '.join(map(str, shape))} strategies and {len(distinct)} different payoffs{times}"


def _payoff_vectors(game: NormalFormGame, survivors: Survivors) -> set[tuple[str, ...]]:
    return {
        tuple(str(game.payoff(i, profile)) for i in range(len(game.players)))
        for profile in product(*survivors)
    }
