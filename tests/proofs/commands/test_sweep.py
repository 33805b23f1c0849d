"""`sweep`: claims on a family, case by case, in a log that survives a kill."""

import csv
import json
import sqlite3
import subprocess
import sys
from io import StringIO

import pytest

from proofs.claims.outcome_store import OutcomeStore
from proofs.sweeps import member
from proofs.sweeps.member import is_outcome
from proofs.sweeps.spec import read_sweep
from tests.calls import KEYS, call
from tests.example_games import EXAMPLES

AUCTION = '''
import os, signal
from mechanisms import Mechanism

class Auction(Mechanism):
    """The winner pays a share of her own bid, and the rest of the other one."""
    players, types, own, trouble = 2, range(3), 0, ""
    parameters = {"own": (0, 1), "trouble": ("", "killed", "fails")}

    def outcome(self, bids):
        print("outcome")
        if self.trouble == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.trouble == "fails":
            raise KeyError("in a method")
        return bids.index(max(bids)), self.own * max(bids) + (1 - self.own) * min(bids)

    def payoff(self, i, type, outcome):
        return type - outcome[1] if outcome[0] == i else 0
'''
HEAD = """title = "Between second and first price"
[sweep]
file = "auction.py"
claims = ["truth-dominant"]
[vary]
"""
OWN = 'own = { from = 0, to = 1, step = "1/4" }\n'


@pytest.fixture
def spec(tmp_path, monkeypatch):
    """Writes a spec that varies an auction."""
    monkeypatch.setenv("COLUMNS", "400")
    (tmp_path / "auction.py").write_text(AUCTION)

    def write(vary=OWN, name="spec.toml", head=HEAD):
        (tmp_path / name).write_text(head + vary)
        return tmp_path / name

    return write


def run(*arguments, jobs=1):
    return call("sweep", *arguments, "--jobs", jobs)


def test_a_broken_mechanism_is_found_and_replayed(spec, tmp_path):
    status, out, err = run(
        spec(), "--where", "own > 1/4", "--where", "verdict = refuted", "--output", tmp_path / "out"
    )
    assert status == 0  # a property that is lacking is a fact
    assert out.count("refuted") == 6
    assert "3 of 5 results where own > 1/4 and verdict = refuted" in out
    assert "she gets 1 instead of 1/4, and gains 3/4" in out
    assert "outcome\n" not in out  # what the mechanism prints
    assert out.endswith("1 held, 4 refuted as a fact\n")
    assert err.startswith(f"{tmp_path / 'auction.py'}: 5 members, 5 cases; claims: truth-dominant\n")
    files = sorted((tmp_path / "out").iterdir())
    assert [file.name for file in files] == [f"auction.truth-dominant.{number}.toml" for number in (3, 4, 5)]
    for file in files:
        status, out, _ = call("check", file)
        assert (status, "replayed from the definitions" in out) == (0, True)


def test_a_refuted_instance_is_replayed(tmp_path):
    example = EXAMPLES / "sweeps" / "unit-costs.toml"
    text = example.read_text(encoding="utf-8").replace("../", f"{EXAMPLES}/")
    text = text.replace('to = 1, step = "1/2"', "to = 1, step = 1").replace('"lowest", ', "")
    path = tmp_path / "spec.toml"
    path.write_text(text, encoding="utf-8")
    status, _, err = run(path, "--output", tmp_path / "out")
    assert status == 1  # a claim of the paper is refuted, without its hypothesis
    assert "unexpected: " in err
    assert "seller[1].unit_costs[1] = 1, seller[1].unit_costs[2] = 0: Theorem 1" in err
    file = tmp_path / "out" / "two-units.g-star.condition-1.3.toml"
    assert f"written: 2 files in {file.parent}\n" in err
    assert call("check", file, "--claim", "Condition 1")[0] == 0
    status, out, _ = call("check", file.parent / "two-units.g-star.theorem-1.printed.3.toml")
    assert (status, "without Condition 1" in " ".join(out.split())) == (0, True)
    assert "1 refuted as expected" in out
    path.write_text(text + '[expect]\n"g-star.theorem-1.printed" = "held"\n', encoding="utf-8")
    assert "expected held, found refuted" in run(path).err


def test_one_witness_is_one_file(spec, tmp_path):
    folder = tmp_path / "out"
    err = run(spec(), "--where", "own = 1", "--where", "verdict = refuted", "--output", folder).err
    assert f"written: 1 file in {folder}\n" in err


