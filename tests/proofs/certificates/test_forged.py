"""Forged certificates, one for each trap: every one is rejected, in one line and by what is wrong with it."""

import json
import subprocess
import sys
from copy import deepcopy

import pytest

from proofs.certificates import checker, checker_frontier, checker_theorem_4
from proofs.certificates.files import certificate_path

NAME = "sharp-form-n1-k1-l1-T1"
CASE = "seller, lowest"
RIGHT = certificate_path(NAME).read_text(encoding="utf-8")


def first(file, kind, run=None):
    """The first step of this kind in some run, or that one: its run and its place."""
    for steps in file["runs"][CASE] if run is None else [file["runs"][CASE][run]]:
        for place, step in enumerate(steps):
            if isinstance(step, list) and step[0] == kind:
                return steps, place
    raise AssertionError(kind)


def sign_flipped(file):
    steps, place = first(file, "yes")
    steps[place][2] *= -1


def opposite_answer(file):
    steps, place = first(file, "yes")
    steps[place][0] = "no"


def other_multiplier(file):
    steps, place = first(file, "yes")
    steps[place][2] += 1


def other_fact(file):
    steps, place = first(file, "yes")
    steps[place][1] = 99


def no_multipliers(file):
    steps, place = first(file, "yes")
    del steps[place][1:]


def weak_for_strict(file):
    """The run at cost 0 moved to where the form that it assumed to be 0 is only >= 0: u(1) < 0 read as <= 0."""
    runs = file["runs"][CASE]
    turned = next(run for run in runs[1:] if run[-1]["at"][0] != 0)
    turned[-1]["at"] = [0, 1]


def leaf_left_out(file):
    file["runs"][CASE].pop()


def run_too_many(file):
    file["runs"][CASE].append(file["runs"][CASE][-1])


def no_runs(file):
    file["runs"][CASE] = []


def empty_run(file):
    file["runs"][CASE][0] = []


def redundant_split(file):
    """An answer that has only one side, split: the other side has no point."""
    steps = file["runs"][CASE][-1]
    place = max(place for place, step in enumerate(steps) if isinstance(step, list))
    steps[place] = "split"
    file["runs"][CASE].append(deepcopy(steps[place + 1 :]))


def turn_in_the_file(file):
    steps = file["runs"][CASE][0]
    steps[steps.index("split")] = "turn"


def other_tie(file):
    file["runs"]["seller, middle"] = file["runs"].pop(CASE)


def one_tie_rule(file):
    del file["runs"]["seller, highest"]


def other_statement(file):
    file["statement"]["claim"] = "Theorem 1"


def other_size(file):
    file["statement"]["T"] = 2


def other_number_of_agents(file):
    file["statement"]["n"] = 2


def no_such_claim(file):
    file["statement"]["claim"] = "Theorem 3"


def size_0(file):
    file["statement"]["l"] = 0


def true_for_1(file):
    file["statement"]["n"] = True


def eta(file):
    file["statement"]["eta"] = "2/5"


def obligation(file):
    file["obligations"] = []


def other_point(file):
    file["runs"][CASE][0][-1]["at"] = [7, 1]


def point_at_infinity(file):
    file["runs"][CASE][0][-1]["at"] = [0, 0]


def short_point(file):
    file["runs"][CASE][0][-1]["at"] = [1]


def no_point(file):
    file["runs"][CASE][0].pop()


def steps_after_the_end(file):
    file["runs"][CASE][0].append("split")


def hint_beyond(file):
    steps = file["runs"][CASE][0]
    steps[next(place for place, step in enumerate(steps) if type(step) is int)] = 10**9


def hint_for_an_answer(file):
    steps, place = first(file, "yes")
    steps[place] = 0


FORGED = {
    sign_flipped: "a multiplier of no fact, or not positive",
    opposite_answer: "multipliers that refute nothing",
    other_multiplier: "multipliers that refute nothing",
    other_fact: "a multiplier of no fact",
    no_multipliers: "not of the form of a certificate",
    weak_for_strict: "is no point, or something assumed is false there",
    leaf_left_out: "1 branches left out",
    run_too_many: "a run too many",
    no_runs: "1 branches left out, and 0 regions tested",
    empty_run: "is answered by nothing|is nothing",
    redundant_split: "where a run ends|something assumed is false there",
    turn_in_the_file: "is answered by turn",
    other_tie: "a statement and runs of seller, lowest; seller, highest; buyer",
    one_tie_rule: "a statement and runs of seller, lowest; seller, highest; buyer",
    other_statement: "multipliers|hint|point|answered|ends",
    other_size: "multipliers|hint|point|answered|ends",
    other_number_of_agents: "multipliers|hint|point|answered|ends",
    no_such_claim: "no such statement: Theorem 3",
    size_0: "no such statement: sharp form at n=1, k=1, l=0",
    true_for_1: "a list of whole numbers is needed",
    eta: "unexpected keyword argument 'eta'",
    obligation: "and nothing else, are needed",
    other_point: "something assumed is false there",
    point_at_infinity: "is no point",
    short_point: "is no point",
    no_point: "where a run ends the file has nothing",
    steps_after_the_end: "where a run ends",
    hint_beyond: "a hint to one of",
    hint_for_an_answer: "is answered by 0",
}
TEXTS = {
    "trailing junk": (RIGHT + "{}", "Extra data"),
    "cut short": (RIGHT[:-9], "not of the form"),
    "no JSON": ("accepted", "not of the form"),
    "a number that is not whole": (
        RIGHT.replace('"yes",0,1', '"yes",0,1.0').replace(",1]", ",1.0]"),
        "whole numbers",
    ),
    "not a number": (RIGHT.replace(",1]", ",NaN]"), "list of whole numbers"),
    "a huge number": (RIGHT.replace(",1]", "," + "1" * 4000 + "]"), "a list of whole numbers is needed"),
    "a key twice": (RIGHT.replace('"n": 1', '"n": 1, "n": 1'), "not of the form|unexpected"),
    "nested without end": ("[" * 100_000, "not of the form"),
    "a list": ("[]", "not of the form"),
    "no statement": ('{"statement": 1, "runs": {}}', "not of the form"),
    "runs that are none": (
        json.dumps(json.loads(RIGHT) | {"runs": dict.fromkeys(json.loads(RIGHT)["runs"], 1)}),
        "not of the form",
    ),
}


