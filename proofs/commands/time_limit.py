"""A time limit for work that cannot be asked to stop: it is interrupted, as by Ctrl-C."""

import _thread
import signal
import threading
import time
from types import TracebackType


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
        self._end = None if seconds is None else time.monotonic() + seconds
        self._timer: threading.Timer | None = None
        self._is_up = False

    def __enter__(self) -> None:
        if self._end is None:
            return
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeUp
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a shell
            signal.signal(signal.SIGINT, signal.default_int_handler)
        self._timer = threading.Timer(left, self._interrupt)
        self._timer.daemon = True
        self._timer.start()

    def _interrupt(self) -> None:
        self._is_up = True
        _thread.interrupt_main()

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._is_up and isinstance(raised, KeyboardInterrupt):
            raise TimeUp from None
