"""The store of outcomes: whole rows or none, whatever happens to it, and nobody else's file."""

import json
import os
import sqlite3
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.claims.log_file import APPLICATION, LogError
from proofs.claims.outcome_json import read
from proofs.claims.outcome_store import OutcomeDiffersError, OutcomeStore

OUTCOMES = {f"v = {i}, η = 1/10": {"rounds": i, "broken": ["(8)"] * (i % 2), "read": True} for i in range(60)}


def filled(path):
    with OutcomeStore(path) as store:
        assert store.put("theorem", "1", OUTCOMES) == 60
    return path


def stored(path):
    with OutcomeStore(path) as store:
        return store.outcomes("theorem", "1"), store.damaged


def changed(path, old, new):
    content = path.read_bytes()
    assert content.count(old) == 1
    path.write_bytes(content.replace(old, new))


def run(program, *arguments, **options):
    """A process of its own that runs this program, which says when it is ready and then waits for a line."""
    ready = "import sys\nfrom pathlib import Path\nfrom proofs.claims.outcome_store import OutcomeStore\n"
    return subprocess.Popen(
        [sys.executable, "-c", f"{ready}print('ready', flush=True)\nsys.stdin.readline()\n{program}", *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
    )  # fmt: skip


def test_what_is_put_is_there_under_its_claim_and_version(tmp_path):
    with OutcomeStore(filled(tmp_path / "log")) as store:
        assert store.outcomes("theorem", "1") == OUTCOMES
        assert store.outcomes("theorem", "1", ["v = 3, η = 1/10", "v = 99"]) == {
            "v = 3, η = 1/10": OUTCOMES["v = 3, η = 1/10"]
        }
        assert store.outcomes("theorem", "2") == store.outcomes("lemma", "1") == {}
        assert store.put("theorem", "2", OUTCOMES) == 60
        assert store.put("theorem", "2", OUTCOMES) == 0
    assert [file.name for file in tmp_path.iterdir()] == ["log"]  # all is in the one file


def test_another_outcome_of_a_case_is_an_error_that_says_where(tmp_path):
    with OutcomeStore(filled(tmp_path / "log")) as store:
        other = {
            "v = 60": {"rounds": 60},
            "v = 3, η = 1/10": {**OUTCOMES["v = 3, η = 1/10"], "rounds": 4, "read": 1},
        }
        with pytest.raises(OutcomeDiffersError) as wrong:
            store.put("theorem", "1", other)
        assert str(wrong.value) == (
            f"{tmp_path / 'log'}: v = 3, η = 1/10: stored read = True, rounds = 3, found read = 1, rounds = 4"
        )
        assert store.outcomes("theorem", "1") == OUTCOMES  # all or none


STRANGERS = {
    "a text without a last newline": b"my thesis\nlast line",
    "JSON": b'{"cases": 3, "names": "x"}\n{"half',
    "a header of other types": b'{"cases": "3", "names": "x", "version": "1"}\n',
    "half a store": b"SQLite format 3\0",
}


@pytest.mark.parametrize("content", STRANGERS.values(), ids=STRANGERS)
def test_a_file_of_somebody_else_is_left_as_it_is(tmp_path, content):
    file = tmp_path / "thesis.txt"
    file.write_bytes(content)
    with pytest.raises(LogError, match="got another file, left as it is"):
        OutcomeStore(file)
    assert file.read_bytes() == content
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("ours", "says"),
    [("application_id = 1", "got another file"), (f"application_id = {APPLICATION}", "got format 0")],
)
def test_a_database_of_somebody_else_is_left_as_it_is(tmp_path, ours, says):
    file = tmp_path / "theirs.sqlite"
    with sqlite3.connect(file) as theirs:
        theirs.executescript(f"PRAGMA {ours}; CREATE TABLE mail (text); INSERT INTO mail VALUES ('hello')")
    theirs.close()
    content = file.read_bytes()
    with pytest.raises(LogError, match=says):
        OutcomeStore(file)
    assert file.read_bytes() == content
    changed(
        file, content[60:72], b"\0\0\0\1" + content[64:68] + APPLICATION.to_bytes(4)
    ) if "got format" in says else None
    with pytest.raises(LogError, match=r"other tables|another file"):
        OutcomeStore(file)


@pytest.mark.parametrize("suffix", ["-journal", "-wal"])
def test_a_file_that_sqlite_would_remove_is_left_as_it_is(tmp_path, suffix):
    beside = tmp_path / f"log{suffix}"
    beside.write_text("a journey to Wales")
    (tmp_path / "link").symlink_to("log")  # whose target SQLite names its own files after
    for name in ("log", "link"):
        with pytest.raises(LogError, match=f"{beside}: in the way of {name}, and not a part of it"):
            OutcomeStore(tmp_path / name)
    assert beside.read_text() == "a journey to Wales"


def test_devices_pipes_and_folders_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/null")
    for path, says in [
        (Path("/dev/null"), "got a device or a pipe"),
        (Path("/dev/full"), "got a device or a pipe"),
        (tmp_path / "pipe", "got a device or a pipe"),
        (tmp_path / "link", "got a device or a pipe"),
        (tmp_path, "got a folder"),
        (tmp_path / "none" / "log", f"but {tmp_path / 'none'} is none"),
        (Path("/etc/passwd/log"), "/etc/passwd"),
    ]:
        with pytest.raises(LogError, match=says):
            OutcomeStore(path)


