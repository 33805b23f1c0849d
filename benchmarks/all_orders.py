"""All orders of elimination: the graph of every set of survivors that some order passes."""

from fractions import Fraction
from functools import partial

from benchmarks.suite import Case, Contestant, Suite
from gametheory.elimination.reductions import Step, all_reductions
from gametheory.games.normal_form import NormalFormGame, Profile


def _guess(players: int, numbers: int) -> NormalFormGame:
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


ALL_ORDERS = Suite(
    "Every order of weak elimination in guess two thirds of the average",
    [
        Case(f"{players} players, {numbers} numbers", partial(_guess, players, numbers))
        for players, numbers in ((2, 5), (2, 6), (2, 7), (3, 5), (3, 6))
    ],
    [
        Contestant("one strategy at a time", partial(_explore, Step.ONE)),
        Contestant("any set of dominated strategies", partial(_explore, Step.ANY)),
    ],
    repeats=1,
)
