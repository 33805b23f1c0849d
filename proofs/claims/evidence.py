"""Witnesses: evidence that also says in words what it shows."""

from typing import Protocol, TypeVar

from gametheory.games.evidence import Evidence

Context = TypeVar("Context", contravariant=True)
About = TypeVar("About")


class Witness(Evidence[Context], Protocol[Context]):
    """Evidence that an economist can follow with pencil and paper."""

    def describe(self, context: Context, /) -> str:
        """What the record shows, in one sentence without a full stop; every number is worked out from it."""
        ...


def described(found: Witness[About] | None, context: About) -> str | None:
    """What was found, in words, or None if nothing was."""
    return None if found is None else found.describe(context)