@pytest.mark.parametrize("forge", FORGED, ids=lambda forge: forge.__name__)
def test_a_forged_certificate_is_rejected(forge):
    file = json.loads(RIGHT)
    forge(file)
    assert json.dumps(file) != json.dumps(json.loads(RIGHT))
    with pytest.raises(checker.Rejected, match=FORGED[forge]) as why:
        checker.prove(json.dumps(file))
    assert "\n" not in str(why.value)


@pytest.mark.parametrize("what", TEXTS)
def test_a_broken_file_is_rejected(what):
    text, why = TEXTS[what]
    assert text != RIGHT
    with pytest.raises(checker.Rejected, match=why):
        checker.prove(text)


def test_the_right_one_is_accepted():
    assert checker.prove(json.dumps(json.loads(RIGHT))) == checker.prove(RIGHT)


def other_certificate(name, forge):
    """A forgery of another kind of certificate, by what all have in common: statement, runs, steps, points."""
    file = json.loads(certificate_path(name).read_text(encoding="utf-8"))
    runs = next(iter(file["runs"].values()))
    steps = max(runs, key=len)
    proved = next((step for step in steps if isinstance(step, list)), None)
    if forge == "sign flipped":
        proved[2] *= -1
    elif forge == "opposite answer":
        proved[0] = "no" if proved[0] == "yes" else "yes"
    elif forge == "weak for strict":
        runs[0][-1]["at"] = [0] * (len(runs[0][-1]["at"]) - 1) + [1]
    elif forge == "a leaf left out":
        runs.pop()
    elif forge == "a run too many":
        runs.append(runs[-1])
    elif forge == "no runs":
        runs.clear()
    elif forge == "redundant split":
        steps[steps.index(proved)] = "split"
    elif forge == "other statement":
        file["statement"]["claim"] = "Theorem 4 as printed"
    elif forge == "other size":
        file["statement"]["n"] = 2
    else:
        file["runs"] = {f"{case}, {forge}": each for case, each in file["runs"].items()}
    return json.dumps(file)


OF_ALL = {
    "sign flipped": "a multiplier of no fact, or not positive",
    "opposite answer": "multipliers that refute nothing",
    "weak for strict": "something assumed is false there",
    "a leaf left out": "branches left out",
    "a run too many": "a run too many",
    "no runs": "1 branches left out, and 0 regions tested",
    "redundant split": "where a run ends|something assumed is false there|a hint|is answered by|refute nothing",
    "other statement": "no such statement: Theorem 4 as printed",
    "other size": "unexpected keyword argument 'n'",
    "other tie rule": "a statement and runs of",
}


@pytest.mark.parametrize("forge", OF_ALL)
@pytest.mark.parametrize(
    ("name", "module"), [("theorem-4", checker_theorem_4), ("frontier", checker_frontier)]
)
def test_the_same_forgeries_of_other_certificates(name, module, forge):
    with pytest.raises(module.Rejected, match=OF_ALL[forge]) as why:
        module.prove(other_certificate(name, forge))
    assert "\n" not in str(why.value)


def test_answers_under_the_other_tie_rule():
    """With one agent of a side in a group they are the same; with two they are not."""
    file = json.loads(certificate_path("theorem-1-n2-k1-l1-T1").read_text(encoding="utf-8"))
    file["runs"]["seller, lowest"] = file["runs"]["seller, highest"]
    with pytest.raises(checker.Rejected, match="multipliers that refute nothing"):
        checker.prove(json.dumps(file))


def test_a_rejected_file_is_one_line_and_exit_status_1(tmp_path):
    path = tmp_path / "forged.json"
    path.write_text(RIGHT.replace('"split"', '"yes"', 1), encoding="utf-8")
    for argument in (str(path), str(tmp_path / "none.json")):
        answer = subprocess.run(
            [sys.executable, "-I", checker.__file__, argument], capture_output=True, text=True, check=False
        )
        assert (answer.returncode, answer.stdout) == (1, "")
        assert answer.stderr.startswith(f"rejected: {argument}: ")
        assert answer.stderr.count("\n") == 1
