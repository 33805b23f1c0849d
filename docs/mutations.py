"""The list in mutations.md of what survives, made from what `make mutate` knows to be equivalent."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE, EQUIVALENT = ROOT / "docs" / "mutations.md", ROOT / "tests" / "mutation" / "equivalent.toml"
HEADING = "## What survives, and why it may\n"


def page() -> str:
    """What is written by hand, and then each reason with the mutations that it is about."""
    by_hand, _, _ = PAGE.read_text(encoding="utf-8").partition(HEADING)
    reasons = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))
    listed = [f"{reason}\n\n" + "\n".join(map(_line, changes)) for reason, changes in reasons.items()]
    return f"{by_hand}{HEADING}\n" + "\n\n".join(listed) + "\n"


def _line(change: str) -> str:
    file, function, lines = change.split(": ", 2)
    before, after = lines.split(" -> ")
    return f"- {file}, `{function}`: `{before}` becomes `{after}`"
