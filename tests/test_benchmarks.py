"""The benchmark's games are what they are said to be, and its contestants solve the same problem."""

import subprocess
import sys
from functools import partial

import pytest

from benchmarks import mechanisms, start_up
from benchmarks.__main__ import SUITES, main
from benchmarks.elimination import _numpy, _ours
from benchmarks.families import auction, null, onion
from benchmarks.suite import Case, Contestant, Measurement, Suite, in_turns, measure, table
from gametheory.elimination.rounds import eliminate
from gametheory.games.normal_form import NormalFormGame
from tests.calls import call


def rounds(payoffs):
    return len(eliminate(NormalFormGame.from_arrays(payoffs)).rounds)


def test_families():
    assert rounds(auction(2, 16)) == 13  # values 14: first 0, 14 and 15 go, then one bid a round from 1 to 12
    assert rounds(onion(2, 40)) == 7  # 8 layers
    assert rounds(null(2, 40)) == 0


@pytest.mark.parametrize("payoffs", [auction(2, 12), auction(3, 5), onion(2, 20), onion(3, 6), null(3, 3)])
def test_contestants_agree(payoffs):
    assert _ours(NormalFormGame.from_arrays(payoffs)) == _numpy(payoffs)


def test_contestants_agree_on_a_mechanism():
    auction = mechanisms.SecondPrice(4)
    assert mechanisms._ours(auction)
    assert mechanisms._loop(auction)
    assert mechanisms._calls(auction)
    broken = type("Broken", (mechanisms.SecondPrice,), {"outcome": mechanisms.FirstPrice.outcome})
    assert not mechanisms._ours(broken(4))
    assert mechanisms._from_function(9) == 81
    assert mechanisms._survivors(mechanisms._auction(3)) == 9


def give_up(_):
    raise MemoryError


def test_a_table_has_ratios_and_says_why_there_is_none():
    suite = Suite(
        "Sums",
        [Case("small", partial(range, 9), frozenset({"skipped"}))],
        [
            Contestant("ours", sum),
            Contestant("wrong", len),
            Contestant("broken", give_up),
            Contestant("skipped", sum),
            Contestant("missing", sum, requires=("no_such_module",)),
        ],
    )
    *_, head, _, row = table(suite, lambda case: None).splitlines()
    assert "missing" not in head
    assert row.endswith("other answer | MemoryError | not run |")
    own = measure(suite.cases[0], suite.contestants[0], 60, 1)
    assert isinstance(own, Measurement)
    assert own.answer == 36


def test_unknown_suites_are_named(capsys):
    assert main(["nonsense"]) == 2
    assert capsys.readouterr().err == f"no suite 'nonsense'; there are {', '.join(SUITES)}\n"


def work_here(_):
    return sum(range(10**6))


def work_in_a_child(_):
    subprocess.run([sys.executable, "-c", "sum(range(10**6))"], check=True)


def test_whole_processes_are_measured_by_their_own_time():
    case = Case("sum", list)
    here, child = in_turns(case, [Contestant("sum", work) for work in (work_here, work_in_a_child)], 2)
    assert here == [0, 0]
    assert len(child) == 2
    assert min(child) > 0


def test_the_calls_of_a_start_are_what_they_are_said_to_be():
    assert [call(*arguments).status for arguments in start_up.CALLS.values()] == [0, 0, 2, 2, 0, 0]