def test_an_empty_file_is_a_new_one(tmp_path):
    (tmp_path / "log").touch()
    assert stored(filled(tmp_path / "log")) == (OUTCOMES, [])


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (b'"rounds":17}', b'"rounds":71}', "v = 17, η = 1/10"),
        (b'"rounds":17}', b'"rounds"\xff17}', "v = 17, η = 1/10"),
        ("v = 17, η = 1/10".encode(), "v = 17, η = 1/11".encode(), "v = 17, η = 1/11"),
        ("v = 17, η = 1/10".encode(), "v = 97, η = 1/10".encode(), "v = 97, η = 1/10"),  # not in its place
        ("v = 17, η = 1/10".encode(), "v = \0027, η = 1/10".encode(), r"'v = \x027, \u03b7 = 1/10'"),
    ],
)  # fmt: skip
def test_a_damaged_row_is_named_and_nothing_else_is_lost(tmp_path, old, new, named):
    log = filled(tmp_path / "log")
    changed(log, old, new)
    rest = {case: outcome for case, outcome in OUTCOMES.items() if case != "v = 17, η = 1/10"}
    assert stored(log) == (rest, [named])
    assert stored(log) == (rest, [])  # said once
    with OutcomeStore(log) as store:
        assert store.put("theorem", "1", OUTCOMES) == 1
    with sqlite3.connect(log) as file:
        ((case, outcome),) = file.execute(
            "SELECT CAST(case_text AS BLOB), CAST(outcome AS BLOB) FROM damaged"
        )
    assert new in case + outcome  # what there was is kept
    file.close()


@cache
def content():
    with TemporaryDirectory() as folder:
        return filled(Path(folder) / "log").read_bytes()


@given(st.integers(min_value=0), st.integers(1, 255))
def test_whatever_byte_changes_no_wrong_outcome_is_told(tmp_path_factory, place, bits):
    """Either the file is refused in one line, or what it tells is right, and the rest can be stored anew."""
    log = tmp_path_factory.mktemp("log") / "log"
    damaged = bytearray(content())
    damaged[place % len(damaged)] ^= bits
    log.write_bytes(damaged)
    try:
        with OutcomeStore(log) as store:
            assert store.outcomes("theorem", "1").items() <= OUTCOMES.items()
            store.put("theorem", "1", OUTCOMES)
            assert store.outcomes("theorem", "1") == OUTCOMES
    except LogError as wrong:
        said = str(wrong)
    else:
        said = f"{log}: "
    assert said.startswith(f"{log}: ")
    assert "\n" not in said


def test_a_kill_in_the_middle_of_a_transaction_leaves_what_was_there(tmp_path):
    log = filled(tmp_path / "log")
    program = """
import os, signal
store = OutcomeStore(Path(sys.argv[1]))
with store._transaction():
    for i in range(20_000):  # more than SQLite keeps in memory
        store._file.execute("INSERT INTO outcome VALUES ('theorem', '1', ?, ?, '')", (str(i), "x" * 1000))
    os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = run(program, log)
    killed.communicate("\n")
    assert killed.returncode == -9
    assert log.stat().st_size > 10_000_000
    assert (tmp_path / "log-journal").exists()
    assert stored(log) == (OUTCOMES, [])


def test_two_processes_make_and_fill_one_file_at_once(tmp_path):
    program = """
for i in range(int(sys.argv[2]), 200, 2):
    with OutcomeStore(Path(sys.argv[1])) as store:
        store.put("theorem", "1", {f"case {i}": {"at": i}, f"case {i // 2}": {"at": i // 2}})
"""
    both = [run(program, tmp_path / "log", parity) for parity in (0, 1)]
    assert [process.stdout.readline() for process in both] == ["ready\n"] * 2
    for process in both:
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.communicate()[1] for process in both] == ["", ""]
    assert stored(tmp_path / "log") == ({f"case {i}": {"at": i} for i in range(200)}, [])


def test_a_full_disk_names_the_file_and_keeps_what_was_stored(tmp_path):
    """A limit on the size of a file, and SQLite's own limit on the number of pages."""
    log = filled(tmp_path / "log")
    many = {f"case {i}": {"at": i} for i in range(2000)}
    program = """
import json, resource
store = OutcomeStore(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
store.put("theorem", "1", json.loads(sys.argv[2]))
"""
    failed = run(program, log, json.dumps(many))
    said = failed.communicate("\n")[1].splitlines()[-1]
    assert (
        said
        == f"proofs.claims.log_file.LogError: {log}: cannot be written: disk I/O error; what it holds is kept"
    )
    assert stored(log) == (OUTCOMES, [])
    with OutcomeStore(log) as store:
        store._file.execute("PRAGMA max_page_count = 10")
        with pytest.raises(
            LogError, match=f"{log}: cannot be written: the disk is full; what it holds is kept"
        ):
            store.put("theorem", "1", many)
    assert stored(log) == (OUTCOMES, [])
    with OutcomeStore(log) as store:
        assert store.put("theorem", "1", many) == 2000


def test_a_row_too_long_is_refused(tmp_path):
    with OutcomeStore(tmp_path / "log") as store, pytest.raises(LogError, match="string or blob too big"):
        store.put("theorem", "1", {"case": {"words": "x" * 2_000_000}})


@pytest.mark.parametrize("case", ["", "two\nlines", "\x1b[31m", "\ud800"])
def test_a_case_is_named_by_a_line_of_text(tmp_path, case):
    with OutcomeStore(tmp_path / "log") as store, pytest.raises(ValueError, match="one line of text"):
        store.put("theorem", "1", {case: {}})


@pytest.mark.parametrize(
    "text",
    ["", "[]", "1", '{"a": 1.5}', '{"a": NaN}', '{"a": ' + "[" * 100_000, '{"a": ' + "9" * 200_000 + "}"],
)
def test_what_is_no_outcome_is_a_value_error(text):
    with pytest.raises(ValueError):  # noqa: PT011  the words are those of the library
        read(text)
