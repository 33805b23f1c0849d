"""Questions about all orders of elimination: do they agree, how short are they, what can survive.

Answers about a truncated graph are three-valued: True and False are certain, None means that it is open.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from gametheory.elimination.equivalence import Outcomes
from gametheory.elimination.isomorphism import are_same_but_for_names
from gametheory.elimination.reductions import Order, Reductions
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.survivors import Survivors


class Same(Enum):
    """When two maximal reductions count as the same."""

    SURVIVORS = "survivors"  # the same strategies are left
    OUTCOMES = "outcomes"  # the same game is left, up to duplicate strategies and names


@dataclass(frozen=True, eq=False)
class OrderDependence:
    """Evidence that the result depends on the order: two maximal orders that end differently."""

    one: Order
    other: Order
    same: Same

    def holds(self) -> bool:
        """Recheck both orders, that nothing is dominated at their ends, and that the ends differ."""
        return (
            all(order.holds() and order.is_maximal() for order in (self.one, self.other))
            and self.one.start == self.other.start
            and self.one.survivors != self.other.survivors
            and (
                self.same is Same.SURVIVORS
                or not are_same_but_for_names(self.one.game, self.one.survivors, self.other.survivors)
            )
        )


@dataclass(frozen=True, eq=False)
class Reached:
    """An order that ends where it was wanted; `shortest` says that surely no order has fewer steps."""

    order: Order
    shortest: bool


def sink_classes(reductions: Reductions) -> tuple[tuple[Survivors, ...], ...]:
    """The known maximal reductions, those together that leave the same game up to duplicates and names."""
    return same_but_for_names(reductions.game, reductions.sinks)


def same_but_for_names(
    game: NormalFormGame, restrictions: Iterable[Survivors]
) -> tuple[tuple[Survivors, ...], ...]:
    """The restrictions, those together that are the same game up to duplicates and names, in their order."""
    outcomes = Outcomes(game)
    classes: list[list[Survivors]] = []
    candidates: dict[tuple[Any, ...], list[list[Survivors]]] = defaultdict(list)
    for survivors in restrictions:
        similar = candidates[outcomes.invariant(survivors)]
        same = (c for c in similar if outcomes.renaming(c[0], survivors) is not None)
        members = next(same, None)
        if members is None:
            members = []
            similar.append(members)
            classes.append(members)
        members.append(survivors)
    return tuple(tuple(members) for members in classes)


def find_order_dependence(reductions: Reductions, same: Same = Same.SURVIVORS) -> OrderDependence | None:
    """Two orders with different ends, or None if all known ends are the same."""
    ends = reductions.sinks if same is Same.SURVIVORS else [c[0] for c in sink_classes(reductions)]
    if len(ends) < 2:
        return None
    return OrderDependence(reductions.order_to(ends[0]), reductions.order_to(ends[1]), same)


def is_order_independent(reductions: Reductions, same: Same = Same.SURVIVORS) -> bool | None:
    """Do all orders end the same? False as soon as two ends differ; None if the graph is truncated.

    >>> from gametheory.games.normal_form import NormalFormGame
    >>> from gametheory.elimination.reductions import all_reductions
    >>> game = NormalFormGame.from_arrays([[[1, 1], [1, 0]], [[1, 1], [1, 0]]])
    >>> reductions = all_reductions(game)
    >>> is_order_independent(reductions), is_order_independent(reductions, Same.OUTCOMES)
    (False, True)
    """
    if find_order_dependence(reductions, same) is not None:
        return False
    return True if reductions.complete else None


def find_order(reductions: Reductions, wanted: Callable[[Survivors], bool]) -> Reached | None:
    """A shortest known order to a maximal reduction that is `wanted`, or None if none is known."""
    import networkx as nx

    length = nx.single_source_shortest_path_length(reductions.graph, reductions.root)
    sinks = [sink for sink in reductions.sinks if wanted(sink)]
    if not sinks:
        return None
    order = reductions.order_to(min(sinks, key=lambda sink: (length[sink], sink)))
    # The root is either a sink or not, so no order is shorter than one that takes a single step.
    return Reached(order, reductions.complete or len(order.steps) <= 1)


def find_fewest_rounds(reductions: Reductions) -> Reached | None:
    """A shortest known order to any fixed point; None only if a truncated graph knows no sink."""
    return find_order(reductions, lambda sink: True)


def find_order_keeping(reductions: Reductions, kept: Sequence[tuple[int, int]]) -> Reached | None:
    """A shortest known maximal order after which all these (player, strategy) pairs are left.

    One pair asks for a strategy; one pair for each player asks for an outcome.
    """
    return find_order(reductions, lambda sink: all(a in sink[i] for i, a in kept))


def can_keep(reductions: Reductions, kept: Sequence[tuple[int, int]]) -> bool | None:
    """Does some order keep all these (player, strategy) pairs? None if that is open."""
    if find_order_keeping(reductions, kept) is not None:
        return True
    return False if reductions.complete else None
