"""Iterated elimination of weakly dominated strategies: ours, the obvious NumPy loop, OpenSpiel and Gambit."""

import importlib.util
import sys
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np

from benchmarks.families import Payoffs, auction, null, onion
from benchmarks.suite import Case, Contestant, Suite
from gametheory.elimination.rounds import eliminate
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation

Sizes = tuple[int, ...]  # how many strategies each player keeps; another order of elimination may keep others


def _ours(game: NormalFormGame, by: By = By.PURE) -> Sizes:
    return tuple(map(len, eliminate(game, Relation.WEAK, by).survivors))


def _compiled(payoffs: Payoffs) -> NormalFormGame:
    """The game, after what numba compiled has been loaded, which takes about half a second."""
    importlib.import_module("gametheory.dominance.compiled_pairs")
    eliminate(NormalFormGame.from_arrays([np.zeros((2, 2), dtype=table.dtype) for table in payoffs[:2]]))
    return NormalFormGame.from_arrays(payoffs)


def _without_numba(payoffs: Payoffs) -> NormalFormGame:
    sys.modules["numba"] = None  # type: ignore[assignment]
    return NormalFormGame.from_arrays(payoffs)


def _numpy(payoffs: Payoffs) -> Sizes:
    """In every round, each player's rows that are left against each of them."""
    left = [np.arange(size) for size in payoffs[0].shape]
    while True:
        kept = []
        for i, own in enumerate(left):
            rows = np.moveaxis(payoffs[i][np.ix_(*left)], i, 0).reshape(len(own), -1)
            dominated = [((rows >= row).all(axis=1) & (rows > row).any(axis=1)).any() for row in rows]
            kept.append(own[~np.array(dominated)])
        if sum(map(len, kept)) == sum(map(len, left)):
            return tuple(map(len, left))
        left = kept


def _gambit_game(payoffs: Payoffs) -> Any:
    import pygambit

    return pygambit.StrategicGame.from_arrays(*payoffs)


def _gambit(game: Any) -> Sizes:
    """Its one-round solver, round after round. It is known to remove too much."""
    import pygambit

    support, before = game.strategy_support_profile(), None
    while support != before:
        before, support = support, pygambit.supports.undominated_strategies_solve(support)
    return tuple(len(own) for own in support)


def _construct(payoffs: Payoffs) -> Sizes:
    return NormalFormGame.from_arrays(payoffs).shape


def _gambit_construct(payoffs: Payoffs) -> Sizes:
    game = _gambit_game(payoffs)
    return tuple(len(game.get_strategies(player)) for player in game.players)


def open_spiel_solver() -> Any:
    """OpenSpiel's module on dominance."""
    if (
        "cvxpy" not in sys.modules and importlib.util.find_spec("cvxpy") is None
    ):  # imported there on top, for the pass by mixed strategies
        sys.modules["cvxpy"] = SimpleNamespace(ECOS=None, OSQP=None)  # type: ignore[assignment]
    from open_spiel.python.algorithms import lp_solver

    return lp_solver


def survivors_by_open_spiel(payoffs: np.ndarray[Any, Any], *, mixed: bool) -> Sizes:
    """How many strategies its iterated weak dominance leaves each player."""
    lp_solver = open_spiel_solver()
    if not mixed:
        lp_solver.is_dominated = lambda *args, **kwargs: None
    _, live = lp_solver.iterated_dominance(payoffs, lp_solver.DominanceType.DOMINANCE_WEAK)
    return tuple(int(own.sum()) for own in live)


def _floats(payoffs: Payoffs) -> np.ndarray[Any, Any]:
    return np.array(payoffs, dtype=np.float64)


_NUMPY = Contestant("NumPy loop", _numpy)
_SPIEL_PURE = Contestant(
    "OpenSpiel, pure pass alone, floats", partial(survivors_by_open_spiel, mixed=False), _floats, ("pyspiel",)
)
_SPIEL = Contestant(
    "OpenSpiel as shipped, floats",
    partial(survivors_by_open_spiel, mixed=True),
    _floats,
    ("pyspiel", "cvxpy", "ecos"),
)
_GAMBIT = Contestant("Gambit", _gambit, _gambit_game, ("pygambit",))

_FAMILIES = {"onion": onion, "auction": auction, "null": null}
_SIZES = [(2, 200), (2, 1000), (4, 8), (4, 16), (4, 27), (8, 4)]

PURE = Suite(
    "Iterated weak elimination by pure dominators",
    [
        # With Gambit, games of 200 strategies and more would take most of the time.
        Case(f"{name} {n}x{k}", partial(family, n, k), frozenset({"Gambit"} if k >= 200 else ()))
        for name, family in _FAMILIES.items()
        for n, k in _SIZES
    ],
    [
        Contestant("ours, compiled", _ours, _compiled, ("numba",)),
        Contestant("ours without numba", _ours, _without_numba),
        _NUMPY,
        _SPIEL_PURE,
        _GAMBIT,
    ],
    seconds=130,
    repeats=9,
)

MIXED = Suite(
    "Iterated weak elimination by mixed dominators, exact",
    [
        Case("null 2x50", partial(null, 2, 50)),
        Case("null 2x200", partial(null, 2, 200)),
        Case("null 4x8", partial(null, 4, 8)),
        Case("auction 2x50", partial(auction, 2, 50)),
        Case("onion 2x50", partial(onion, 2, 50)),
    ],
    [Contestant("ours", partial(_ours, by=By.MIXED), NormalFormGame.from_arrays), _SPIEL],
    seconds=200,
)

CONSTRUCTION = Suite(
    "A game from arrays",
    [Case(f"{n}x{k}", partial(null, n, k)) for n, k in ((2, 1000), (4, 27))],
    [
        Contestant("ours", _construct),
        Contestant("Gambit", _gambit_construct, requires=("pygambit",)),
    ],
)

GROWTH = Suite(
    "How the cost grows",
    [
        Case(f"{name} {n}x{k}", partial(family, n, k))
        for name, family in _FAMILIES.items()
        for n, k in [(2, 125), (2, 250), (2, 500), (2, 1000), (3, 8), (4, 8), (5, 8), (6, 8)]
    ],
    [Contestant("ours", _ours, NormalFormGame.from_arrays)],
)
