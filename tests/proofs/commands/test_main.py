"""The entry point: whatever goes wrong is one line on standard error."""

import json
from importlib import import_module

import pytest

from gametheory.games.errors import InputError, MissingLibraryError, UndecidedError
from proofs.audit.load_claims import FileClaims
from proofs.claims.claim import Claim
from proofs.claims.verdict import Reading
from proofs.commands.main import COMMANDS
from proofs.commands.terminal import InterruptedByUserError
from tests.calls import call
from tests.example_games import EXAMPLES
from tests.test_structure import error_classes


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", "none.toml"),
        ("check", EXAMPLES / "first.toml", "--claim", "Theorem 9"),
        ("check", EXAMPLES / "first.toml", "--without", "reason"),
        ("show", "none.toml"),
        ("show", EXAMPLES),
        ("audit", "--claim", "Theorem 9"),
        ("counterexample",),
        ("counterexample", EXAMPLES / "first.toml", "--search", "complements"),
        ("counterexample", EXAMPLES / "first.toml", "--agent", "5"),
        ("counterexample", "--search", "complements", "--top", "1.5"),
        ("counterexample", "--search", "nonsense"),
        ("nonsense",),
    ],
    ids=lambda arguments: " ".join(str(a).rsplit("/", 1)[-1] for a in arguments),
)
def test_a_bad_call_is_one_line_and_status_2(arguments):
    status, out, err = call(*arguments)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert err.startswith("undominated: ")


ENTRANCES = {  # of each command: something that it calls, and a call
    "audit": ("proofs.commands.checking.run", ("--fresh", "--claim", "4.printed")),
    "check": ("proofs.audit.load_claims.load_claims", (EXAMPLES / "first.toml",)),
    "counterexample": ("mechanisms.files.instances.load_g_star_instance", (EXAMPLES / "first.toml",)),
    "curve": ("mechanisms.files.sequences.load_sequence", (EXAMPLES / "first.toml",)),
    "eliminate": ("proofs.commands.eliminate_game.load_game", (EXAMPLES / "first.toml",)),
    "examples": ("proofs.commands.examples.catalogue", ()),
    "family": ("proofs.claims.case_log.CaseLog.run", ("--first", 1)),
    "new": ("proofs.commands.new._write", ("market",)),
    "sweep": ("proofs.sweeps.spec.read_sweep", (EXAMPLES / "sweeps" / "unit-costs.toml",)),
    "show": ("mechanisms.files.interdependent.load_instance", (EXAMPLES / "first.toml",)),
}


def test_every_command_has_an_entrance():
    assert set(ENTRANCES) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("error", error_classes(), ids=lambda error: error.__name__)
def test_no_error_of_the_project_ends_in_a_traceback(monkeypatch, command, error):
    def fail(*arguments, **options):
        raise error("rule,\nplace and value")

    place, arguments = ENTRANCES[command]
    monkeypatch.setattr(place, fail)
    status, out, err = call(command, *arguments)
    status_2 = issubclass(error, InputError | MissingLibraryError)
    expected = 3 if issubclass(error, UndecidedError) else 2 if status_2 else 1
    expected = 130 if error is InterruptedByUserError else expected
    assert (status, out) == (expected, "")
    assert err == "undominated: rule, place and value\n"


def test_a_search_that_is_given_up_in_a_claim_is_open(monkeypatch):
    def give_up(watch):
        raise UndecidedError("after 10 steps")

    claim = Claim("1", "Theorem 1", "one", Reading.READ, give_up)
    loaded = FileClaims([claim], is_witness=False, expected={})
    monkeypatch.setattr("proofs.audit.load_claims.load_claims", lambda file, without: loaded)
    status, out, err = call("check", EXAMPLES / "first.toml", "--json")
    assert [(row["verdict"], row["evidence"]) for row in json.loads(out)] == [("open", "after 10 steps")]
    assert status == 3
    assert err.endswith("open: " + f"{EXAMPLES / 'first.toml'}: Theorem 1: one (amended): after 10 steps\n")


def test_a_file_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    below = tmp_path / "file" / "ledger.toml"
    status, _, err = call("audit", "--claim", "Theorem 2", "--write-ledger", below)
    assert status == 2
    assert err == f"undominated: {below}: cannot be written: Not a directory\n"


def test_what_takes_too_much_memory_is_one_line(monkeypatch):
    def fail(*arguments, **options):
        raise MemoryError

    monkeypatch.setattr("proofs.audit.load_claims.load_claims", fail)
    said = "undominated: there is not enough memory for this\n"
    assert call("check", EXAMPLES / "first.toml") == (3, "", said)


def test_an_exact_number_is_offered_for_a_decimal():
    err = call("counterexample", "--search", "complements", "--top", "1.5").err
    assert err == 'undominated: --top: an exact number is an integer or "p/q" (here "3/2"), got \'1.5\'\n'


def test_a_mistyped_command_is_named():
    assert call("chekc").err == "undominated: No such command 'chekc'. Did you mean 'check'?\n"


def test_a_fault_of_the_program_is_no_verdict(monkeypatch):
    def fail(*arguments, **options):
        raise KeyError("a fault")

    monkeypatch.setattr("proofs.audit.load_claims.load_claims", fail)
    status, out, err = call("check", EXAMPLES / "first.toml")
    assert (status, out) == (3, "")
    assert "KeyError: 'a fault'" in err  # for a report of it
    assert err.splitlines()[-1].startswith("undominated: a fault of the program itself")


def test_a_library_that_fails_while_it_is_imported_is_named(monkeypatch, tmp_path):
    def fail(*arguments, **options):
        import_module("spoilt_library")

    (tmp_path / "spoilt_library.py").write_text("int('1e99')  # of a variable of the environment, say\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("proofs.audit.load_claims.load_claims", fail)
    status, out, err = call("check", EXAMPLES / "first.toml")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("undominated: spoilt_library cannot be imported: ValueError: invalid literal")
