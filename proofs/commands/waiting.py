"""Says what is going on, on standard error, once it takes long; in a terminal only."""

from math import inf
from threading import Lock, Timer
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.status import Status

_PATIENCE = 1.0  # seconds


class Waiting:
    """A line that `say` changes and that is gone when the work is done.

    `words` are said unasked when there has been time to get impatient: for work that cannot report.
    """

    def __init__(self, words: str = "") -> None:
        self._start = monotonic()
        self._status: Status | None = None
        self._lock = Lock()
        self._timer = Timer(_PATIENCE, self.say, [words]) if words else None

    def __enter__(self) -> Self:
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Clear the line."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._start = inf
            if self._status is not None:
                self._status.stop()
                self._status = None

    def say(self, words: str) -> None:
        """Show these words, if there has been time to get impatient."""
        with self._lock:
            if self._status is not None:
                self._status.update(words)
            elif monotonic() - self._start >= _PATIENCE:
                from proofs.commands.terminal import console_of_lines

                self._status = console_of_lines(stderr=True).status(words)
                self._status.start()
