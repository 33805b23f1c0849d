"""The lists in mutations.md of what survives: what is equivalent, and what is not settled."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE, LISTS = ROOT / "docs" / "mutations.md", ROOT / "tests" / "mutation"
HEADING, NOT_SETTLED = "## What survives, and why it may\n", "## What survives, and is not settled\n"


def page() -> str:
    """What is written by hand, and then each reason or group with its mutations."""
    by_hand, _, _ = PAGE.read_text(encoding="utf-8").partition(HEADING)
    return f"{by_hand}{HEADING}\n{_listed('equivalent')}\n{NOT_SETTLED}\n{_listed('open')}"


def _listed(file: str) -> str:
    lists = tomllib.loads((LISTS / f"{file}.toml").read_text(encoding="utf-8"))
    listed = (f"{over}\n\n" + "\n".join(map(_line, own)) for over, own in lists.items())
    return ("\n\n".join(listed) or "Nothing.") + "\n"


def _line(change: str) -> str:
    file, function, lines = change.split(": ", 2)
    before, after = lines.split(" -> ")
    return f"- {file}, `{function}`: `{before}` becomes `{after}`"
