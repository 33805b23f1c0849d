"""The checkers accept the certificates, stand alone, are short, and differ only in what they can be asked."""

import ast
import sys

import pytest

from proofs.certificates import checker, checker_frontier, checker_theorem_4
from proofs.certificates.files import (
    FOLDER,
    STATEMENTS,
    UnacceptedError,
    accepted,
    certificate_path,
    run_checker,
)
from proofs.certificates.finder import FalseClaimError, find_runs, point_or_multipliers

CHECKERS = [checker, checker_theorem_4, checker_frontier]
SHORT = [
    name for name in STATEMENTS if not name.endswith(("n1-k1-l2-T2", "n2-k1-l1-T1"))
]  # `make prove` runs all


def source(module):
    with open(module.__file__, encoding="utf-8") as file:
        return file.read()


@pytest.mark.parametrize("name", SHORT)
def test_the_checker_accepts(name):
    assert "true for all real payoffs; tested in " in accepted(name)


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["theorem-1-n1-k1-l1-T1", "theorem-4", "frontier"])
def test_it_does_so_by_itself(name):
    answer = run_checker(name)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == f"accepted: {accepted(name)}\n"


def test_every_file_has_a_statement_and_a_checker():
    assert {path.stem for path in FOLDER.glob("*.json")} == set(STATEMENTS)


@pytest.mark.parametrize("module", CHECKERS)
def test_a_checker_is_one_short_file_that_needs_nothing(module):
    text = source(module)
    assert len(text.splitlines()) < 250
    nodes = list(ast.walk(ast.parse(text)))
    names = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    names |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    assert {name.partition(".")[0] for name in names} <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("module", CHECKERS[1:])
def test_what_is_not_a_claim_is_the_same_in_all(module):
    def shared(text):
        lines = text.splitlines()
        start, claims, file = (lines.index(mark) for mark in MARKS)
        return [line for line in lines[start:claims] if line], lines[file:]

    assert shared(source(module)) == shared(source(checker))


MARKS = [
    "Form = tuple[int, ...]  # (a_1, ..., a_m, c): a_1 v_1 + ... + a_m v_m + c",
    "# ---- The claims: the rest is the same in every checker.",
    "# ---- The file",
]


def test_regions_counted_by_hand():
    """A unit may be worth less than 0, 0, more and less than 1, 1, more. Without negative costs it is 4 of 5.

    With Theorem 4 it is 25 for what a unit is worth to the buyer, given each signal of the mate, and 25 for the
    means of the mate; of these 10 reveal his signal by (8).
    """
    assert "tested in 20 regions, hypotheses fail in 0" in accepted("sharp-form-n1-k1-l1-T1")
    assert "tested in 16 regions, hypotheses fail in 0" in accepted("theorem-1-n1-k1-l1-T1")
    assert "tested in 500 regions, hypotheses fail in 30" in accepted("theorem-4")


# Claims that are false are not proved


class WithoutCondition1(checker.GStar):
    def __init__(self, *size):
        super().__init__(*size)
        self.assumed = []


class Without8(checker_theorem_4.OneBuyer):
    """As if all that the mate may send with 0 and with 1 were always different."""

    def more(self, third, other, mate_seconds):
        return {(0, 0)}


def test_theorem_1_without_condition_1_is_false_at_a_point():
    with pytest.raises(FalseClaimError, match="false at"):
        find_runs(WithoutCondition1(1, 1, 2, 1, "seller", "lowest", False))
    find_runs(WithoutCondition1(1, 1, 1, 1, "seller", "lowest", True))  # the sharp form needs none


def test_theorem_4_is_false_if_third_messages_do_not_matter():
    with pytest.raises(FalseClaimError, match="false at"):
        find_runs(Without8("lowest"))


def test_the_frontier_is_no_other():
    class Wider(checker_frontier.TwoBuyers):
        def seconds(self, d):
            return [y for y in super().seconds(d) if 1 not in y]  # nobody asks for half a unit

    with pytest.raises(FalseClaimError, match="false at"):
        find_runs(Wider())


def test_a_certificate_of_another_statement_is_not_accepted(monkeypatch, tmp_path):
    name, other = "theorem-1-n1-k1-l1-T1", "sharp-form-n1-k1-l1-T1"
    text = certificate_path(other).read_text(encoding="utf-8")
    monkeypatch.setattr("proofs.certificates.files.FOLDER", tmp_path)
    with pytest.raises(UnacceptedError, match="No such file"):
        accepted(name)
    (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    with pytest.raises(UnacceptedError, match="it states"):
        accepted(name)


# The finder


def test_a_point_or_multipliers():
    x = (1, 0)
    point, none = point_or_multipliers([(x, True), ((-1, 1), False)], 1)
    assert none is None
    assert 0 < point[0] <= 1
    assert point_or_multipliers([(x, True), ((-1, 0), False)], 1) == (None, [0, 1, 1, 1])
    assert point_or_multipliers([(x, False), ((-2, -1), False)], 1) == (None, [0, 2, 1, 1])
