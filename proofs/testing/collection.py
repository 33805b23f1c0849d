"""Claims as tests of pytest: what a file expects is collected, one test a claim.

Which files that are, `has_claims` in `stated` says. Other Python files are not executed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gametheory.games.errors import InputError
from mechanisms.files.python import NoMechanismError, is_python
from mechanisms.files.toml import read_toml
from proofs.audit.load_claims import FileClaims, load_each
from proofs.audit.row import Expectation
from proofs.claims.claim import Claim
from proofs.claims.verdict import Finding, Verdict
from proofs.testing.stated_in_python import states_itself

NOT_LOOKED_AT = (Verdict.INAPPLICABLE, Verdict.UNCHECKED)


def tested(loaded: FileClaims) -> Iterator[tuple[Claim, Expectation]]:
    """The claims in a file that are tests, and what is expected: all on an instance, else those it names."""
    for claim in (*loaded.claims, *loaded.on_request):
        if claim.id in loaded.expected:
            yield claim, loaded.expected[claim.id]
        elif claim in loaded.claims and not loaded.by_default.of_no_interest:
            yield claim, loaded.by_default


class ClaimsFile(pytest.File):
    """A file with claims."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """The claims; in a Python file, below each mechanism. What cannot be used is an error of one line.

        A Python file may have no mechanism if only what it imports says `expect`.
        """
        try:
            if not is_python(self.path) and "sweep" in read_toml(self.path).content:
                yield SweepItem.from_parent(self, name="sweep")
                return
            for name, loaded in load_each(self.path):
                mechanism = name.partition("::")[2]
                if not mechanism:
                    yield from _items(self, loaded)
                elif loaded.expected:
                    yield MechanismClaims.from_parent(self, name=mechanism, loaded=loaded)
        except InputError as wrong:
            if isinstance(wrong, NoMechanismError) and not states_itself(self.path):
                return
            raise self.CollectError(str(wrong)) from None


class SweepItem(pytest.Item):
    """A spec of a sweep, which may take hours and has a command of its own."""

    def runtest(self) -> None:
        """Say so."""
        pytest.skip(f"a spec of a sweep: `undominated sweep {self.path.name}` looks at what it expects")

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The file."""
        return self.path, None, self.name


class MechanismClaims(pytest.Collector):
    """A mechanism in a Python file."""

    def __init__(self, *, loaded: FileClaims, **rest: Any) -> None:
        super().__init__(**rest)
        self.loaded = loaded

    def collect(self) -> Iterator[pytest.Item]:
        """What it expects."""
        return _items(self, self.loaded)


def _items(parent: pytest.Collector, loaded: FileClaims) -> Iterator[pytest.Item]:
    for claim, expectation in tested(loaded):
        yield ClaimItem.from_parent(parent, name=claim.id, claim=claim, expectation=expectation)


class UnexpectedError(InputError):
    """A verdict that is not as expected, with the witness in words."""


class ClaimItem(pytest.Item):
    """A claim as a test: it passes if its verdict is the one that is expected."""

    def __init__(self, *, claim: Claim, expectation: Expectation, **rest: Any) -> None:
        super().__init__(**rest)
        self.claim, self.expectation = claim, expectation

    def runtest(self) -> None:
        """Check the claim."""
        finding = self.claim.find()
        self.user_properties += [("verdict", finding.verdict.value), ("evidence", finding.evidence)]
        surprise = self.expectation.surprise(finding, is_fact=self.claim.is_fact)
        if surprise is not None:
            raise UnexpectedError(f"{surprise.words}{_scope(finding)}")
        if self.expectation.verdict is None and finding.verdict in NOT_LOOKED_AT:
            pytest.skip(f"{finding.verdict.value}: {finding.evidence}")

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """What was found, and what is claimed."""
        if isinstance(excinfo.value, InputError):
            return f"{excinfo.value}\n{self.claim.name}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The file, and the claim with its mechanism."""
        return self.path, None, self.nodeid.partition("::")[2]


def _scope(finding: Finding) -> str:
    return f" ({finding.scope})" if finding.scope else ""