def test_csv_and_json(spec, tmp_path):
    path = spec()
    status, out, _ = run(path, "--csv", "-", "--where", "verdict = refuted")
    rows = list(csv.DictReader(StringIO(out)))
    assert (status, len(rows)) == (0, 4)
    assert [row["own"] for row in rows] == ["1/4", "1/2", "3/4", "1"]
    assert {row["verdict"] for row in rows} == {"refuted"}
    assert run(path, "--csv", tmp_path / "t.csv", "--where", "verdict = refuted").out
    assert (tmp_path / "t.csv").read_text() == out
    status, out, _ = run(path, "--json")
    document = json.loads(out)
    assert (status, document["schema"], document["title"]) == (0, 1, "Between second and first price")
    assert [row["verdict"] for row in document["rows"]] == ["held", *["refuted"] * 4]
    assert set(document["rows"][0]) == {*KEYS, "case"} - {"witness", "seconds", "remembered"}
    assert document["rows"][1]["case"]["values"] == {"own": "1/4"}
    assert run(path, "--csv", "-", "--json").status == 2
    assert run(path, "--csv", tmp_path).status == 2
    assert run(path, "--csv", path) == (
        2, "", f"undominated: --csv: a file that the command does not use otherwise, got {path}\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("verdict", "a condition such as verdict = refuted"),
        ("", "a condition such as"),
        ("verdict == refuted", "no such value"),
        ("verdict = reftued", "no such value (did you mean refuted?)"),
        ("own = 1; DROP TABLE outcome", "no such value"),
        ("__import__ = 1", "a column (known: verdict, claim, own), got __import__"),
        ("verdict > refuted", "> compares numbers"),
        ("own < much", "< compares numbers"),
        ("verdict < 3", "< compares numbers"),
    ],
)
def test_a_wrong_condition_is_one_line(spec, condition, said):
    status, out, err = run(spec("own = [0]"), "--where", condition)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("undominated: --where: ")
    assert said in err


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("own = 2/4", ["1/2"]),
        ("own != 0.5", None),
        ("own != 1/2", ["0", "1/4", "3/4", "1"]),
        ("own<=1/4", ["0", "1/4"]),
        ("own >= 3/4", ["3/4", "1"]),
        ("own < 1/4", ["0"]),
        ("own = 7", []),
        ("claim = truth-dominant", ["0", "1/4", "1/2", "3/4", "1"]),
    ],
)
def test_conditions_compare_numbers_exactly(spec, condition, found):
    status, out, _ = run(spec(), "--where", condition, "--csv", "-")
    assert (status == 2) == (found is None)
    assert [row["own"] for row in csv.DictReader(StringIO(out))] == (found or [])


def test_a_claim_that_a_spec_names_and_that_does_not_apply_is_no_success(spec):
    head = HEAD.replace('["truth-dominant"]', '["truth-dominant", "bayesian-ic"]')  # there is no prior
    status, out, err = run(spec(head=head))
    assert (status, out.endswith("5 inapplicable\n")) == (3, True)
    assert err.count("open: ") == 5
    expected = run(spec(f'{OWN}[expect]\nbayesian-ic = "inapplicable"\n', head=head))
    assert (expected.status, expected.out.endswith("5 inapplicable as expected\n")) == (0, True)


def test_a_case_whose_process_is_killed_is_open_and_no_other_is_lost(spec, tmp_path):
    path = spec('"trouble, own" = [["", 0], ["killed", 0], ["", 1], ["fails", 0], ["", "1/2"]]')
    status, out, err = run(path, "--log", tmp_path / "log", "--csv", "-", jobs=2)
    rows = list(csv.DictReader(StringIO(out)))
    assert status == 3, err
    assert [row["verdict"] for row in rows] == ["held", "open", "refuted", "open", "refuted"]
    assert rows[1]["evidence"] == "a process that decided it was killed, as by lack of memory"
    assert "Auction.outcome((0, 0)): fails (line " in rows[3]["evidence"]
    assert [line[:6] for line in err.splitlines()[-2:]] == ["open: "] * 2
    assert stored(tmp_path / "log") == 3  # the others are tried again


def stored(log):
    with OutcomeStore(log) as store, sqlite3.connect(log) as file:
        ((count,),) = file.execute("SELECT count(*) FROM outcome")
        assert store.damaged == []
    file.close()
    return count


