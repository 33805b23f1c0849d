"""Calls of the command line with hostile files and options, and what must be true of each of them."""

import json
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import strategies as st

from proofs.audit.sources import house
from proofs.claims.outcome_store import OutcomeStore
from proofs.commands.family import CLAIM, decide
from proofs.commands.options import HYPOTHESES
from proofs.theorem_4.one_buyer.family import family
from tests.calls import call
from tests.fuzz.mutations import EXAMPLES, ODD_NUMBERS, ODD_TEXTS, ROOT, documents, spoiled

SECONDS = 60  # that a call may take
NOTE = re.compile(r"done: |undominated: .*(is decided again|outcomes)$")  # of progress, and of a log
FILE = "FILE"  # stands for the file of the call
ODD_WORDS = [*map(str, ODD_NUMBERS[:11]), "nan", "inf", "-inf", "1e9", "1e300", "0.5", "1/3", *ODD_TEXTS[:12]]


class Call(NamedTuple):
    """The arguments, and the file that one of them stands for."""

    arguments: tuple[str, ...]
    content: bytes


class TooSlow(BaseException):
    """The time for a call is up."""


ON_A_FILE = [
    ("show", FILE),
    ("check", FILE, "--seconds", "1"),
    ("check", FILE, "--seconds", "1", "--json"),
    *(("check", FILE, "--seconds", "1", "--without", name) for name in HYPOTHESES),
    ("eliminate", FILE),
    ("eliminate", FILE, "--by", "mixed"),
    ("eliminate", FILE, "--json", "--orders", "--nodes", "20", "--seconds", "1"),
    ("counterexample", FILE),
    ("curve", FILE, "--to", "3", "--json"),
    ("curve", FILE, "--to", "2", "--against"),
    ("audit", "--claim", "Theorem 2", "--ledger", FILE),
]
GAME = str(ROOT / "examples" / "games" / "order-matters.nfg")
FIRST = str(ROOT / "examples" / "first.toml")
WITH_A_WORD = [  # that stands at the end
    ("check", FIRST, "--seconds"),
    ("check", FIRST, "--claim"),
    ("check", FIRST, "--without"),
    ("show",),
    ("examples",),
    ("examples", "first.toml", "--copy"),
    ("eliminate", FIRST, "--seconds", "1", "--nodes"),
    ("eliminate", FIRST, "--orders", "--nodes", "10", "--seconds"),
    ("eliminate", FIRST, "--graph"),
    ("counterexample", FIRST, "--agent"),
    ("counterexample", FIRST, "--output"),
    ("counterexample", "--search", "complements", "--top"),
    ("counterexample", "--search", "complements", "--finest", "1", "--largest"),
    ("audit", "--claim", "Theorem 2", "--seconds"),
    ("audit", "--claim"),
    ("audit", "--claim", "Theorem 2", "--ledger"),
    ("curve", FIRST, "--to", "1", "--epsilon"),
    ("curve", FIRST, "--to", "1", "--within"),
    ("curve", FIRST, "--to", "1", "--against", "--posted"),
    ("curve", FIRST, "--to", "1", "--log"),
    ("curve", FIRST, "--to", "1", "--picture"),
    ("family", "--first", "1", "--workers"),
    ("family", "--first", "1", "--workers", "1", "--recheck"),
    ("family", "--first", "1", "--workers", "1", "--log"),
]


@cache
def logs() -> list[bytes]:
    """A store, and a text log of an earlier version."""
    outcomes = {case.name: decide(case) for case, _ in zip(family(), range(3), strict=False)}
    lines: list[object] = [{"cases": 3, "names": "0" * 64, "version": "1"}]
    lines += [{"case": case, "outcome": outcome} for case, outcome in outcomes.items()]
    with TemporaryDirectory() as folder:
        with OutcomeStore(Path(folder) / "log") as store:
            store.put(CLAIM, house(), outcomes)
        content = (Path(folder) / "log").read_bytes()
    return [content, "".join(json.dumps(line) + "\n" for line in lines).encode()]


@cache
def expectations() -> bytes:
    """What `eliminate` finds of a game, as a file that expects it."""
    with TemporaryDirectory() as folder:
        call("eliminate", GAME, "--write-expect", Path(folder) / "x.toml")
        return (Path(folder) / "x.toml").read_bytes()


def calls() -> st.SearchStrategy[Call]:
    """Any of them."""
    texts = [file.read_bytes() for file in EXAMPLES]
    ledgers = [(ROOT / "proofs" / "audit" / "ledger.toml").read_bytes()]
    log = ("family", "--first", "2", "--workers", "1", "--log", FILE)
    return st.one_of(
        *[st.builds(Call, st.sampled_from(ON_A_FILE), content=documents())] * 4,
        st.builds(Call, st.sampled_from(ON_A_FILE), content=spoiled(texts)),
        st.builds(Call, st.just(ON_A_FILE[-1]), content=spoiled(ledgers)),
        st.builds(Call, st.just(("eliminate", GAME, "--expect", FILE)), content=spoiled([expectations()])),
        st.builds(Call, st.sampled_from([log, (*log, "--recheck", "2")]), content=spoiled(logs())),
        st.builds(lambda words, last: Call((*words, last), b""), st.sampled_from(WITH_A_WORD), st.sampled_from(ODD_WORDS)),
    )  # fmt: skip


def judge(made: Call) -> int:
    """Make the call, and return its exit status. Whatever is raised is a fault in the project."""
    with TemporaryDirectory() as folder, _in(folder), _limited():
        file = Path(folder, "x.toml")
        file.write_bytes(made.content)
        done = call(*(str(file) if word == FILE else word for word in made.arguments))
    said = [line.replace(folder, "") for line in done.err.splitlines()]
    assert done.status in (0, 1, 2, 3), done.status
    assert "not enough memory" not in done.err
    wrong = [line for line in said if not NOTE.match(line)]
    if done.status == 2:
        assert [line.startswith("undominated: ") for line in wrong] == [True], wrong
    for line in (*said, *done.out.splitlines()):
        assert line.isprintable(), ascii(line)
    for line in said:
        assert line == line.rstrip(), line
    return done.status


@contextmanager
def _in(folder: str) -> Iterator[None]:
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _limited() -> Iterator[None]:
    def stop(number: int, frame: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
