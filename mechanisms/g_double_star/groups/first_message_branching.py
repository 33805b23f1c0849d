"""First messages of a buyer's rivals in G**, best first by a bound below what the others can do with them.

Every rival j sends δ_j(t) with signal t. What a direction earns before branch 4 is a sum over the rivals'
signals t of F[t, δ(t)], where F has axes (t_1, d_1, t_2, d_2, ...); in branch 4 it is at least what it would
be if each set ν of n rivals with signals, and each class of suppliers, made the price that is worst by
itself: the sum over sets of rivals R and signals of R of the least over p of Σ over the signals of all others
of W[p, t, δ(t)].

*Branch*: rival by rival, all that she sends. *Bound*: let those who come later choose their messages, and the
prices, anew for all signals t_rest of theirs,

    Σ over t_rest of the least over d_rest of
        Σ over t_known of F + Σ over R and the signals of R among the known of the least over p of Σ of W.

This is no more than what any choice of theirs makes, and exact when nobody comes later. Those who come later
are alike in it: R counts by how many of the known are in it.
"""

from collections.abc import Callable, Mapping
from itertools import product
from math import comb, prod
from typing import TypeAlias

import numpy as np

from gametheory.games.exact import IntegerArray

Node: TypeAlias = tuple[int, int]  # a rival and her signal, by their places
Choices: TypeAlias = Mapping[Node, IntegerArray]  # the first messages that she may send, by their places in D
Priced: TypeAlias = dict[
    int, IntegerArray
]  # by how many of the known are in R: (signals and class, p, later)
Realise: TypeAlias = Callable[[dict[Node, int], int, int | None], int | None]

MOST_AT_ONCE = 4_000_000  # entries of a table by what the next rival sends


class FirstMessageBranching:
    """The search. `fixed` is F, `priced` is W with axes (class, p) in front of those of F.

    The axis d_j of signal t_j has the messages in `allowed` in their order, the last one repeated to the end.
    `group` is n, and `weight` how often each set ν counts.
    """

    def __init__(
        self, allowed: Choices, fixed: IntegerArray, priced: IntegerArray, group: int, weight: int
    ) -> None:
        self.allowed, self.group, self.weight = allowed, group, weight
        self.rivals = fixed.ndim // 2
        self.fixed, self.priced = fixed, priced
        self.bounded = self.realised = 0  # how many choices of a rival, and of all, were looked at

    def least(self, realise: Realise) -> tuple[int, dict[Node, int]]:
        """The least value, and first messages that have it.

        `realise(δ, known, below)` is the value of first messages that earn `known` before branch 4, or None
        where it is not below.
        """
        self._best: tuple[int, dict[Node, int]] | None = None
        self._descend(0, {}, self.fixed, {0: self.priced}, realise)
        assert self._best is not None  # every node has a first message
        return self._best

    def _descend(
        self,
        j: int,
        delta: dict[Node, int],
        fixed: IntegerArray,
        priced: Priced,
        realise: Realise,
    ) -> None:
        """All that rival j and those after her may send, where those before her send δ."""
        if j == self.rivals:
            self.realised += 1
            value = realise(delta, int(fixed), self._best and self._best[0])
            if value is not None and (self._best is None or value < self._best[0]):
                self._best = value, delta
            return
        nodes = [(j, t) for t in range(fixed.shape[0])]
        choices = np.array(list(product(*(range(len(self.allowed[node])) for node in nodes))))
        bounds = self.bounds(j, choices, fixed, priced)
        self.bounded += len(choices)
        for at in np.argsort(bounds, kind="stable").tolist():
            if self._best is not None and int(bounds[at]) >= self._best[0]:
                break
            own = choices[at]
            sent = {node: int(self.allowed[node][x]) for node, x in zip(nodes, own, strict=True)}
            known = fixed[np.arange(len(own)), own].sum(axis=0)
            self._descend(j + 1, delta | sent, known, self._known(j, own, priced), realise)

    def _known(self, j: int, own: IntegerArray, priced: Priced) -> Priced:
        """The tables by price once rival j's messages are known, too: she is in R, or not."""
        found: dict[int, list[IntegerArray]] = {}
        for among, table in priced.items():
            chosen = np.moveaxis(
                table[:, :, np.arange(len(own)), own], 2, 0
            )  # t, signals and class, p, later
            found.setdefault(among, []).append(chosen.sum(axis=0))
            found.setdefault(among + 1, []).append(chosen.reshape(-1, *chosen.shape[2:]))
        later = self.rivals - j - 1
        return {
            among: np.concatenate(tables)
            for among, tables in found.items()
            if 0 <= self.group - among <= later
        }

    def bounds(self, j: int, choices: IntegerArray, fixed: IntegerArray, priced: Priced) -> IntegerArray:
        """The bound for each choice of rival j: one row of `choices`, her messages by signal."""
        largest = max(fixed.size, *(table.size for table in priced.values())) // fixed.shape[1]
        step = max(1, MOST_AT_ONCE // max(1, largest))
        return np.concatenate(
            [self._bounds(j, choices[at : at + step], fixed, priced) for at in range(0, len(choices), step)]
        )

    def _bounds(self, j: int, choices: IntegerArray, fixed: IntegerArray, priced: Priced) -> IntegerArray:
        signals, later = np.arange(fixed.shape[0])[:, np.newaxis], self.rivals - j - 1
        total = fixed[signals, choices.T].sum(axis=0)  # choice, later
        for among, table in priced.items():
            chosen = table[:, :, signals, choices.T]  # signals and class, p, t, choice, later
            # She is in R, or not.
            for left, by_price in (
                (self.group - among - 1, chosen),
                (self.group - among, chosen.sum(axis=2)),
            ):
                if 0 <= left <= later:
                    least = by_price.min(axis=1)
                    ways = self.weight * comb(later, left)
                    total += ways * least.reshape(-1, *total.shape).sum(axis=0)
        return _least_apart(total, later)


def _least_apart(table: IntegerArray, later: int) -> IntegerArray:
    """Of a table (choice, t, d, t', d', ...) the sum over all t, t', ... of the least over all d, d', ..."""
    order = [0, *(1 + 2 * at for at in range(later)), *(2 + 2 * at for at in range(later))]
    apart = table.transpose(order)
    apart = apart.reshape(len(table), prod(apart.shape[1 : 1 + later]), -1)
    return np.asarray(apart.min(axis=2).sum(axis=1))