def test_a_run_that_is_killed_is_gone_on_with(spec, tmp_path):
    path, log = (
        spec("own = { draws = 90, seed = 2, from = 0, to = 1, denominator = 1000 }\n"),
        tmp_path / "log",
    )
    whole = run(path, "--csv", "-").out
    command = [sys.executable, "-m", "undominated", "sweep", path, "--jobs", "1", "--log", log, "--csv", "-"]
    killed = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    while not killed.stderr.readline().startswith("done: "):
        pass
    killed.kill()
    killed.communicate()
    known = stored(log)
    assert 0 < known < len(read_sweep(path).members)
    status, out, err = call(*command[3:])
    assert (status, out) == (0, whole)
    assert f"done: {known} of " in err


def test_specs_share_a_log_and_two_runs_the_work(spec, tmp_path, monkeypatch):
    log, path, decided = tmp_path / "log", spec(), []
    first = member.decide

    def decide(case):
        if not decided:
            decided.append(case)
            assert run(path, "--log", log).status == 0  # another run, while this one decides
        decided.append(case)
        return first(case)

    monkeypatch.setattr(member, "decide", decide)
    whole = run(path, "--csv", "-", "--log", log)
    assert stored(log) == 5
    monkeypatch.setattr(member, "decide", None)  # nothing is decided again
    assert run(path, "--csv", "-", "--log", log)[:2] == whole[:2]
    status, out, _ = run(spec("own = [1]", "other.toml"), "--csv", "-", "--log", log)
    assert (status, out.count("refuted")) == (0, 1)


def test_other_code_is_another_case(spec, tmp_path):
    log, path = tmp_path / "log", spec("own = [0]")
    assert "1 held" in run(path, "--log", log).out
    (tmp_path / "auction.py").write_text(AUCTION.replace("self.own * max(bids)", "max(bids)"))
    assert "1 refuted" in run(path, "--log", log).out
    assert stored(log) == 2


def test_what_lies_beside_a_mechanism_counts_too(spec, tmp_path):
    log, path = tmp_path / "log", spec("own = [0]")
    (tmp_path / "auction.py").write_text(
        f"import common\n{AUCTION}".replace("self.own * max", "common.share * max")
    )
    (tmp_path / "common.py").write_text("share = 0\n")
    assert "1 held" in run(path, "--log", log).out
    (tmp_path / "common.py").write_text("share = 1\n")
    assert "1 refuted" in run(path, "--log", log).out
    late = AUCTION.replace('        print("outcome")', "        import common")
    (tmp_path / "auction.py").write_text(late)
    status, _, err = run(path, "--log", log)
    assert status == 3, err
    assert "common.py: imported at the top of the file that needs it, got an import in a method" in err
    assert stored(log) == 2


def test_a_damaged_row_is_named_and_decided_again(spec, tmp_path):
    log, path = tmp_path / "log", spec()
    whole = run(path, "--log", log).out
    with sqlite3.connect(log) as file:
        file.execute(
            "UPDATE outcome SET outcome = replace(outcome, 'refuted', 'held') WHERE case_text LIKE '%own = 1;%'"
        )
    file.close()
    status, out, err = run(path, "--log", log)
    assert (status, out) == (0, whole)
    assert f"undominated: {log}: damaged row of the case truth-dominant: own = 1; sha256:" in err
    (tmp_path / "mine.txt").write_text("mine")
    assert run(path, "--log", tmp_path / "mine.txt").status == 2
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_another_version_of_the_house_decides_nothing(spec, monkeypatch):
    path = spec("own = [0]")
    monkeypatch.setattr(member, "house", lambda: "another")
    status, out, err = run(path)
    assert (status, out) == (2, "")
    assert "all who decide cases have the same undominated" in err


@pytest.mark.parametrize(
    "change",
    [{"verdict": "true"}, {"cases": "1"}, {"cases": 0}, {"more": 1}, {"scope": 1}, {"cases": True}],
)
def test_what_cannot_be_an_outcome_is_known(change):
    outcome = {"verdict": "held", "scope": "", "evidence": "", "cases": 3}
    assert is_outcome(outcome)
    assert not is_outcome(outcome | change)
    assert not is_outcome({})


def test_a_scheduler_that_is_none_is_one_line(spec):
    status, out, err = call("sweep", spec("own = [0]"), "--scheduler", "tcp://127.0.0.1:1", "--jobs", 1)
    assert (status, out, err) == (2, "", "undominated: --scheduler: not with --jobs\n")
