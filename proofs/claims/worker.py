"""A process that works for this one, and ends with it.

It is in a group of its own with those that it starts, so that Ctrl-C reaches only who shares the work out,
who then stops all of them; and it ends itself when that one is gone.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from multiprocessing.resource_tracker import ensure_running
from typing import Any

MOST_DIGITS = 100_000  # of an integer that is printed


class Worker:
    """A process that answers through a pipe, and what it has been given and not answered yet."""

    def __init__(self, work: Callable[..., None], *arguments: object) -> None:
        """It runs `work(pipe, *arguments)`, a function of a module, until there is nobody to ask for more."""
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_begin, args=(theirs, work, arguments))
        with _interrupts_wait():
            self.process.start()
        theirs.close()
        self.share: list[Any] = []

    def send(self, what: object) -> None:
        """Give it something to do."""
        with suppress(OSError):  # it is gone, as will be seen when its answer is read
            self.pipe.send(what)

    def stop(self) -> None:
        """End it and all that it has started."""
        with suppress(ProcessLookupError, PermissionError):
            if (
                hasattr(os, "killpg")
                and self.process.pid
                and os.getpgid(self.process.pid) == self.process.pid
            ):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.process.close()
        self.pipe.close()


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """What is started here is not interrupted before it can say that it will not be."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    ensure_running()  # the process that multiprocessing has beside its others, which lets interrupts in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def who_answers(workers: Iterable[Worker]) -> list[Worker]:
    """Those of them who have something to say, or are gone; waits for the first."""
    busy = {worker.pipe: worker for worker in workers if worker.share}
    return [busy[pipe] for pipe in wait(list(busy)) if isinstance(pipe, Connection)]


def _begin(pipe: Connection, work: Callable[..., None], arguments: tuple[object, ...]) -> None:
    if hasattr(os, "setpgrp"):
        os.setpgrp()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.set_int_max_str_digits(MOST_DIGITS)
    with suppress(EOFError):
        work(pipe, *arguments)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        if hasattr(os, "killpg"):
            os.killpg(0, signal.SIGKILL)
        os._exit(1)
