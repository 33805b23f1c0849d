"""The graph of all reductions of a game: every order in which dominated strategies can be eliminated.

A node is a set of survivors; an edge removes strategies that are dominated among these survivors. Where no
strategy is dominated the graph has a sink: a maximal reduction. A step may remove one dominated strategy, or
any nonempty set of them; with strict or weak dominance the latter is legal because a dominated strategy is
always dominated by one (or a mixture of some) that is not itself dominated, and so stays.

Whether some order keeps a given strategy is NP-complete to decide (Conitzer and Sandholm 2005, Proc. 6th ACM
Conference on Electronic Commerce), so the graph is grown within budgets and says whether it is complete.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import combinations, pairwise
from time import monotonic
from typing import TypeAlias

from gametheory.dominance.definition import Removal, dominates
from gametheory.dominance.explanation import explain
from gametheory.dominance.survival import find_supporting_belief
from gametheory.elimination.dominated import Dominated
from gametheory.elimination.rounds import step_holds, without
from gametheory.games.errors import GameError
from gametheory.games.html import in_a_notebook
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import Survivors, all_strategies

Progress: TypeAlias = Callable[[int, int], object]  # called with the numbers of nodes and of known sinks


class Step(Enum):
    """How much may be removed at once."""

    ONE = "one"  # one dominated strategy
    ANY = "any"  # any nonempty set of dominated strategies, of one or several players


@dataclass(frozen=True, eq=False)
class Order:
    """Evidence for an order of elimination: what each step removes, and what dominates it at that moment."""

    game: NormalFormGame
    relation: Relation
    by: By
    start: Survivors
    steps: tuple[tuple[Removal, ...], ...]

    @property
    def survivors(self) -> Survivors:
        """What is left at the end."""
        left = self.start
        for removals in self.steps:
            left = without(left, removals)
        return left

    def holds(self) -> bool:
        """Recheck that each step removes dominated strategies only, whose dominators stay in that step."""
        left = self.start
        for removals in self.steps:
            if not step_holds(self.game, self.relation, self.by, left, removals):
                return False
            left = without(left, removals)
        return True

    def is_maximal(self) -> bool:
        """Is nobody dominated at the end? By definition with pure dominators, with mixed ones by a belief."""
        left = self.survivors

        def is_undominated(i: int, a: int) -> bool:
            if self.by is By.PURE:
                return not any(dominates(self.game, i, b, a, self.relation, left) for b in left[i])
            belief = find_supporting_belief(self.game, i, a, self.relation, left)
            return belief is not None and belief.holds(self.game)

        return all(is_undominated(i, a) for i, own in enumerate(left) for a in own)

    def explain(self) -> list[str]:
        """One line for each strategy removed, with the number of its step."""
        return [
            f"step {r}: {explain(self.game, removal)}"
            for r, removals in enumerate(self.steps, start=1)
            for removal in removals
        ]


class Reductions:
    """The graph of reductions, grown on demand: a `networkx.DiGraph` to go on with, and how far it got.

    A node (`Survivors`) has the attribute `dominated`, its dominated strategies with evidence (`Removal`s);
    an edge has the attribute `removed`, those of them that it removes. Nodes that are in the graph are
    always judged: a node without dominated strategies is a sink, whatever else is still unknown.
    """

    def __init__(
        self,
        game: NormalFormGame,
        relation: Relation = Relation.WEAK,
        by: By = By.PURE,
        step: Step = Step.ANY,
        survivors: Survivors | None = None,
    ) -> None:
        import networkx as nx

        if relation is Relation.VERY_WEAK:
            raise GameError("all orders of elimination: strict or weak dominance, got very weak")
        self.game = game
        self.relation = relation
        self.by = by
        self.step = step
        self.root: Survivors = all_strategies(game) if survivors is None else survivors
        self._dominated = Dominated(game, relation, by)
        self.graph: nx.DiGraph[Survivors] = nx.DiGraph()
        self._stack: list[tuple[Survivors, Iterator[tuple[Removal, ...]]]] = []
        self._sinks: list[Survivors] = []
        self._edges = 0  # graph.number_of_edges() takes time in proportion to the nodes
        self._visit(self.root)

    @property
    def complete(self) -> bool:
        """Is every order in the graph? If not, the graph is truncated, and `grow` goes on."""
        return not self._stack

    @property
    def sinks(self) -> tuple[Survivors, ...]:
        """The maximal reductions: all of them if `complete`, else those found so far."""
        return tuple(self._sinks)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from gametheory.elimination.drawing import orders_html  # which draws what is grown here

        return in_a_notebook(orders_html(self))

    def grow(
        self,
        nodes: int | None = None,
        edges: int | None = None,
        seconds: float | None = None,
        progress: Progress | None = None,
    ) -> "Reductions":
        """Add reductions until all are there or a budget is used up, and return self; None is no limit.

        `nodes` and `edges` bound the size of the whole graph. Depth first, the largest sets first: so some
        sinks are known early. After an exception, Ctrl-C too, the graph is valid and can grow on.
        """
        deadline = None if seconds is None else monotonic() + seconds
        try:
            while self._stack:
                if (
                    (nodes is not None and self.graph.number_of_nodes() >= nodes)
                    or (edges is not None and self._edges >= edges)
                    or (deadline is not None and monotonic() >= deadline)
                ):
                    break
                self._take_a_step(progress)
        except BaseException:
            self._restore()
            raise
        return self

    def order_to(self, node: Survivors) -> Order:
        """A shortest order in the graph that leads to this node."""
        import networkx as nx

        path = nx.shortest_path(self.graph, self.root, node)
        steps = tuple(self.graph.edges[a, b]["removed"] for a, b in pairwise(path))
        return Order(self.game, self.relation, self.by, self.root, steps)

    def _take_a_step(self, progress: Progress | None) -> None:
        node, steps = self._stack[-1]
        removed = next(steps, None)
        if removed is None:
            self._stack.pop()
            return
        target = without(node, removed)
        new = target not in self.graph
        if new:
            self._visit(target)
        self._edges += not self.graph.has_edge(node, target)
        self.graph.add_edge(node, target, removed=removed)
        if new and progress is not None:
            progress(self.graph.number_of_nodes(), len(self._sinks))

    def _restore(self) -> None:
        """After an exception at any point: what was cut short is taken up again, from the first step on."""
        judged = dict(self.graph.nodes(data="dominated"))
        self.graph.remove_nodes_from([node for node, dominated in judged.items() if dominated is None])
        self._edges = self.graph.number_of_edges()
        self._sinks = [node for node, dominated in judged.items() if dominated == ()]
        self._stack = [
            (node, _steps(self.step, dominated)) for node, dominated in judged.items() if dominated
        ]

    def _visit(self, node: Survivors) -> None:
        dominated = self._dominated.among(node)
        self.graph.add_node(node, dominated=dominated)
        if dominated:
            self._stack.append((node, _steps(self.step, dominated)))
        else:
            self._sinks.append(node)


def all_reductions(
    game: NormalFormGame,
    relation: Relation = Relation.WEAK,
    by: By = By.PURE,
    step: Step = Step.ANY,
    *,
    survivors: Survivors | None = None,
    nodes: int | None = 10_000,
    edges: int | None = 200_000,
    seconds: float | None = None,
    progress: Progress | None = None,
) -> Reductions:
    """All reductions of a game, as far as the budgets allow; look at `complete` before you call it all.

    In this game the second row and the first column are weakly dominated; when the row goes first, the
    columns tie and both stay.

    >>> game = NormalFormGame.from_arrays([[[1, 1], [1, 0]], [[1, 1], [0, 1]]])
    >>> reductions = all_reductions(game)
    >>> reductions.complete, reductions.sinks
    (True, (((0,), (1,)), ((0,), (0, 1))))
    """
    return Reductions(game, relation, by, step, survivors).grow(nodes, edges, seconds, progress)


def _steps(step: Step, dominated: tuple[Removal, ...]) -> Iterator[tuple[Removal, ...]]:
    sizes = (1,) if step is Step.ONE else range(len(dominated), 0, -1)
    for size in sizes:
        yield from combinations(dominated, size)
