"""Is a restriction of a game another one but for names and duplicates? As an isomorphism of graphs.

For rechecks: it shares nothing with the search for a renaming (`equivalence`). A game is a graph with a node
for each strategy, marked with her who plays it, and one for each profile, marked with what it pays, joined to
the strategies that it consists of. NetworkX compares graphs by VF2++ (Jüttner and Madarasi 2018).
"""

from itertools import product
from typing import TYPE_CHECKING, Any

from gametheory.elimination.equivalence import are_equivalent, payoffs
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.survivors import Survivors

if TYPE_CHECKING:
    import networkx as nx


def are_same_but_for_names(game: NormalFormGame, one: Survivors, other: Survivors) -> bool:
    """Is there a renaming of strategies that makes the two restrictions equal, duplicates aside?

    >>> game = NormalFormGame.from_arrays([[[1, 0], [1, 0], [0, 1]], [[2, 3], [2, 3], [3, 2]]])
    >>> are_same_but_for_names(game, ((0, 1), (0, 1)), ((2,), (0, 1)))
    True
    >>> are_same_but_for_names(game, ((0,), (0,)), ((0,), (1,)))
    False
    """
    import networkx as nx

    graphs = (_graph(game, survivors) for survivors in (one, other))
    return bool(nx.vf2pp_is_isomorphic(*graphs, node_label="kind"))


def _graph(game: NormalFormGame, survivors: Survivors) -> "nx.Graph[Any]":
    import networkx as nx

    graph: nx.Graph[Any] = nx.Graph()
    named: list[list[int]] = []
    for i, own in enumerate(survivors):
        kept: list[int] = []
        for a in own:
            if not any(are_equivalent(game, i, a, b, survivors) for b in kept):
                kept.append(a)
        named.append(kept)
        graph.add_nodes_from(((i, a) for a in kept), kind=("strategy of", i))
    for profile in product(*named):
        node = "profile", profile
        graph.add_node(node, kind=("pays", *payoffs(game, profile)))
        graph.add_edges_from((node, played) for played in enumerate(profile))
    return graph
