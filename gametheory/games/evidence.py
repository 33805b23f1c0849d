"""Evidence: what a search found, kept so that anybody can recheck it from the definitions alone.

A search `find_x` returns a record of evidence, or None; `is_x` is `find_x(...) is None`. The record is frozen
and complete: whoever has it, and the one thing that it is about, needs nothing else.
"""

from typing import Protocol, TypeVar

Context = TypeVar("Context", contravariant=True)


class Evidence(Protocol[Context]):
    """A record that rechecks itself against what it is about: a game, a matrix, a mechanism, an instance.

    A record that has all of it within itself, as a run of elimination has its game, is rechecked by `holds()`
    without a context.
    """

    def holds(self, context: Context, /) -> bool:
        """Recheck by the definitions alone, however the record was found."""
        ...
