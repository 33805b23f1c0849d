"""Elimination as a user calls it: whole processes, which load their libraries, read a game, and solve it."""

import subprocess
import sys
from functools import partial
from io import BytesIO

import numpy as np

from benchmarks.families import Payoffs, auction, null, onion
from benchmarks.suite import Case, Contestant, Suite

SPIEL = "OpenSpiel, pure pass alone, floats"
_READ = "import sys, io, numpy as np; payoffs = np.load(io.BytesIO(sys.stdin.buffer.read()))\n"
_OURS = (
    "from gametheory.elimination.rounds import eliminate\n"
    "from gametheory.games.normal_form import NormalFormGame\n"
    "eliminate(NormalFormGame.from_arrays(list(payoffs)))\n"
)
# Its pass by mixed strategies, which asks for cvxpy, is left out: users cannot, but it is slower by far.
_SPIEL = (
    "from types import SimpleNamespace\n"
    "sys.modules['cvxpy'] = SimpleNamespace(ECOS=None, OSQP=None)\n"
    "from open_spiel.python.algorithms import lp_solver\n"
    "lp_solver.is_dominated = lambda *arguments, **options: None\n"
    "lp_solver.iterated_dominance(payoffs.astype(float), lp_solver.DominanceType.DOMINANCE_WEAK)\n"
)


def _file(payoffs: Payoffs) -> bytes:
    file = BytesIO()
    np.save(file, np.array(payoffs))
    return file.getvalue()


def _run(program: str, file: bytes) -> None:
    subprocess.run([sys.executable, "-c", _READ + program], input=file, capture_output=True, check=True)


PROCESSES = Suite(
    "Iterated weak elimination by pure dominators, whole processes",
    [
        # Auctions of 1,000 bids have 874 rounds: OpenSpiel takes minutes.
        Case(
            f"{family.__name__} {n}x{k}",
            partial(family, n, k),
            frozenset({SPIEL} if (family, k) == (auction, 1000) else ()),
        )
        for family in (onion, auction, null)
        for n, k in [(4, 8), (8, 4), (4, 16), (4, 27), (2, 200), (2, 1000)]
    ],
    [
        Contestant("ours", partial(_run, _OURS), _file),
        Contestant("NumPy and the file alone", partial(_run, ""), _file),
        Contestant(SPIEL, partial(_run, _SPIEL), _file, ("pyspiel",)),
    ],
    repeats=9,
    whole_processes=True,
)
