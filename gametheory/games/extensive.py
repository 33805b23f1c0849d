"""Finite games in extensive form, as trees with information sets and exact payoffs."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from gametheory.games.errors import TooLargeError

Payoffs: TypeAlias = tuple[Fraction, ...]  # one for each player

_MOST_BITS = 13_300  # of a probability or payoff along a path: four thousand digits


@dataclass(frozen=True)
class InformationSet:
    """Where a player cannot tell at which node she is; `label` may be blank."""

    label: str
    actions: tuple[str, ...]


@dataclass(frozen=True)
class TreeNode:
    """A node: `player` moves at `information_set`, or chance does by `probabilities`, or the play ends.

    `children` are places in the list of nodes, one for each action. Whoever comes to the node is paid
    `payoffs`, at moves too; `actions` name the moves of chance only.
    """

    children: tuple[int, ...] = ()
    player: int | None = None
    information_set: int = 0
    probabilities: tuple[Fraction, ...] = ()
    actions: tuple[str, ...] = ()
    payoffs: Payoffs | None = None


@dataclass(frozen=True)
class ExtensiveGame:
    """A tree: `nodes` in an order in which every node comes before its children, the root first.

    `information_sets[i]` are those of player i, which the nodes name by their places.
    """

    players: tuple[str, ...]
    information_sets: tuple[tuple[InformationSet, ...], ...]
    nodes: tuple[TreeNode, ...]

    def reached(self) -> tuple[list[Fraction], list[Payoffs]]:
        """For each node, how probable chance makes it, and what is paid on the way to it and at it.

        Raises `TooLargeError` where such a number has thousands of digits.
        """
        nothing = (Fraction(0),) * len(self.players)
        probability = [Fraction(1)] * len(self.nodes)
        paid = [nothing] * len(self.nodes)
        for at, node in enumerate(self.nodes):
            if node.payoffs is not None:
                paid[at] = tuple(x + y for x, y in zip(paid[at], node.payoffs, strict=True))
            for number in (probability[at], *paid[at]):
                if number.denominator.bit_length() > _MOST_BITS:
                    raise TooLargeError(f"node {at + 1}: a fraction of at most 4000 digits, got a longer one")
            for k, child in enumerate(node.children):
                probability[child] = (
                    probability[at] * node.probabilities[k] if node.probabilities else probability[at]
                )
                paid[child] = paid[at]
        return probability, paid

    def below(self, root: int) -> Iterator[int]:
        """All nodes of the subtree that starts here."""
        left = [root]
        while left:
            yield (at := left.pop())
            left += reversed(self.nodes[at].children)
