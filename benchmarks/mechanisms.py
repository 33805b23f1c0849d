"""Is truth dominant in a second-price auction: ours, the user's own calls, a loop, mechaudit, OpenSpiel.

And games from a function, and interim elimination of a first-price auction. OpenSpiel has no mechanisms: it
is given a type's payoffs from the truth and from a lie, by what the others say, and asked whether the lie is
very weakly dominated; and for interim elimination the game in which every type is a player.
"""

from fractions import Fraction
from functools import partial
from itertools import product
from typing import Any

from benchmarks import elimination
from benchmarks.suite import Case, Contestant, Suite
from gametheory.elimination.interim_rounds import eliminate_interim
from gametheory.games.agent_form import agent_form
from gametheory.games.bayesian import BayesianGame
from gametheory.games.normal_form import NormalFormGame
from mechanisms.general.game_form import GameForm
from mechanisms.general.games import bayesian_game
from mechanisms.general.mechanism import Mechanism
from proofs.claims.verdict import Verdict
from proofs.properties.check import check

MECHAUDIT = "mechaudit, floats"
SPIEL = "OpenSpiel, a linear program for each lie, floats"
SPIEL_PURE = "OpenSpiel in the agent form, pure pass alone, floats"


class SecondPrice(Mechanism):
    """Three bidders, ties to the first."""

    players = 3

    def __init__(self, values: int) -> None:
        self.types = range(values)

    def outcome(self, messages: tuple[int, ...]) -> tuple[int, int]:
        return messages.index(max(messages)), sorted(messages)[-2]

    def payoff(self, i: int, type: int, outcome: tuple[int, int]) -> int:
        return type - outcome[1] if outcome[0] == i else 0


class FirstPrice(SecondPrice):
    """Likewise, with ties split and a uniform prior."""

    prior = "uniform"

    def outcome(self, messages: tuple[int, ...]) -> dict[tuple[int, int], Fraction]:  # type: ignore[override]
        winners = [i for i, bid in enumerate(messages) if bid == max(messages)]
        return {(i, max(messages)): Fraction(1, len(winners)) for i in winners}


def _ours(mechanism: SecondPrice) -> bool:
    return check(mechanism, ["truth-dominant"])["truth-dominant"].verdict is Verdict.HELD


def _calls(mechanism: SecondPrice) -> bool:
    for bids in product(mechanism.types, repeat=3):
        mechanism.outcome(bids)
    return True


def _loop(mechanism: SecondPrice) -> bool:
    outcome = {bids: mechanism.outcome(bids) for bids in product(mechanism.types, repeat=3)}
    payoff = mechanism.payoff
    return all(
        payoff(i, bids[i], outcome[bids]) >= payoff(i, bids[i], outcome[(*bids[:i], lie, *bids[i + 1 :])])
        for bids in outcome
        for i in range(3)
        for lie in mechanism.types
    )


def _for_mechaudit(mechanism: SecondPrice) -> Any:
    import numpy as np
    from mechaudit import DirectMechanism, FiniteEnvironment, PrivateValues

    profiles = list(product(mechanism.types, repeat=3))
    environment = FiniteEnvironment(
        agents={f"bidder {i}": list(mechanism.types) for i in range(3)},
        outcomes=list(range(3)),
        prior=dict.fromkeys(profiles, 1 / len(profiles)),
        values=PrivateValues(lambda i, own, winner: float(own) if i == f"bidder {winner}" else 0.0),
    )
    allocation, payments = np.zeros((2, len(profiles), 3))
    for k, bids in enumerate(profiles):
        winner, price = mechanism.outcome(bids)
        allocation[k, winner], payments[k, winner] = 1, price
    return environment, DirectMechanism.from_arrays(allocation, payments, environment=environment)


def _mechaudit(prepared: Any) -> bool:
    from mechaudit import DSIC

    environment, mechanism = prepared
    return bool(environment.audit(mechanism, (DSIC(),)).passed)


