"""How the site is built: by Sphinx, which checks links and knows docstrings; its theme is looked after."""

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LONG = 40  # letters of a cell
REPORT = ROOT / "build" / "report"  # the page that the audit wrote
_project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = _project["name"]
version = release = _project["version"]
copyright = "the authors of undominated"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
include_patterns = ["index.md", "reference.md", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/*.md"]
myst_heading_anchors = 4  # links to headings, as on a server of repositories
myst_enable_extensions = ["colon_fence"]
nitpicky = False
html_theme = "furo"
html_title = f"undominated {version}"
html_show_sphinx = False
html_copy_source = False
html_permalinks_icon = "#"
html_static_path, html_css_files = ["static"], ["site.css"]
html_extra_path = [str(REPORT)]
autodoc_member_order = "bysource"
autodoc_typehints = "description"
default_role = "code"  # docstrings name code in single backquotes


def in_plain_words(app: Any, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Docstrings are plain text: outside code and examples no character is a command of reStructuredText."""
    example = False
    for place, line in enumerate(lines):
        example = line.lstrip().startswith(">>>") or (example and bool(line.strip()))
        if not example:
            parts = re.split(r"(`[^`]*`)", line)
            lines[place] = "".join(
                part if part.startswith("`") else re.sub(r"([|*_\\])", r"\\\1", part) for part in parts
            )


def with_room(app: Any, doctree: Any, docname: str) -> None:
    """A cell of many words says so, and the style gives it room: its table scrolls, and is not squeezed."""
    for cell in doctree.findall(lambda node: node.tagname == "entry"):
        if len(cell.astext()) > LONG:
            cell["classes"].append("prose")


def setup(app: Any) -> None:
    """What Sphinx calls first."""
    app.connect("doctree-resolved", with_room)
    app.connect("autodoc-process-docstring", in_plain_words)
