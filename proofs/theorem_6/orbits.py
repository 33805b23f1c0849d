"""Theorem 6 where the agents of a side are exchangeable: one state for each orbit, not each list of signals.

Claim    `decide_by_counts` finds at every cell on the path what `statement.decide` finds.
Proof    A permutation of the others that keeps agent i in place takes cells on the path to cells with the
         same messages in another order, and states behind them to states behind those; f, D_j(ω_j) and
         payoffs do not change (`counted`). So whom a tuple shows does not matter. What is best in a state
         depends only on the census of those whom it shows; in branch 7, on that and the census of the others
         in her group. And agents can send a tuple, in some order, exactly if its messages can be dealt to the
         signals of their census, each to one who may send it.                                           ∎

With two signals a side, singletons D_j(ω_j) and rn agents a side, agent i meets (rn - n + 1)² tuples of first
messages behind her third ones, and in each a seller (n)(n + 1) censuses of her group; `decide` lists
2^(2n(r-1)) states, and in each seller's 2^(2n-1) of her group.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, combinations_with_replacement, product

from mechanisms.g_plus.cells import Cell, Part, Room, State, best_to_name, rooms
from mechanisms.markets.counted import SIDES, Census, CountedInstance, Counts, counted, counts_of, plus, ways
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Message, Side
from mechanisms.markets.price_taking import best_bundles, price_taking
from mechanisms.markets.triplicate import FirstMessages
from proofs.theorem_6.statement import Asked, NothingBest, RoomMatters, Violation, decide, players

Orbits = dict[FirstMessages, list[Census]]  # behind each tuple, in the order of `unordered`


class CountedAgent:
    """Any agent of a side with signal `own`; in evidence, the first one."""

    def __init__(self, counted: CountedInstance, side: Side, own: str) -> None:
        self.counted, self.side, self.own = counted, side, own
        market = self.market = counted.market
        self.i = (market.sellers, market.buyers)[SIDES.index(side)][0]
        self.herself = counted.one(side, own)
        # The same censuses come behind many tuples, and at every price.
        self.best = cache(self._best)
        self.best_in_room = cache(self._best_in_room)
        self.groups = cache(lambda known: list(self._groups(known)))

    def can_happen(self, known: Census) -> bool:
        """Do others have such signals with positive probability, given her own?"""
        return self.counted.can_happen(plus(self.herself, known))

    def size(self, part: Part) -> int:
        """How many sellers, and buyers, a tuple of this part shows."""
        return {Part.SECOND: self.market.n, Part.THIRD: self.market.side_size - self.market.n}[part]

    def on_path(self, part: Part) -> Orbits:
        """Every tuple that price-taking first messages make, up to order, with the orbits behind it."""
        sellers, buyers = (self._sent(side, self.size(part)) for side in SIDES)
        found = {}
        for (supplied, of_sellers), (asked, of_buyers) in product(sellers.items(), buyers.items()):
            orbits = [census for census in product(of_sellers, of_buyers) if self.can_happen(census)]
            if orbits:
                found[tuple(chain.from_iterable(zip(supplied, asked, strict=True)))] = orbits
        return found

    def _sent(self, side: Side, size: int) -> dict[tuple[Message, ...], list[Counts]]:
        """What so many agents of a side may send, in lexicographic order, and with which signals."""
        space, nobody = self.counted.spaces[SIDES.index(side)], self.counted.nobody
        taking = [list(price_taking(self.counted.informed(side, own, nobody), self.market)) for own in space]
        found: dict[tuple[Message, ...], list[Counts]] = defaultdict(list)
        for counts in counts_of(space, size):
            choices = map(combinations_with_replacement, taking, counts)
            for sent in {tuple(sorted(chain.from_iterable(some))) for some in product(*choices)}:
                found[sent].append(counts)
        return found

    def _best(self, known: Census, p: int) -> tuple[Bundle, ...]:
        """What is best to name in a plain state of this census."""
        return best_bundles(self.counted.informed(self.side, self.own, known), self.market, p)

    def _best_in_room(self, known: Census, p: int, room: Room) -> tuple[Bundle, ...]:
        """For a seller: what is best in branch 7 when she knows this census and has this room."""
        trader = self.counted.informed(self.side, self.own, known)
        return best_to_name(trader, self.market, p, State((), (), room))

    def _groups(self, known: Census) -> Iterator[Census]:
        """For a seller: the census that the rest of her group may have, given that of those she is shown."""
        for census in self.counted.censuses(self.market.n - 1, self.market.n):
            if self.can_happen(plus(known, census)):
                yield census

    def state(self, known: Census) -> State:
        """One plain state of this census: the first others, signals in order."""
        others = self._others()
        size = sum(known[0])
        dealt = [list(self._named(at, known[at], others[at][:size])) for at in (0, 1)]
        return State(tuple(chain.from_iterable(zip(*dealt, strict=True))))

    def state_in_group(self, known: Census, group: Census) -> State:
        """The same with the others in her group, who are all the rest."""
        size = sum(known[0])
        rest = [some[size:] for some in self._others()]
        mates = tuple(chain.from_iterable(self._named(at, group[at], rest[at]) for at in (0, 1)))
        return State(self.state(known).shown, mates)

    def _others(self) -> list[list[int]]:
        return [[j for j in side if j != self.i] for side in (self.market.sellers, self.market.buyers)]

    def _named(self, at: int, counts: Counts, agents: Sequence[int]) -> Iterator[tuple[int, str]]:
        signals = (
            own for own, count in zip(self.counted.spaces[at], counts, strict=True) for _ in range(count)
        )
        return zip(agents, signals, strict=True)


def decide_by_counts(agent: CountedAgent) -> Iterator[Asked | Violation]:
    """Every cell on the path, up to the order of its tuple: what (17) or (18) asks, or what goes wrong.

    States are counted as if they were listed for one set of agents that a tuple may show.
    """
    for part in (Part.SECOND, Part.THIRD):
        for shown, orbits in agent.on_path(part).items():
            for p in range(len(agent.market.P)):
                yield _decide_cell(agent, Cell(part, shown, p), orbits)


def _decide_cell(agent: CountedAgent, cell: Cell, orbits: Sequence[Census]) -> Asked | Violation:
    common, told = set(agent.market.X), list[State]()
    for known in orbits:
        if not common <= (best := set(agent.best(known, cell.p))):
            common &= best
            told.append(agent.state(known))
            if not common:
                return NothingBest(agent.i, agent.own, cell, tuple(told))
    asked = tuple(x for x in agent.market.X if x in common)
    count = sum(map(ways, orbits))
    if cell.part is Part.THIRD and agent.side is Side.SELLER:
        possible = rooms(agent.market)
        for known in orbits if possible else ():
            for group in agent.groups(known):
                count += ways(known) * ways(group) * len(possible)
                for room in possible:
                    best_then = agent.best_in_room(plus(known, group), cell.p, room)
                    for x in asked:
                        if x not in best_then:
                            inner = agent.state_in_group(known, group)
                            where = State(inner.shown, inner.group, room)
                            return RoomMatters(agent.i, agent.own, cell, x, where)
    return Asked(cell, asked, count)


def decisions(
    instance: InterdependentInstance | CountedInstance,
) -> Iterator[tuple[int, str, Iterator[Asked | Violation]]]:
    """What is decided for every agent and signal; by counts, for one agent a side, where all are alike."""
    by_counts = instance if isinstance(instance, CountedInstance) else counted(instance)
    if by_counts is not None:
        for at, side in enumerate(SIDES):
            for own in by_counts.spaces[at]:
                agent = CountedAgent(by_counts, side, own)
                yield agent.i, own, decide_by_counts(agent)
    elif isinstance(instance, InterdependentInstance):
        for listed in players(instance):
            yield listed.i, listed.own, decide(listed)


def violations(instance: InterdependentInstance | CountedInstance) -> Iterator[Violation]:
    """Every cell on the path, up to names and order, at which (A) or (B) fails."""
    for _, _, found in decisions(instance):
        yield from (each for each in found if not isinstance(each, Asked))


def find_violation(instance: InterdependentInstance | CountedInstance) -> Violation | None:
    """The first of them, or None: then the read statement holds on the instance."""
    return next(violations(instance), None)
