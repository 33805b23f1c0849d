"""Libraries that only some questions need: where one is missing, the rest works."""

from collections.abc import Iterator
from contextlib import contextmanager

from gametheory.games.errors import MissingLibraryError


@contextmanager
def library(name: str, installed_by: str) -> Iterator[None]:
    """Turn an import in its block that fails into a `MissingLibraryError`, which says how to install it.

    >>> with library("Nash", "pip install nash"):
    ...     import nash_of_1950
    Traceback (most recent call last):
    gametheory.games.errors.MissingLibraryError: Nash is not installed: pip install nash
    """
    try:
        yield
    except ModuleNotFoundError as wrong:
        raise MissingLibraryError(f"{name} is not installed: {installed_by}") from wrong
    except ImportError as wrong:  # it is there, and not for this system or for what else is installed
        raise MissingLibraryError(f"{name} cannot be imported ({wrong}): {installed_by}") from wrong
