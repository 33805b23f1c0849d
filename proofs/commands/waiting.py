"""Says what is going on, on standard error, once it takes long; in a terminal only."""

from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.status import Status

_PATIENCE = 1.0  # seconds


class Waiting:
    """A line that `say` changes and that is gone when the work is done."""

    def __init__(self) -> None:
        self._start = monotonic()
        self._status: Status | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Clear the line."""
        if self._status is not None:
            self._status.stop()

    def say(self, words: str) -> None:
        """Show these words, if there has been time to get impatient."""
        if self._status is not None:
            self._status.update(words)
        elif monotonic() - self._start > _PATIENCE:
            from rich.console import Console

            self._status = Console(stderr=True).status(words)
            self._status.start()
