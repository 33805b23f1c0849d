"""Draws a directed acyclic graph in layers: where its nodes, its edges and their labels go.

The method of Sugiyama, Tagawa and Toda (1981, IEEE Trans. Systems, Man and Cybernetics 11, 109-125): long
edges are cut at every layer, layers are ordered by barycentres to avoid crossings, and positions are the
least-squares ones that keep the order. An edge's label is a box of its own between two layers of nodes, so
that nothing can overlap.
"""

from bisect import bisect, insort
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    import networkx as nx

Node = TypeVar("Node", bound=Hashable)
Size: TypeAlias = tuple[float, float]
Point: TypeAlias = tuple[float, float]

_SWEEPS = 24
_PASSING = 2.0  # the width of the place where an edge passes a layer


@dataclass(frozen=True)
class Layout(Generic[Node]):
    """Centres of nodes and labels, and the points that each edge passes, in pixels; y runs downwards."""

    nodes: dict[Node, Point]
    labels: dict[tuple[Node, Node], Point]
    bends: dict[tuple[Node, Node], list[Point]]
    size: Size


@dataclass(eq=False)
class _Box:
    """A node, a label, or the place where a long edge passes a layer."""

    width: float
    height: float
    above: list["_Box"]
    below: list["_Box"]
    x: float = 0.0
    y: float = 0.0


def layered_layout(
    graph: "nx.DiGraph[Node]",
    node_size: Mapping[Node, Size],
    label_size: Mapping[tuple[Node, Node], Size],
    gap: Size = (18.0, 24.0),
) -> Layout[Node]:
    """Place the nodes by longest distance from the sources; every edge runs downwards."""
    import networkx as nx

    rank: dict[Node, int] = {}
    for node in nx.topological_sort(graph):
        rank[node] = max((rank[p] + 1 for p in graph.predecessors(node)), default=0)
    layers: list[list[_Box]] = [[] for _ in range(2 * max(rank.values(), default=0) + 1)]
    boxes = {node: _Box(*node_size[node], [], []) for node in graph}
    for node in nx.dfs_preorder_nodes(graph) if len(graph) else ():
        layers[2 * rank[node]].append(boxes[node])
    chains: dict[tuple[Node, Node], list[_Box]] = {}
    for a, b in graph.edges:
        chain = [_Box(*label_size[a, b], [], [])]
        chain += [_Box(_PASSING, 0.0, [], []) for _ in range(2 * (rank[b] - rank[a]) - 2)]
        for layer, box in enumerate(chain, start=2 * rank[a] + 1):
            layers[layer].append(box)
        chains[a, b] = chain
        for upper, lower in pairwise([boxes[a], *chain, boxes[b]]):
            upper.below.append(lower)
            lower.above.append(upper)
    _order(layers)
    _place(layers, gap)
    right = max((box.x + box.width / 2 for layer in layers for box in layer), default=0.0)
    bottom = max((box.y + box.height / 2 for box in layers[-1]), default=0.0)
    return Layout(
        {node: (box.x, box.y) for node, box in boxes.items()},
        {edge: (chain[0].x, chain[0].y) for edge, chain in chains.items()},
        {
            (a, b): [
                (boxes[a].x, boxes[a].y + boxes[a].height / 2),
                *((box.x, y) for box in chain for y in (box.y - box.height / 2, box.y + box.height / 2)),
                (boxes[b].x, boxes[b].y - boxes[b].height / 2),
            ]
            for (a, b), chain in chains.items()
        },
        (right, bottom),
    )


def _order(layers: list[list[_Box]]) -> None:
    """Order each layer by the mean place of its neighbours, downwards and upwards; keep the best."""
    best, fewest = [list(layer) for layer in layers], _crossings(layers)
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for k in range(1, len(layers)) if down else range(len(layers) - 2, -1, -1):
            fixed = {box: place for place, box in enumerate(layers[k - 1 if down else k + 1])}
            here = {box: place for place, box in enumerate(layers[k])}

            def barycentre(
                box: _Box, fixed: dict[_Box, int] = fixed, here: dict[_Box, int] = here, down: bool = down
            ) -> float:
                places = [fixed[other] for other in (box.above if down else box.below)]
                return sum(places) / len(places) if places else float(here[box])

            layers[k].sort(key=barycentre)
        if (count := _crossings(layers)) < fewest:
            best, fewest = [list(layer) for layer in layers], count
    layers[:] = best


def _crossings(layers: list[list[_Box]]) -> int:
    count = 0
    for upper, lower in pairwise(layers):
        place = {box: k for k, box in enumerate(lower)}
        ends: list[int] = []  # of the links from further left
        for box in upper:
            here = [place[other] for other in box.below]
            count += sum(len(ends) - bisect(ends, end) for end in here)
            for end in here:
                insort(ends, end)
    return count


def _place(layers: list[list[_Box]], gap: Size) -> None:
    widest = max(sum(box.width + gap[0] for box in layer) for layer in layers)
    between = gap[1] + widest / 80  # long ways across need room to be told apart
    y = 0.0
    for k, layer in enumerate(layers):
        height = max(box.height for box in layer)
        y += height / 2
        x = 0.0
        for box in layer:
            if box.width == _PASSING:
                box.height = height  # straight down beside the nodes of this layer
            box.x, box.y = x + box.width / 2, y
            x += box.width + gap[0]
        y += height / 2 + (between if k + 1 < len(layers) else 0.0)
    for sweep in range(4 * _SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            wishes = []
            for box in layer:
                sides = [[other.x for other in side] for side in (box.above, box.below) if side]
                wishes.append(sum(sum(xs) / len(xs) for xs in sides) / len(sides) if sides else box.x)
            for box, x in zip(layer, _apart(layer, wishes, gap[0]), strict=True):
                box.x = x
    left = min(box.x - box.width / 2 for layer in layers for box in layer)
    for layer in layers:
        for box in layer:
            box.x -= left


def _apart(layer: list[_Box], wishes: list[float], gap: float) -> list[float]:
    """The positions nearest to the wishes (least squares) that keep the order and the gaps.

    With the least distances subtracted, order is all that is asked: isotonic regression by pooling.
    """
    offsets = [0.0]
    for left, right in pairwise(layer):
        offsets.append(offsets[-1] + (left.width + right.width) / 2 + gap)
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        mean, count = wish - offset, 1
        while pools and pools[-1][0] > mean:
            other, size = pools.pop()
            mean, count = (mean * count + other * size) / (count + size), count + size
        pools.append((mean, count))
    means = [mean for mean, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
