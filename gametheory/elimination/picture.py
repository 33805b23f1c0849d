"""What a picture of the graph of reductions says: nodes, edges and endings in words."""

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from gametheory.dominance.explanation import ADVERBS
from gametheory.elimination.order_independence import sink_classes
from gametheory.elimination.reductions import Reductions, Step
from gametheory.elimination.rounds import eliminate
from gametheory.games.labels import visible
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.survivors import Survivors

if TYPE_CHECKING:
    import networkx as nx

_LINE = 32  # characters


@dataclass(frozen=True)
class ReductionPicture:
    """The graph with the path on which all dominated strategies leave at once added, and the words on it."""

    title: str
    graph: "nx.DiGraph[Survivors]"
    path: tuple[Survivors, ...]  # S^0, S^1, ...
    nodes: dict[Survivors, list[str]]  # what is left, one line per player
    edges: dict[tuple[Survivors, Survivors], str]  # what is removed
    ending: dict[Survivors, int]  # a maximal reduction's place in `endings`
    endings: list[str]  # one for each class of maximal reductions with the same outcome
    complete: bool


def reduction_picture(reductions: Reductions) -> ReductionPicture:
    """All words of a picture, whatever it is drawn with."""
    import networkx as nx

    game = reductions.game
    graph: nx.DiGraph[Survivors] = nx.DiGraph()
    graph.add_nodes_from(reductions.graph)
    graph.add_edges_from(reductions.graph.edges)
    together = eliminate(game, reductions.relation, reductions.by, survivors=reductions.root)
    path = tuple(together.survivors_after(r) for r in range(len(together.rounds) + 1))
    nx.add_path(graph, path)
    classes = sink_classes(reductions)
    unique = {
        label
        for own in game.strategies
        for label in own
        if sum(label in other for other in game.strategies) == 1
    }
    step = "one at a time" if reductions.step is Step.ONE else "one or more at a time"
    return ReductionPicture(
        f"Elimination of {ADVERBS[reductions.relation]} dominated strategies "
        f"({reductions.by.value} dominators), {step}",
        graph,
        path,
        {node: _left(game, node) for node in graph},
        {(a, b): _removed(game, a, b, unique) for a, b in graph.edges},
        {node: k for k, members in enumerate(classes) for node in members},
        [_ending(game, members) for members in classes],
        reductions.complete,
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
