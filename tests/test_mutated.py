"""Every recheck of a record is among what `make mutate` changes, and what is listed as equivalent is about that."""

import inspect
import tomllib
from pathlib import Path

import pytest

from mechanisms.general.violation import Violation
from tests.test_evidence import RECORDS, ROOT

MUTATION = ROOT / "tests" / "mutation"
GROUPS = tomllib.loads((MUTATION / "groups.toml").read_text(encoding="utf-8"))["groups"]
MODULES = {file: functions for group in GROUPS.values() for file, functions in group["modules"].items()}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_a_recheck_is_mutated(record):
    for name in ("holds", "shows") if issubclass(record, Violation) else ("holds",):
        owner = next(each for each in record.__mro__ if name in vars(each))
        functions = MODULES[Path(inspect.getfile(owner)).relative_to(ROOT).as_posix()]
        assert not functions or name in functions


def test_what_is_mutated_is_there_and_in_one_group():
    assert sum(len(group["modules"]) for group in GROUPS.values()) == len(MODULES)
    assert all(
        (ROOT / file).exists() for group in GROUPS.values() for file in (*group["modules"], *group["tests"])
    )


def test_what_is_listed_is_in_a_group_and_as_the_program_reads():
    listed = tomllib.loads((MUTATION / "equivalent.toml").read_text(encoding="utf-8"))
    changes = [change for reason in listed.values() for change in reason]
    assert changes
    for change in changes:
        file, function, lines = change.split(": ", 2)
        before, after = lines.split(" -> ")
        assert file in MODULES
        text = (ROOT / file).read_text(encoding="utf-8")
        assert before in {line.strip() for line in text.splitlines()}
        assert before != after
        assert f"def {function.split('.')[-1]}(" in text
