"""Where all orders of elimination end, up to duplicates and names, without a look at every order.

Two sets of survivors are alike if they leave the same game up to duplicates and names. Then their orders end
alike: of duplicates all are dominated, by the same, or none is, so that an order in the one game is one in
the other, where a strategy stands for its duplicates, and leaves with them; nobody is dominated at the end of
the one if nobody is at the end of the other. If players may change places (`exchange`), an order in which
they do is an order, and it ends where they have changed places. So of sets that are alike, or are so after
players have changed places, one is looked at, and from it whole classes of duplicates leave.

Several may leave at once, and that can lead elsewhere than one at a time: when one has gone, another one may
tie with what dominated it, and stay. A step in which several leave is taken unless one of them may go first,
and all the others are still dominated then: in that case it leads where two smaller steps lead.

Among survivors who share their indifference all orders of weak dominance by pure strategies end alike,
whatever leaves at once (see `transference`), so that one is followed. It is shared by fewer survivors too.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any

from gametheory.dominance.definition import Removal
from gametheory.elimination.dominated import Dominated
from gametheory.elimination.equivalence import Outcomes
from gametheory.elimination.exchange import exchangeable, exchanges, sorted_in
from gametheory.elimination.order_independence import Same, is_order_independent
from gametheory.elimination.reductions import Order, Progress, Reductions, Step
from gametheory.elimination.rounds import without
from gametheory.elimination.transference import (
    TransferenceViolation,
    find_transference_violation,
    transfers_indifference,
)
from gametheory.games.errors import GameError
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import Survivors, all_strategies

_OF_THE_THEOREM = (Relation.WEAK, By.PURE)


@dataclass(frozen=True, eq=False)
class Ends:
    """The different games, up to duplicates and names, with which orders of elimination end.

    `orders` has an order for each. `sets` of survivors were looked at; unless `complete` there are more, and
    there may be more ends.
    """

    orders: tuple[Order, ...]
    sets: int
    complete: bool

    @property
    def agree(self) -> bool | None:
        """Do all orders leave the same game, up to duplicates and names? None if that is open."""
        return False if len(self.orders) > 1 else True if self.complete else None


def find_ends(
    game: NormalFormGame,
    relation: Relation = Relation.WEAK,
    by: By = By.PURE,
    step: Step = Step.ANY,
    *,
    survivors: Survivors | None = None,
    sets: int | None = 10_000,
    different: int | None = None,
    seconds: float | None = None,
    progress: Progress | None = None,
) -> Ends:
    """The ends of all orders, or of those that the budgets allow: look at `complete` before you call it all.

    `different` is how many different games are enough. In this game the second row and the first column are
    weakly dominated; when the row goes first, the columns are duplicates.

    >>> game = NormalFormGame.from_arrays([[[1, 1], [1, 0]], [[1, 1], [0, 1]]])
    >>> ends = find_ends(game)
    >>> ends.agree, ends.sets, [order.survivors for order in ends.orders]
    (True, 3, [((0,), (0, 1))])
    """
    if relation is Relation.VERY_WEAK:
        raise GameError("all orders of elimination: strict or weak dominance, got very weak")
    deadline = None if seconds is None else monotonic() + seconds
    root = all_strategies(game) if survivors is None else survivors
    search = _Search(game, relation, by, step, root)
    complete = True
    for _ in search.grow():
        if (
            (sets is not None and len(search.known) >= sets)
            or (deadline is not None and monotonic() >= deadline)
            or (different is not None and len(search.ends) >= different)
        ):
            complete = False
            break
        if progress is not None:
            progress(len(search.known), len(search.ends))
    return Ends(tuple(search.ends.values()), len(search.known), complete)


def agreement(reductions: Reductions, ends: Ends | None, same: Same) -> bool | None:
    """Do all orders end the same, by the graph, by a theorem, or by `ends`? None if all leave it open."""
    found = is_order_independent(reductions, same)
    if found is None and ends is not None and (same is Same.OUTCOMES or ends.agree is False):
        found = ends.agree
    if found is None and same is Same.OUTCOMES and _transfers(reductions):
        found = True
    return found


def _transfers(reductions: Reductions) -> bool:
    applies = (reductions.relation, reductions.by) == _OF_THE_THEOREM
    return applies and transfers_indifference(reductions.game, reductions.root)


class _Alike:
    """Sets of survivors, one of those that are alike."""

    def __init__(self, outcomes: Outcomes) -> None:
        self.outcomes = outcomes
        self.similar: dict[tuple[Any, ...], list[Survivors]] = defaultdict(list)

    def add(self, survivors: Survivors) -> bool:
        """Keep the set unless one that is alike is there."""
        similar = self.similar[self.outcomes.invariant(survivors)]
        if any(self.outcomes.renaming(known, survivors) is not None for known in similar):
            return False
        similar.append(survivors)
        return True


class _Search:
    def __init__(self, game: NormalFormGame, relation: Relation, by: By, step: Step, root: Survivors) -> None:
        self.game, self.relation, self.by, self.step, self.root = game, relation, by, step, root
        self.search = Dominated(game, relation, by)
        self.groups = exchangeable(game, root)
        self.seen: set[Survivors] = set()
        self.outcomes = Outcomes(game)
        self.alike, self.alike_at_the_end = _Alike(self.outcomes), _Alike(self.outcomes)
        self.known: dict[
            Survivors, tuple[Survivors, tuple[Removal, ...]] | None
        ] = {}  # and how one gets there
        self.judged: dict[Survivors, dict[tuple[int, int], Removal]] = {}
        self.left: list[Survivors] = []
        self.violations: list[TransferenceViolation] = []
        self.ends: dict[Survivors, Order] = {}
        self._meet(root, None)

    def _meet(self, survivors: Survivors, how: tuple[Survivors, tuple[Removal, ...]] | None) -> None:
        form = sorted_in(self.groups, survivors)
        if form not in self.seen:
            self.seen.add(form)
            if self.alike.add(form):
                self.known[survivors] = how
                self.left.append(survivors)

    def grow(self) -> Iterator[None]:
        """Look at all sets of survivors; pauses before each set and each step."""
        while self.left:
            yield
            survivors = self.left.pop()
            for leaving in self._look(survivors):
                yield
                if leaving:
                    self._meet(without(survivors, leaving), (survivors, leaving))

    def _look(self, survivors: Survivors) -> Iterator[tuple[Removal, ...]]:
        """The steps to go on with from a set of survivors; without any, note that it is an end."""
        removals = self._dominated(survivors)
        if not removals:
            self._end(self._order_to(survivors))
            return
        leave = [
            tuple(removals[i, a] for a in members)
            for i, classes in enumerate(self.outcomes.classes(survivors))
            for members in classes
            if (i, members[0]) in removals
        ]
        yield from leave[:1] if self._is_shared(survivors) else self._steps(survivors, leave)

    def _steps(self, survivors: Survivors, leave: list[tuple[Removal, ...]]) -> Iterator[tuple[Removal, ...]]:
        """Each class alone, and sets of them from which none can go first without saving another.

        Empty steps are pauses.
        """
        yield from leave
        if self.step is Step.ONE:
            return
        saves: dict[int, set[int]] = {}
        for k, first in enumerate(leave):
            yield ()
            still = self._dominated(without(survivors, first))
            saves[k] = {m for m, (each, *_) in enumerate(leave) if m != k and (each.i, each.a) not in still}
        for together in _each_saves_another(saves):
            yield tuple(each for k in sorted(together) for each in leave[k])

    def _dominated(self, survivors: Survivors) -> dict[tuple[int, int], Removal]:
        if survivors not in self.judged:
            self.judged[survivors] = {(each.i, each.a): each for each in self.search.among(survivors)}
        return self.judged[survivors]

    def _is_shared(self, survivors: Survivors) -> bool:
        """Do these survivors share their indifference, where dominance is the theorem's?"""
        if (self.relation, self.by) != _OF_THE_THEOREM:
            return False
        if any(violation.is_among(survivors) for violation in self.violations):
            return False
        violation = find_transference_violation(self.game, survivors)
        if violation is not None:
            self.violations.append(violation)
        return violation is None

    def _end(self, order: Order) -> None:
        """Note where an order ends, and where it ends after players have changed places."""
        if self.alike_at_the_end.add(order.survivors):
            self.ends[order.survivors] = order
            for pair in exchanges(self.groups):
                self._end(self._exchanged(order, pair))

    def _order_to(self, survivors: Survivors) -> Order:
        return Order(self.game, self.relation, self.by, self.root, tuple(self._steps_to(survivors))[::-1])

    def _steps_to(self, survivors: Survivors) -> Iterator[tuple[Removal, ...]]:
        how = self.known[survivors]
        while how is not None:
            survivors, removals = how
            yield removals
            how = self.known[survivors]

    def _exchanged(self, order: Order, pair: tuple[int, int]) -> Order:
        """The order in which two players have changed places, with evidence of its own."""
        other = {**{i: i for i in range(len(self.root))}, **dict((pair, pair[::-1]))}
        left, steps = order.start, []
        for removals in order.steps:
            gone = {(other[each.i], each.a) for each in removals}
            dominated = self._dominated(left)
            steps.append(tuple(each for key, each in dominated.items() if key in gone))
            left = without(left, steps[-1])
        return Order(self.game, self.relation, self.by, self.root, tuple(steps))


def _each_saves_another(saves: dict[int, set[int]]) -> Iterator[frozenset[int]]:
    """All nonempty sets in each of which everybody saves another member.

    The union of two such sets is one, so that among the candidates there is a largest, and each choice of
    members that it contains leads on to it.
    """
    choices = [(frozenset[int](), frozenset(saves))]
    while choices:
        chosen, candidates = choices.pop()
        largest = chosen | candidates
        while useless := {k for k in largest if not saves[k] & largest}:
            largest -= useless
        if not chosen <= largest:
            continue
        if rest := largest - chosen:
            k = min(rest)
            choices += [(chosen, rest - {k}), (chosen | {k}, rest - {k})]
        elif chosen:
            yield chosen