def _spiel(mechanism: SecondPrice) -> bool:
    import numpy as np

    lp_solver = elimination.open_spiel_solver()
    very_weak = lp_solver.DominanceType.DOMINANCE_VERY_WEAK
    values = len(mechanism.types)
    outcome = {bids: mechanism.outcome(bids) for bids in product(mechanism.types, repeat=3)}
    for i, own in product(range(3), mechanism.types):
        paid = np.array([float(mechanism.payoff(i, own, o)) for o in outcome.values()])
        rows = np.moveaxis(paid.reshape((values,) * 3), i, 0).reshape(values, -1)
        for lie in range(values):
            if lie != own and not lp_solver.is_dominated(1, rows[[own, lie]], 0, very_weak):
                return False
    return True


DOMINANT = Suite(
    "Is truth dominant: second price, three bidders; the calls of `outcome` are in the time",
    [
        Case("9 values: 729 profiles", partial(SecondPrice, 9)),
        Case("21 values: 9,261 profiles", partial(SecondPrice, 21)),
        Case(
            "51 values: 132,651 profiles", partial(SecondPrice, 51), frozenset({"mechaudit, floats", SPIEL})
        ),
    ],
    [
        Contestant("ours", _ours),
        Contestant("the calls alone", _calls),
        Contestant("plain loop", _loop),
        Contestant(MECHAUDIT, _mechaudit, prepare=_for_mechaudit, requires=("mechaudit",)),
        Contestant(SPIEL, _spiel, requires=("pyspiel", "cvxpy", "ecos")),
    ],
)


def _guess(numbers: int) -> int:
    return numbers


def _two_thirds(guesses: tuple[int, ...]) -> tuple[int, int]:
    off = [abs(3 * guess - sum(guesses)) for guess in guesses]
    return int(off[0] <= off[1]), int(off[1] <= off[0])


def _from_function(numbers: int) -> int:
    labels = [list(map(str, range(numbers)))] * 2
    return NormalFormGame.from_function(_two_thirds, labels).profile_count()


def _function_alone(numbers: int) -> int:
    return sum(1 for guesses in product(range(numbers), repeat=2) if _two_thirds(guesses))


def _matrix_game(numbers: int) -> int:
    import pyspiel

    paid = [[_two_thirds((a, b)) for b in range(numbers)] for a in range(numbers)]
    game = pyspiel.create_matrix_game(*([[float(each[i]) for each in row] for row in paid] for i in (0, 1)))
    return int(game.num_rows() * game.num_cols())


CONSTRUCTION = Suite(
    "A game from a function: two players guess two thirds of the average",
    [Case("0 to 1,000: 1,002,001 profiles", partial(_guess, 1_001))],
    [
        Contestant("from_function", _from_function),
        Contestant("the function alone", _function_alone),
        Contestant("OpenSpiel, floats", _matrix_game, requires=("pyspiel",)),
    ],
)


def _auction(values: int) -> BayesianGame:
    return bayesian_game(GameForm(FirstPrice(values)))


def _survivors(game: BayesianGame) -> int:
    return sum(len(own) for sets in eliminate_interim(game).survivors for own in sets)


def _tensors(game: BayesianGame) -> Any:
    import numpy as np

    listed = agent_form(game).game
    return np.array([numerators.astype(np.float64) for numerators in listed.numerators])


def _spiel_survivors(payoffs: Any) -> int:
    return sum(elimination.survivors_by_open_spiel(payoffs, mixed=False))


INTERIM = Suite(
    "Interim elimination to the end: first price, three bidders, uniform prior",
    [
        Case("3 values and bids", partial(_auction, 3)),
        Case("5 values and bids", partial(_auction, 5), frozenset({SPIEL_PURE})),
        Case("10 values and bids", partial(_auction, 10), frozenset({SPIEL_PURE})),
    ],
    [
        Contestant("type by type", _survivors),
        Contestant(SPIEL_PURE, _spiel_survivors, _tensors, ("pyspiel",)),
    ],
    seconds=300,
    repeats=1,
)
