"""All orders of elimination: every set of survivors that an order passes, or one of those that are alike."""

from fractions import Fraction
from functools import partial

from benchmarks.suite import Case, Contestant, Suite
from gametheory.elimination.ends import find_ends
from gametheory.elimination.reductions import Step, all_reductions
from gametheory.games.normal_form import NormalFormGame, Profile


def guess(players: int, numbers: int) -> NormalFormGame:
    """Guess two thirds of the average: whoever is closest wins, of equals one is drawn."""

    def payoffs(guesses: Profile) -> list[int]:
        target = Fraction(2 * sum(guesses), 3 * players)
        closest = min(abs(guess - target) for guess in guesses)
        winners = [abs(guess - target) == closest for guess in guesses]
        return [won * 12 // sum(winners) for won in winners]

    return NormalFormGame.from_function(payoffs, [list(map(str, range(numbers)))] * players)


def _explore(step: Step, game: NormalFormGame) -> int:
    """How many sets of survivors there are."""
    reductions = all_reductions(game, step=step, nodes=None, edges=None)
    if not reductions.complete:
        raise ArithmeticError("every order is explored")
    return reductions.graph.number_of_nodes()


def _ends(game: NormalFormGame) -> int:
    """How many sets are looked at to know where all orders end, up to duplicates and names."""
    ends = find_ends(game, sets=None)
    if not ends.agree or any(not order.holds() for order in ends.orders):
        raise ArithmeticError("every order ends with the same game")
    return ends.sets


ALL_ORDERS = Suite(
    "Every order of weak elimination in guess two thirds of the average",
    [
        Case(f"{players} players, {numbers} numbers", partial(guess, players, numbers))
        for players, numbers in ((2, 5), (2, 6), (2, 7), (3, 5), (3, 6), (3, 7))
    ],
    [
        Contestant("one strategy at a time", partial(_explore, Step.ONE)),
        Contestant("where all orders end", _ends),
        Contestant("any set of dominated strategies", partial(_explore, Step.ANY)),
    ],
    repeats=1,
)
