"""Whether a file is an action graph game, plain (`.agg`) or Bayesian (`.bagg`), before Gambit reads it.

Gambit takes the place of an action as it stands and looks there, for a payoff that is missing it takes 0, and
what is left over it leaves unread. The format: Jiang, Leyton-Brown and Bhat (2011), and Gambit's manual.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from gametheory.formats.exact_numbers import NumberError, exact_number
from gametheory.formats.gambit_tokens import decoded
from gametheory.games.errors import GameFileError, TooLargeError
from gametheory.games.labels import visible
from gametheory.games.normal_form import require_listable

MOST_COUNTS = 10_000  # that players may lead to on the way to fewer; what the file lists may be more
MOST_FUNCTIONS = 1_000  # nodes, each of which Gambit looks for among all
MOST_TIMES = 1_000_000  # that a function node counts an action
_WORD = re.compile(rb"#[^\n]*|[\[\]]|[^\s\[\]#]+")
_INTEGER = re.compile(r"-?[0-9]{1,9}")
_MOST_SHOWN = 60


@dataclass(frozen=True)
class _Function:
    """What a function node makes of the actions below it, and of what two players contribute."""

    of_actions: Callable[[Counter[int]], int]
    of_two: Callable[[int, int], int]
    weights: tuple[int, ...] = ()  # of actions, of which the largest or least is taken, and
    empty: int = 0  # what there is where none is taken


_SUM = _Function(lambda own: own.total(), lambda x, y: x + y)


def check_action_graph(data: bytes, source: str, bayesian: bool = False) -> None:
    """Refuse what is no game (`GameFileError`) or cannot be listed (`TooLargeError`)."""
    _Reader(data, source).read(bayesian)


class _Reader:
    def __init__(self, data: bytes, source: str) -> None:
        self.source = source
        self.text, self.place = data, 0
        self.words, self.left = self._words(), sum(1 for _ in self._words())

    def _words(self) -> Iterator[re.Match[bytes]]:
        return (found for found in _WORD.finditer(self.text) if not found[0].startswith(b"#"))

    def read(self, bayesian: bool) -> None:
        head = b"#BAGG" if bayesian else b"#AGG"
        if self.text.split(None, 1)[:1] != [head]:
            raise self.error(f"the file begins with {head.decode()}", self.text[:10].decode(errors="replace"))
        players = self.integer("the number of players", 1)
        actions = self.integer("the number of action nodes", 1)
        functions = self.integer("the number of function nodes", 0)
        if functions > MOST_FUNCTIONS:
            rule = f"at most {MOST_FUNCTIONS:,} function nodes"
            raise TooLargeError(f"{self.source}: {rule}, got {functions:,}")
        types = [1] * players
        if bayesian:
            types = [self.integer("the number of types of a player", 1) for _ in range(players)]
            for count in types:
                self.distribution(count)
        sizes = [self.integer("the size of an action set", 1, actions) for _ in range(sum(types))]
        require_listable(sizes)
        sets = iter([self.nodes("an action set", size, actions) for size in sizes])
        own = [sorted({action for _ in range(count) for action in next(sets)}) for count in types]
        neighbours = [self.neighbours(actions + functions) for _ in range(actions + functions)]
        made = [self.function(actions, functions) for _ in range(functions)]
        below = self.below(actions, neighbours)
        for node, function in enumerate(made, start=actions):
            counted = {function.weights[action] for action in below[node]} if function.weights else set()
            if function.empty in counted and len(counted) > 1:  # Gambit takes one for the other
                raise self.error(
                    f"the default of node {node} is no weight of an action that it counts",
                    str(function.empty),
                )
        for node in range(actions):
            self.payoffs(node, len(neighbours[node]), _counts(node, own, neighbours[node], made, below))
        if (word := self.word()) is not None:
            raise self.error("the file ends after the payoffs of the last action", word)

    def word(self) -> str | None:
        """The next one, or None at the end."""
        found = next(self.words, None)
        if found is None:
            self.place = len(self.text)
            return None
        self.left -= 1
        self.place = found.start()
        return decoded(found[0])

    def error(self, rule: str, word: str | None) -> GameFileError:
        line = self.text.count(b"\n", 0, self.place) + 1
        shown = "the end of the file" if word is None else visible(word[:_MOST_SHOWN])
        return GameFileError(f"{self.source}, line {line}: {rule}, got {shown}")

    def integer(self, what: str, least: int, most: int | None = None) -> int:
        """In this range, or as many as the file may have words for."""
        word, highest = self.word(), self.left if most is None else most
        if word is not None and _INTEGER.fullmatch(word) and least <= int(word) <= highest:
            return int(word)
        bounds = "and what the file has words for" if most is None else f"to {most:,}"
        raise self.error(f"{what} is an integer from {least} {bounds}", word)

    def number(self, what: str) -> Fraction:
        word = self.word()
        try:
            return Fraction(*exact_number((word or "").encode()))
        except NumberError as wrong:
            raise self.error(f"{what} {wrong.rule}", word) from None

    def mark(self, mark: str) -> None:
        if (word := self.word()) != mark:
            raise self.error(f"{mark} around counts or weights", word)

    def distribution(self, count: int) -> None:
        shares = [self.number("the probability of a type") for _ in range(count)]
        if min(shares) < 0:
            raise self.error("the probability of a type is not negative", str(min(shares)))
        if sum(shares) != 1:
            raise self.error("the probabilities of a player's types sum to 1", str(sum(shares)))

    def nodes(self, what: str, count: int, most: int) -> list[int]:
        found: dict[int, None] = {}
        for _ in range(count):
            node = self.integer(f"a node in {what}", 0, most - 1)
            if node in found:
                raise self.error(f"{what} names a node once", str(node))
            found[node] = None
        return list(found)

    def neighbours(self, nodes: int) -> list[int]:
        return self.nodes("a list of neighbours", self.integer("the number of neighbours", 0, nodes), nodes)

    def function(self, actions: int, functions: int) -> _Function:
        kind = self.integer("the type of a function node", 0, 13)
        if kind not in (0, 1, 2, 3, 10, 11, 12, 13):
            raise self.error("the type of a function node is 0 to 3 or 10 to 13", str(kind))
        empty, weights = (0 if kind < 2 else actions + functions), list(range(actions))
        if kind >= 10:
            empty = self.integer("the default of a function node", -(10**9), 10**9)
            self.mark("[")
            weights = [self.integer("a weight", -(10**9), 10**9) for _ in range(actions)]
            self.mark("]")

        def extreme(of: Callable[[Iterable[int]], int]) -> _Function:
            def of_two(x: int, y: int) -> int:
                return y if x == empty else x if y == empty else of((x, y))

            return _Function(
                lambda own: of(weights[a] for a in own) if own else empty,
                of_two,
                tuple(weights),
                empty,
            )

        def weight(own: Counter[int]) -> int:
            return empty + sum(times * weights[action] for action, times in own.items())

        match kind:
            case 0:
                return _SUM
            case 1:
                return _Function(lambda own: int(bool(own)), lambda x, y: int(x + y > 0))
            case 10:
                return _Function(weight, lambda x, y: x + y)
            case 11:
                return _Function(lambda own: int(weight(own) > 0), lambda x, y: int(x + y > 0))
            case 2 | 12:
                return extreme(max)
            case _:
                return extreme(min)

    def below(self, actions: int, neighbours: list[list[int]]) -> dict[int, Counter[int]]:
        """For each node, the actions that it counts, and how often."""
        found = {action: Counter([action]) for action in range(actions)}
        waiting = list(range(actions, len(neighbours)))
        while waiting:
            ready = [node for node in waiting if all(other in found for other in neighbours[node])]
            if not ready:
                raise self.error("no function node counts itself", f"a cycle through node {waiting[0]}")
            for node in ready:
                found[node] = Counter()
                for other in neighbours[node]:
                    found[node].update(found[other])
                if found[node].total() > MOST_TIMES:
                    rule = f"a function node counts actions at most {MOST_TIMES:,} times"
                    raise TooLargeError(f"{self.source}: {rule}, node {node} more often")
            waiting = [node for node in waiting if node not in found]
        return found

    def payoffs(self, node: int, length: int, counts: Iterator[set[tuple[int, ...]]]) -> None:
        """What an action pays, given each of the `counts` of its neighbours that can be."""
        needed: set[tuple[int, ...]] = set()
        for needed in counts:
            if len(needed) > (most := max(MOST_COUNTS, self.left)):
                rule = f"what an action pays depends on at most {most:,} counts of its neighbours"
                raise TooLargeError(f"{self.source}: {rule}, node {node} has more")
        what = f"a payoff of action {node}"
        match self.integer(f"the kind of the payoffs of action {node}", 0, 1):
            case 0:
                for _ in needed:
                    self.number(what)
            case 1:
                found: set[tuple[int, ...]] = set()
                for _ in range(self.integer(f"the number of payoffs of action {node}", 0)):
                    self.mark("[")
                    count = tuple(self.integer("a count", -(10**9), 10**9) for _ in range(length))
                    self.mark("]")
                    if count in found:
                        raise self.error("a payoff for each count once", str(list(count)))
                    found.add(count)
                    self.number(what)
                if lost := needed - found:
                    raise self.error(
                        f"a payoff of action {node} for every count", f"none for {list(min(lost))}"
                    )


def _counts(
    node: int,
    own: list[list[int]],
    neighbours: list[int],
    functions: list[_Function],
    below: dict[int, Counter[int]],
) -> Iterator[set[tuple[int, ...]]]:
    """What can be counted at the neighbours of an action when somebody takes it: the last of these sets.

    Those before it are what some players contribute, so that a caller may stop where there are too many.
    """
    actions = len(below) - len(functions)
    of = [_SUM if other < actions else functions[other - actions] for other in neighbours]

    def contribution(action: int) -> tuple[int, ...]:
        return tuple(
            f.of_actions(Counter({action: below[other][action]} if action in below[other] else ()))
            for f, other in zip(of, neighbours, strict=True)
        )

    made = {action: contribution(action) for action in {action for each in own for action in each}}
    found: set[tuple[int, ...]] = set()
    for others in {tuple(each) for each in own if node in each}:  # players with the same actions count alike
        first = next(i for i, each in enumerate(own) if tuple(each) == others)
        partial = {made[node]}
        for i, each in enumerate(own):
            if i != first:
                theirs = {made[action] for action in each}
                partial = {
                    tuple(f.of_two(x, y) for f, x, y in zip(of, one, other, strict=True))
                    for one in partial
                    for other in theirs
                }
                yield partial
        found |= partial
        yield found
