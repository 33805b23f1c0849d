"""The worst that others can do to an agent of G+ in a direction: a bound over all plays, and plays alike.

Whoever the others are and whatever they do, the signals behind a tuple come with the messages, the price and
the names of mates that are worst by themselves, or with something better: that is the bound. What is negative
must be shown by a play alike; it is sought among all first messages alike, names and answers set by tuple.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product
from math import prod
from operator import add

import numpy as np

from gametheory.games.exact import IntegerArray
from mechanisms.g_plus.alike_gains import AlikeGains, AlikePlay, Places
from mechanisms.markets.counted import Census
from mechanisms.markets.market import Side


class AlikeSearch:
    """A direction: the least that it may earn, and plays alike in which it may earn little."""

    def __init__(self, others: AlikeGains, direction: IntegerArray) -> None:
        self.others = others
        tail, D = others.first.shape, len(others.demands)
        ends = np.cumsum([1, prod(tail), *(D**size * prod(tail) for size in others.seats)])
        first, second, third = (
            direction[a:b].astype(object).reshape(-1, *tail) for a, b in pairwise(ends.tolist())
        )
        self.fixed = int((others.first * first[0]).sum())
        self.directions = [
            {
                tuple(map(int, np.unravel_index(at, (D,) * size))): part[at]
                for at in np.flatnonzero(part.any(axis=(1, 2))).tolist()
            }
            for size, part in zip(others.seats, (second, third), strict=True)
        ]
        self._known: dict[tuple[int, Census, tuple[int, ...]], int] = {}

    def bound(self) -> int:
        """No play earns less, whether alike or not: each term is least by itself."""
        total, sent = self.fixed, [frozenset(own) for own in self.others.sent]
        for which, directions in enumerate(self.directions):
            for nodes, known in self.others.behind[which]:
                met = [
                    towards
                    for shown, towards in directions.items()
                    if all(d in sent[node] for d, node in zip(shown, nodes, strict=True))
                ]
                values = [self._least(which, known, towards) for towards in met]
                if len(met) < prod(len(sent[node]) for node in nodes):
                    values.append(0)
                total += min(values)
        return total

    def _least(self, which: int, known: Census, towards: IntegerArray) -> int:
        """The least that these signals behind a tuple may earn, at any prices, whatever mates name."""
        key = which, known, tuple(towards.flat)
        if key not in self._known:
            others = self.others
            value = int(((others.third if which else others.second)[known] * towards).sum())
            if which:
                value += others.market.groups * min(
                    sum(
                        min(
                            int(towards[p] @ others.moved(names) @ others.in_group[known, group][p])
                            for names in product(range(len(others.market.X)), repeat=len(mates))
                        )
                        for mates, group in others.mates
                        if (known, group) in others.in_group
                    )
                    for p in range(len(others.market.P))
                )
            self._known[key] = value
        return self._known[key]

    def plays(self) -> Iterator[AlikePlay]:
        """First messages in the order of the bound below each, with answers that make it little."""
        found = []
        for sent in product(*self.others.sent):
            total = 0
            for which, directions in enumerate(self.directions):
                for nodes, known in self.others.behind[which]:
                    towards = directions.get(tuple(sent[node] for node in nodes))
                    total += 0 if towards is None else self._least(which, known, towards)
            found.append((total, sent))
        for _, sent in sorted(found):
            yield self._play(sent)

    def _play(self, sent: Places) -> AlikePlay:
        """What third messages name, tuple by tuple, then answers, tuple by tuple."""
        behind: dict[Places, list[tuple[Places, Census]]] = defaultdict(list)
        for nodes, known in self.others.behind[1]:
            shown = tuple(sent[node] for node in nodes)
            if shown in self.directions[1]:
                behind[shown].append((nodes, known))
        thirds: list[tuple[tuple[Places, int], Places]] = []
        terms: dict[Places, dict[Places, list[int]]] = defaultdict(dict)
        for shown, states in behind.items():
            earned = []
            for p, towards in enumerate(self.directions[1][shown]):
                names, values = self._names(p, towards, [known for _, known in states])
                thirds.append(((shown, p), names))
                earned.append(values)
            for (nodes, _), by_price in zip(states, zip(*earned, strict=True), strict=True):
                for maker, seen in self.others.makers:
                    before = terms[shown[seen]].get(nodes[maker], [0] * len(by_price))
                    terms[shown[seen]][nodes[maker]] = list(map(add, before, by_price))
        answers = tuple((seen, self._answer(made)) for seen, made in terms.items())
        return AlikePlay(sent, answers, tuple(thirds))

    def _names(self, p: int, towards: IntegerArray, behind: list[Census]) -> tuple[Places, list[int]]:
        """What third messages name in a cell to make it earn little in branch 7, and what it earns then."""
        others = self.others
        every = list(product(range(len(others.market.X)), repeat=len(others.nodes)))
        earned = {
            names: [int(others.last(known, p, names) @ towards) for known in behind]
            for names in (every if others.side is Side.SELLER else every[:1])
        }
        least = min(earned, key=lambda names: sum(earned[names]))
        return least, earned[least]

    def _answer(self, made: Mapping[Places, Sequence[int]]) -> Places:
        """Second messages after a tuple that make the sum least of what makers earn her, by the price."""
        others = self.others

        def earned(answer: Places) -> int:
            return sum(
                by_price[others.price(tuple(answer[node] for node in nodes))]
                for nodes, by_price in made.items()
            )

        return min(product(range(len(others.demands)), repeat=len(others.nodes)), key=earned)
