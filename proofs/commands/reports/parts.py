"""A report: titles, paragraphs and tables in turn, in Markdown and in LaTeX."""

from collections.abc import Iterable
from typing import TypeAlias

from proofs.commands.reports.markup import latex, markdown, markdown_paragraph
from proofs.commands.reports.table import Table


class Title(str):
    """A line above what it is about."""


Part: TypeAlias = str | Table


def as_markdown(parts: Iterable[Part]) -> str:
    """The parts, an empty line between them."""
    return "\n\n".join(_markdown(part) for part in parts if part)


def as_latex(parts: Iterable[Part]) -> str:
    """The parts, an empty line between them."""
    return "\n\n".join(_latex(part) for part in parts if part)


def _markdown(part: Part) -> str:
    if isinstance(part, Table):
        return part.markdown()
    words = " ".join(part.split())
    return f"**{markdown(words)}**" if isinstance(part, Title) else markdown_paragraph(words)


def _latex(part: Part) -> str:
    if isinstance(part, Table):
        return part.latex()
    words = latex(" ".join(part.split()))
    return f"\\paragraph{{{words}}}" if isinstance(part, Title) else words
