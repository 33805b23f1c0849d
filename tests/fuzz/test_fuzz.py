"""A few of the calls that `make fuzz` makes for as long as one likes; and that its judge can say no."""

import pytest
from hypothesis import given, settings
from hypothesis.strategies import deferred

from tests.calls import Called
from tests.fuzz import calls
from tests.fuzz.calls import Call, judge


@pytest.mark.thorough
@settings(max_examples=25)
@given(deferred(calls.calls))
def test_hostile_files_and_options_end_in_a_line_and_a_status(each):
    judge(each)


@pytest.mark.parametrize(
    ("status", "out", "err"),
    [
        (130, "", ""),
        (2, "", "Traceback\nValueError\n"),
        (2, "", "undominated: one line\nundominated: and another\n"),
        (0, "\x1b[2J\n", ""),
        (0, "", "done: \u202egib\n"),
        (1, "", "unexpected: x \n"),
    ],
)
def test_the_judge_says_no(monkeypatch, status, out, err):
    monkeypatch.setattr(calls, "call", lambda *arguments: Called(status, out, err))
    with pytest.raises(AssertionError):
        judge(Call(("show", "FILE"), b""))


def test_the_judge_passes_on_what_is_raised(monkeypatch):
    def fail(*arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(calls, "call", fail)
    with pytest.raises(ZeroDivisionError):
        judge(Call(("show", "FILE"), b""))
