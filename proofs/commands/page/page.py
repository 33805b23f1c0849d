"""A page: one self-contained HTML file, its looks, its script and its pictures included."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gametheory.formats.whole_file import make_folder_of, write_whole
from gametheory.games import html
from gametheory.games.errors import InputError
from proofs.pictures.picture import sentence

if TYPE_CHECKING:
    from proofs.commands.reports.table import Column

SHORT, LONG = 20, 60  # characters of a cell
FOLDER = Path(__file__).parent / "templates"


def render(template: str, **content: object) -> str:
    """A template of this folder with its content; words are escaped, HTML is what is marked as such."""
    return html.render(FOLDER, template, sentence=sentence, kind=_kind, **content)


def write_page(file: Path, title: str, sections: Sequence[str]) -> None:
    """Write a page of sections of HTML, which names the command that made it."""
    from importlib.metadata import version

    from markupsafe import Markup

    text = render(
        "page.html",
        title=title,
        sections=[Markup(section) for section in sections],
        command=shlex.join(["undominated", *sys.argv[1:]]),
        version=version("undominated"),
        **html.looks(),
    )
    try:
        make_folder_of(file)
        write_whole(file, text)
    except OSError as wrong:
        raise InputError(f"{file}: cannot be written: {wrong.strerror}") from None


def _kind(column: "Column", cell: object = "") -> str:
    """How a cell of a column looks, as an attribute: a few words stay together, many have room."""
    from markupsafe import Markup

    length = len(str(cell))
    name = "right" if column.right else "prose" if length > LONG else "whole" if 0 < length <= SHORT else ""
    return Markup(f' class="{name}"') if name else ""
