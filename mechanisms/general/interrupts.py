"""Interrupts are counted: what a user's code does with one that it catches is no finding."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

count = 0  # of those that came while somebody counted


def note() -> None:
    """One is on its way, whoever will take it."""
    global count
    count += 1


def interrupt(number: int, frame: FrameType | None) -> None:
    """Python's own handler of Ctrl-C, and counted."""
    note()
    signal.default_int_handler(number, frame)


@contextmanager
def none_lost() -> Iterator[None]:
    """Raise `KeyboardInterrupt` in the end if one came, and what is done here went on as if none had."""
    before = count
    is_main = threading.current_thread() is threading.main_thread()
    counts = is_main and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if counts:
        signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    except Exception:
        if count != before:  # which may be all that it is about
            raise KeyboardInterrupt from None
        raise
    finally:
        if counts:
            signal.signal(signal.SIGINT, signal.default_int_handler)
    if count != before:
        raise KeyboardInterrupt
