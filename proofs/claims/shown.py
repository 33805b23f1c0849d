"""What a notebook shows of claims, findings and witnesses: what the report shows of them.

The report lies above what it shows. So what makes the fragment is named, as a claim names its check, and is
imported when a notebook asks.
"""

from importlib import import_module

from gametheory.games.html import in_a_notebook

MAKER = "proofs.commands.page.fragments"


class Shown:
    """Something that the report shows, and a notebook as the report does."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return in_a_notebook(import_module(MAKER).fragment(self))
