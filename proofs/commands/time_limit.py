"""A time limit for work that cannot be asked to stop: it is interrupted, as by Ctrl-C."""

import _thread
import signal
import sys
import threading
import time
from types import FrameType, TracebackType

from mechanisms.files.neighbours import is_of_a_user
from mechanisms.general import interrupts

AGAIN = 2  # seconds until another interrupt, should one be lost in a callback of a library
# A library whose import is cut is half there, and fails whenever it is used later: it may be whole first.
SOON, LONGEST_IMPORT = 0.05, 60
# An interrupt that is only noted does not end a call of the system, such as a sleep; this signal, which else
# is ignored, does. A real SIGINT would, too, but libraries take it for themselves.
_WAKES = getattr(signal, "SIGURG", None)


class TimeUp(BaseException):
    """The time is up."""


class TimeLimit:
    """So many seconds from when it is made, or None for no limit; each `with` has what is left of them.

    >>> with TimeLimit(None):
    ...     print("done")
    done
    """

    def __init__(self, seconds: float | None) -> None:
        self.seconds = 0.0 if seconds is None else seconds
        self.is_up = False
        self._end = None if seconds is None else time.monotonic() + seconds
        self._over = self._deferred = False
        self._wake, self._sending = threading.Event(), threading.Lock()

    @property
    def told(self) -> str:
        """How long it is, in words."""
        return f"{self.seconds:g} second{'' if self.seconds == 1 else 's'}"

    def __enter__(self) -> None:
        if self._end is None:
            return
        left = self._end - time.monotonic()
        if left <= 0:
            self.is_up = True
            raise TimeUp
        self._over, self._wake = False, threading.Event()
        self._report, sys.unraisablehook = sys.unraisablehook, self._report_others
        self._handler = signal.signal(signal.SIGINT, self._stop)
        if _WAKES is not None:  # for good: one that is on its way when the work ends finds a handler
            signal.signal(_WAKES, _do_nothing)
        _thread.start_new_thread(self._send, (left,))  # which does not wait for it, as `Thread` does

    def _send(self, left: float) -> None:
        while not self._wake.wait(left):
            with self._sending:
                if self._over:
                    return
                self.is_up, self._deferred = True, False
                interrupts.note()  # for code that has a handler of its own, too
                _thread.interrupt_main()
                if _WAKES is not None and (main := threading.main_thread().ident) is not None:
                    signal.pthread_kill(main, _WAKES)
            if self._wake.wait(SOON):
                return
            left = 0 if self._deferred else AGAIN

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Interrupt the work, and not what is before or after it, should the time be up just there."""
        beside = frame is not None and frame.f_code in (
            TimeLimit.__enter__.__code__,
            TimeLimit.__exit__.__code__,
        )
        if self.is_up and (self._over or beside):
            return
        self._deferred = self.is_up and self._may_import() and _imports_a_library(frame)
        if not self._deferred:
            interrupts.interrupt(number, frame)

    def _may_import(self) -> bool:
        return self._end is not None and time.monotonic() < self._end + LONGEST_IMPORT

    def _report_others(self, lost: "sys.UnraisableHookArgs") -> None:
        if not (self.is_up and issubclass(lost.exc_type, KeyboardInterrupt)):
            self._report(lost)

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, _: TracebackType | None
    ) -> None:
        self._over = True  # first of all, and no call: from here on `_stop` lets pass
        if self._end is None:
            return
        self._wake.set()
        with self._sending:  # what is sent now has been sent
            pass
        signal.signal(signal.SIGINT, signal.SIG_DFL if self._handler is None else self._handler)
        sys.unraisablehook = self._report
        if self.is_up and isinstance(raised, KeyboardInterrupt):
            raise TimeUp from None


def _imports_a_library(frame: FrameType | None) -> bool:
    """Does this happen in an import of anything but what lies beside a user's file, which may never end?"""
    while frame is not None:
        code = (frame.f_code.co_filename, frame.f_code.co_name)
        is_import = code == ("<frozen importlib._bootstrap>", "_find_and_load")
        if is_import and not is_of_a_user(frame.f_locals["name"]):
            return True
        frame = frame.f_back
    return False


def _do_nothing(number: int, frame: FrameType | None) -> None:
    """That a signal has a handler makes it end a call of the system."""
