"""The plugin for pytest, off unless asked for by `--undominated`, `-p undominated` or `undominated = true`.

Nothing of ours is imported before that: pytest loads this file in every project of the environment.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from proofs.testing.collection import ClaimsFile


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option, and the line in a configuration file."""
    what = "Collect claims as tests: from TOML with [expect] or [witness], and mechanisms with `expect`."
    parser.getgroup("undominated").addoption("--undominated", action="store_true", help=what)
    parser.addini("undominated", what, type="bool", default=False)


def is_asked_for(config: pytest.Config) -> bool:
    """Are claims to be collected?"""
    return bool(
        config.getoption("--undominated")
        or config.getini("undominated")
        or "undominated" in (config.getoption("plugins") or ())
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a damaged installation in one line."""
    if is_asked_for(config):
        from undominated import ROOMS, not_ours

        for room in ROOMS:
            if (damage := not_ours(room)) is not None:
                raise pytest.UsageError(damage)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "ClaimsFile | None":
    """A file with claims, if they are asked for."""
    if not is_asked_for(parent.config):
        return None
    from proofs.testing.collection import ClaimsFile
    from proofs.testing.stated import has_claims

    return ClaimsFile.from_parent(parent, path=file_path) if has_claims(file_path) else None


@pytest.fixture
def assert_held() -> Callable[..., Any]:
    """The function `proofs.assert_held(claim, mechanism)`."""
    from proofs import assert_held

    return assert_held
