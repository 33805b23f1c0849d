"""What a user's code makes of an interrupt that it catches is no finding, whichever of its lines it meets."""

import signal
import threading

import pytest

from mechanisms.general import interrupts
from mechanisms.general.interrupts import none_lost
from proofs.claims.claim import Claim
from proofs.claims.verdict import Reading
from tests.calls import call

# On its first call `key` presses Ctrl-C, catches that, and remembers a wrong answer.
CODE = """
import signal
from functools import cache
from mechanisms import Mechanism

@cache
def key():
    try:
        signal.raise_signal(signal.SIGINT)
        return 0
    except BaseException:
        {caught}

class Said(tuple):
    def __eq__(self, other):
        {eq}
        return tuple(self) == tuple(other)
    __hash__ = tuple.__hash__

{module}

class M(Mechanism):
    players, types = 2, range(2)
    def outcome(self, m):
        {outcome}
        return Said(m)
    def payoff(self, i, t, o):
        {payoff}
        return (o[i] == 1) * (1 + key_or_none())
    def outside(self, i, t):
        {outside}
        return 0

def key_or_none():
    return key() if {again} else 0
"""
PLACES = ["module", "eq", "outcome", "payoff", "outside"]


@pytest.fixture(autouse=True)
def ctrl_c():
    """As in a terminal, which a process that runs tests for another need not have."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    assert signal.signal(signal.SIGINT, before) is signal.default_int_handler


def written(tmp_path, place, caught):
    file = tmp_path / "m.py"
    parts = {each: "key()" if each == place else "pass" for each in PLACES}
    file.write_text(CODE.format(**parts, caught=caught, again=place == "payoff"))
    return file


@pytest.mark.parametrize("caught", ["return -3", "raise ValueError('what could not be done')"])
@pytest.mark.parametrize("place", PLACES)
def test_a_key_that_a_users_code_catches_is_pressed(tmp_path, place, caught):
    file = written(tmp_path, place, caught)
    status, out, err = call(
        "check", file, "--claim", "truth-dominant", "--claim", "individually-rational-ex-post"
    )
    assert (status, err.splitlines()[-1][:24]) == (130, "undominated: interrupted")
    assert "interrupted" in out or not out
    if place != "outside":  # until then a claim that asks for no such thing is decided
        assert "held" not in out
    if place not in ("eq", "outside"):
        assert call("eliminate", written(tmp_path, place, caught))[:2] == (130, "")


CATCHES = """
        try:
            while True:
                pass
        except:
            return o[i]
"""
TAKES = """
        hit = []
        before = signal.signal(signal.SIGINT, lambda *_: hit.append(1))
        while not hit:
            pass
        signal.signal(signal.SIGINT, before)
        return o[i]
"""


@pytest.mark.parametrize("body", [CATCHES, TAKES])
def test_a_time_that_is_up_is_so_for_code_that_goes_on(tmp_path, body):
    """It catches the interrupt, or has a handler of its own, as a solver may."""
    file = tmp_path / "m.py"
    file.write_text(
        "import signal\nfrom mechanisms import Mechanism\nclass M(Mechanism):\n"
        "    players, types = 2, range(2)\n    def outcome(self, m):\n        return m\n"
        f"    def payoff(self, i, t, o):\n{body}"
    )
    status, out, _ = call("check", file, "--claim", "truth-dominant", "--seconds", "0.2")
    assert (status, "not decided within 0.2 seconds" in out) == (3, True)
    assert "1 open" in out


def test_a_claim_that_goes_on_is_interrupted():
    """Where no terminal is, too: in a notebook, or under pytest."""

    def caught(watch):
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            return

    with pytest.raises(KeyboardInterrupt):
        Claim("x", "X", Reading.READ, "that", caught).find()


def test_what_nobody_interrupts_is_as_it_is():
    before = interrupts.count
    with pytest.raises(ValueError, match="mine"), none_lost():
        raise ValueError("mine")
    with none_lost(), none_lost():
        assert signal.getsignal(signal.SIGINT) is interrupts.interrupt
    thread = threading.Thread(target=lambda: none_lost().__enter__())
    thread.start()
    thread.join()
    assert interrupts.count == before
