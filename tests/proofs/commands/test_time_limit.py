"""The time limit stops work that looks at no clock, and nothing that is over in time."""

import signal
import socket
import sys
from importlib import import_module
from itertools import count

import pytest

from proofs.commands.time_limit import TimeLimit, TimeUp


def test_work_without_end_is_stopped():
    with pytest.raises(TimeUp), TimeLimit(0.01):
        for _ in count():
            pass


def test_work_that_waits_for_the_system_is_stopped():
    """As a sleep in a user's code does."""
    reading, writing = socket.socketpair()
    with reading, writing:
        reading.settimeout(100)
        with pytest.raises(TimeUp), TimeLimit(0.01):
            reading.recv(1)


def test_an_interrupt_that_is_lost_is_sent_again_and_not_reported(capsys, monkeypatch):
    """A callback from C, such as a finalizer, cannot raise: Python reports what it raises, and goes on."""
    monkeypatch.setattr("proofs.commands.time_limit.AGAIN", 0.01)
    lost = []

    class Finalized:
        def __del__(self):
            try:
                for _ in count():
                    pass
            except KeyboardInterrupt:
                lost.append(self)
                raise

    def work():
        Finalized()
        for _ in count():
            pass

    with pytest.raises(TimeUp), TimeLimit(0.01):
        work()
    assert len(lost) == 1
    assert capsys.readouterr().err == ""


def test_a_library_is_whole_or_not_there(tmp_path, monkeypatch):
    """Half a library would be what a later question finds, in which it fails for ever."""
    limit = TimeLimit(1_000)
    slow = """import _thread, the_limit
_thread.start_new_thread(the_limit._send, (0,))
while not the_limit._deferred: pass
is_whole = True
"""
    (tmp_path / "slow_library.py").write_text(slow)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "the_limit", limit)
    with pytest.raises(TimeUp), limit:
        _import_and_go_on("slow_library")
    assert sys.modules["slow_library"].is_whole


def _import_and_go_on(name):
    import_module(name)
    for _ in count():
        pass


def test_an_import_without_end_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("proofs.commands.time_limit.LONGEST_IMPORT", 0)
    (tmp_path / "endless_library.py").write_text("while True: pass\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(TimeUp), TimeLimit(0.01):
        import_module("endless_library")


def test_an_interrupt_that_comes_when_the_work_is_over_is_none():
    before, limit = signal.getsignal(signal.SIGINT), TimeLimit(1_000)
    with limit:
        handler = signal.getsignal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
    with pytest.raises(KeyboardInterrupt):
        handler(signal.SIGINT, None)  # somebody pressed a key
    limit.is_up = True
    handler(signal.SIGINT, None)


def test_when_no_time_is_left_nothing_begins():
    limit = TimeLimit(1e-9)
    with pytest.raises(TimeUp), limit:
        raise AssertionError("begun")


def test_work_that_ends_in_time_and_a_key_that_is_pressed_are_as_without_it():
    with TimeLimit(1_000):
        pass
    with pytest.raises(KeyboardInterrupt), TimeLimit(1_000):
        raise KeyboardInterrupt
    with TimeLimit(None):
        pass


def test_it_is_told_in_words():
    assert [TimeLimit(seconds).told for seconds in (1, 0.05, 60)] == [
        "1 second",
        "0.05 seconds",
        "60 seconds",
    ]
