"""The parts of a report as HTML: titles, paragraphs, tables and pictures in turn."""

from collections.abc import Iterable

from proofs.commands.page.page import render
from proofs.commands.reports.parts import Part, Title
from proofs.commands.reports.table import Table


def parts_html(parts: Iterable[Part]) -> str:
    """A section for the parts, a heading where a title is.

    >>> print(parts_html(["a < b"]).strip())
    <p>a &lt; b</p>
    """
    return "\n".join(_html(part) for part in parts if part)


def _html(part: Part) -> str:
    if isinstance(part, Table):
        return render("table.html", table=part)
    return render("words.html", words=str(part), is_title=isinstance(part, Title))
