"""A time limit for work that cannot be asked to stop: it is interrupted, as by Ctrl-C."""

import _thread
import signal
import sys
import threading
import time
from types import TracebackType

AGAIN = 2  # seconds until another interrupt, should one be lost in a callback of a library


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
        self._over = threading.Event()
        self._report = sys.unraisablehook

    def __enter__(self) -> None:
        if self._end is None:
            return
        left = self._end - time.monotonic()
        if left <= 0:
            self.is_up = True
            raise TimeUp
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a shell
            signal.signal(signal.SIGINT, signal.default_int_handler)
        self._over.clear()
        self._report, sys.unraisablehook = sys.unraisablehook, self._report_others
        threading.Thread(target=self._interrupt, args=(left,), daemon=True).start()

    def _interrupt(self, left: float) -> None:
        while not self._over.wait(left):
            self.is_up = True
            _thread.interrupt_main()
            left = AGAIN

    def _report_others(self, lost: "sys.UnraisableHookArgs") -> None:
        if not (self.is_up and issubclass(lost.exc_type, KeyboardInterrupt)):
            self._report(lost)

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._end is None:
            return
        self._over.set()
        sys.unraisablehook = self._report
        if self.is_up and isinstance(raised, KeyboardInterrupt):
            raise TimeUp from None
