"""No option of any command writes over a file that the call reads, or over another that it writes."""

import os
import shutil
import sys
from io import BufferedWriter, TextIOWrapper
from subprocess import PIPE, run
from sys import executable
from threading import Thread

import click
import pytest

from gametheory.games.errors import InputError
from proofs.claims import log_file
from proofs.claims.log_file import LogError
from proofs.claims.outcome_store import OutcomeStore
from proofs.commands import main
from proofs.commands.options import SIDE_FILES, CallFile, _are_same
from proofs.commands.terminal import prepare_streams
from proofs.commands.writing import write_file, write_toml
from tests.calls import call
from tests.example_games import EXAMPLES

CALLS = {
    "check": "first.toml",
    "counterexample": "theorem-3.toml",
    "curve": "first.toml",
    "eliminate": "first.toml",
}


@pytest.mark.parametrize("command", CALLS)
@pytest.mark.parametrize("alias", ["itself", "link", "class"])
def test_a_page_does_not_replace_what_it_is_about(tmp_path, command, alias):
    original = EXAMPLES / CALLS[command]
    file, link = tmp_path / "x.toml", tmp_path / "link.toml"
    shutil.copy(original, file)
    link.symlink_to(file)
    page = link if alias == "link" else file
    read = f"{file}::Class" if alias == "class" else file
    for arguments in ((read, "--html", page), ("--html", page, read)):
        says = f"undominated: --html: a file that the command does not use otherwise, got {page}\n"
        assert call(command, *arguments) == (2, "", says)
    assert file.read_bytes() == original.read_bytes()


def test_nor_does_anything_in_a_folder_that_is_written(tmp_path):
    file = tmp_path / "x.toml"
    file.write_text("old")
    context = click.Context(main.cli)
    CallFile().convert(str(file), click.Argument(["file"]), context)
    with context, pytest.raises(InputError, match="is read by this command, and would be overwritten"):
        write_toml(file, {})
    assert file.read_text() == "old"
    write_toml(file, {"new": 1})  # in another call
    assert file.read_text() == "new = 1\n"


@pytest.mark.parametrize("name", ["first.toml/x", "x" * 300, "itself", "itself/x"])
@pytest.mark.parametrize("option", ["--html", "--output"])
def test_what_cannot_be_written_is_refused_before_anything_is_found(tmp_path, option, name):
    shutil.copy(EXAMPLES / "first.toml", tmp_path)
    (tmp_path / "itself").symlink_to("itself")
    status, out, err = call("check", EXAMPLES / "first.toml", option, tmp_path / name)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "cannot be written: " in err
    assert (tmp_path / "itself").is_symlink()


@pytest.mark.parametrize("option", ["--html", "--output"])
def test_an_empty_name_is_refused(option):
    what = {"--html": "a file", "--output": "a folder"}[option]
    says = f"undominated: {option}: {what}, got an empty name\n"
    assert call("check", EXAMPLES / "first.toml", option, "") == (2, "", says)


def test_a_folder_is_no_file(tmp_path):
    says = f"undominated: --html: a file, got {tmp_path}/x/\n"
    assert call("check", EXAMPLES / "first.toml", "--html", f"{tmp_path}/x/") == (2, "", says)


def test_folders_are_made_whatever_is_written(tmp_path):
    game = EXAMPLES / "games" / "strict.nfg"
    link, pages = tmp_path / "link.html", tmp_path / "pages"
    link.symlink_to(pages / "x.html")
    written = {"--output": "x.nfg", "--certificate": "x.json", "--graph": "x.svg", "--write-expect": "x.toml"}
    files = {option: tmp_path / option / file for option, file in written.items()}
    options = [word for each in files.items() for word in each]
    assert call("eliminate", game, *options, "--html", link).status == 0
    picture = tmp_path / "pictures" / "x.svg"
    assert call("curve", EXAMPLES / "first.toml", "--to", 1, "--picture", picture).status == 0
    assert all(file.is_file() for file in (*files.values(), pages / "x.html", picture))


def test_what_is_no_folder_is_said_to_be_none(tmp_path):
    shutil.copy(EXAMPLES / "first.toml", tmp_path)
    with pytest.raises(InputError, match=r"first\.toml/x: cannot be written: File exists"):
        write_file(tmp_path / "first.toml" / "x", "", fresh=True)


@pytest.mark.parametrize("option", ["--html", "--log"])
def test_nothing_is_written_where_standard_output_goes(tmp_path, option):
    file = tmp_path / "x"
    command = [executable, "-m", "undominated", "curve", EXAMPLES / "first.toml", option, file]
    with file.open("wb") as output:
        ran = run(command, stdout=output, stderr=PIPE, text=True)
    says = f"undominated: {option}: another file than standard output or error goes to, got {file}\n"
    assert (ran.returncode, ran.stderr, file.read_text()) == (2, says, "")


def test_two_options_do_not_write_one_file(tmp_path):
    for options in (("--picture", "--html"), ("--log", "--picture"), ("--log", "--html")):
        written = [word for option in options for word in (option, tmp_path / "x.svg")]
        status, out, err = call("curve", EXAMPLES / "first.toml", *written)
        assert (status, out) == (2, "")
        assert err.startswith(f"undominated: {options[1]}: a file that the command does not use otherwise")
    assert not list(tmp_path.iterdir())


def test_nor_does_it_replace_what_a_file_that_it_reads_names(tmp_path):
    market, spec = tmp_path / "market.toml", tmp_path / "spec.toml"
    shutil.copy(EXAMPLES / "first.toml", market)
    spec.write_text(
        'title = "Ties"\n[sweep]\nfile = "market.toml"\nclaims = ["Condition 1"]\n[vary]\n"market.tie" = ["lowest"]\n'
    )
    imports, common = tmp_path / "imports.py", tmp_path / "common.py"
    imports.write_text("from common import Base\nclass M(Base): pass\n")
    common.write_text((EXAMPLES / "mechanisms" / "median.py").read_text().replace("Median", "Base"))
    for read, *arguments in (
        (market, "sweep", spec, "--jobs", 1, "--csv", market),
        (common, "check", imports, "--claim", "truth-dominant", "--html", common),
    ):
        before = read.read_bytes()
        status, _, err = call(*arguments)
        said = f"undominated: {read}: is read by this command, and would be overwritten"
        assert (status, err.splitlines()[-1]) == (2, said)
        assert read.read_bytes() == before


def test_every_file_of_every_command_is_looked_at():
    context = click.Context(main.cli)
    for name in main.COMMANDS:
        for each in main.cli.get_command(context, name).params:
            if "FILE" in (each.metavar or "") or (isinstance(each.type, click.Path) and each.type.file_okay):
                assert isinstance(each.type, CallFile), (name, each.name)


@pytest.mark.parametrize(
    ("command", "example"),
    [("show", "first.toml"), ("check", "first.toml"), ("show", "mechanisms/median.py")],
)
def test_a_pipe_is_read_once(tmp_path, command, example):
    original = EXAMPLES / example
    pipe = tmp_path / original.name
    os.mkfifo(pipe)
    asked = () if command == "show" else ("--claim", "Condition 1")
    writer = Thread(target=pipe.write_bytes, args=(original.read_bytes(),))
    writer.start()
    from_a_pipe = call(command, pipe, *asked)
    writer.join()
    pipe.unlink()  # Hypothesis reads the sources of all modules, and would wait for somebody to write this one
    assert from_a_pipe.status == 0
    told = call(command, original, *asked).out.replace(str(original), str(pipe))
    assert "".join(from_a_pipe.out.split()) == "".join(told.split())  # a longer path may be broken elsewhere


def test_one_new_file_has_one_use_whatever_its_names_are(tmp_path):
    """A folder and a link to it: the file that both names would make is not there yet."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    log, page = tmp_path / "real" / "made", tmp_path / "link" / "made"
    status, _, err = call("curve", EXAMPLES / "first.toml", "--to", 1, "--log", log, "--html", page)
    assert (status, err) == (
        2,
        f"undominated: --html: a file that the command does not use otherwise, got {page}\n",
    )
    assert not log.exists()


def test_a_link_to_itself_is_one_line(tmp_path):
    link = tmp_path / "link"
    link.symlink_to(link)
    for options in (("--log", link), ("--html", tmp_path / "page.html", "--log", link)):
        status, out, err = call("curve", EXAMPLES / "first.toml", "--to", 1, *options)
        assert (status, out, err.count("\n")) == (2, "", 1)
    assert not _are_same(link, tmp_path / "other")
    with pytest.raises(LogError, match="link: cannot be opened"):
        OutcomeStore(link)


def test_what_is_written_to_a_folder_stays_under_its_name(tmp_path):
    """A page, or a log, of the name that a file in the folder gets."""
    witness = tmp_path / "theorem-3.witness.toml"
    status, _, err = call(
        "counterexample", EXAMPLES / "theorem-3.toml", "--output", tmp_path, "--html", witness
    )
    assert (status, err.splitlines()[-1]) == (
        2,
        f"undominated: {witness}: has been written by this command, and would be overwritten",
    )
    assert call("check", witness).status == 0
    context = click.Context(main.cli)
    log = click.Option(["--log"])
    CallFile(written=True).convert(str(tmp_path / "log.toml"), log, context)
    with context, pytest.raises(InputError, match="is read by this command, and would be overwritten"):
        write_toml(tmp_path / "log.toml", {})


@pytest.mark.parametrize("name", ["old.sqlite", "old.sqlite-journal", "old-journal", "old-wal", "link"])
def test_what_a_log_has_beside_it_is_in_use(tmp_path, name):
    """SQLite's files, and what a log of an earlier version is taken over into, under any name."""
    log, table = tmp_path / "old", tmp_path / name
    log.write_text('{"cases": 1, "names": "", "version": "1"}\n')
    if name == "link":
        table.symlink_to(tmp_path / "old.sqlite")
    says = f"undominated: --csv: a file that the command does not use otherwise, got {table}\n"
    for given in (("--log", log, "--csv", table), ("--csv", table, "--log", log)):
        assert call("sweep", EXAMPLES / "sweeps" / "unit-costs.toml", *given) == (2, "", says)
    assert {each.name for each in tmp_path.iterdir()} <= {"old", "link"}


def test_the_names_of_these_are_those_of_the_log():
    assert set(log_file.SIDE_FILES) <= set(SIDE_FILES)


def test_a_strangers_file_in_a_folder_that_is_written_stays(tmp_path):
    """What a command names itself it writes anew where it wrote before, and nowhere else; its answer is not lost."""
    mechanism = EXAMPLES / "mechanisms" / "first_price.py"
    before = call("check", mechanism, "--output", tmp_path)
    files = sorted(tmp_path.iterdir())
    assert files
    assert call("check", mechanism, "--output", tmp_path) == before
    files[0].write_text("my thesis")
    status, out, err = call("check", mechanism, "--output", tmp_path)
    assert (status, out) == (2, before.out[: len(out)])
    assert len(out) > 1000
    assert err.endswith(
        f"undominated: {files[0]}: is there already, not written by us, and would be overwritten\n"
    )
    assert files[0].read_text() == "my thesis"


@pytest.mark.skipif(sys.platform != "linux", reason="a name that is not UTF-8, as Linux has it")
def test_a_name_that_is_not_utf_8_is_one_line_where_it_would_be_written(tmp_path):
    """A witness names the file of its mechanism, in TOML."""
    odd = tmp_path / os.fsdecode(b"p\xff.py")
    shutil.copy(EXAMPLES / "mechanisms" / "first_price.py", odd)
    status, out, err = call("check", odd, "--claim", "truth-dominant", "--output", tmp_path / "there")
    assert (status, err.splitlines()[-1].partition("names")[2]) == (
        2,
        ' files in UTF-8, got mechanism = "../p\\udcff.py::FirstPrice"',
    )
    assert "refuted" in out


@pytest.mark.parametrize("where", ["{leave}", "def outcome(self, m): {leave}; return m"])
def test_code_that_leaves_the_folder_moves_nothing(tmp_path, monkeypatch, where):
    """What is written has names that are relative to the folder of the call."""
    leave = "__import__('os').chdir('other')"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "p.html").write_text("precious")
    (tmp_path / "a.py").write_text(
        "from mechanisms import Mechanism\nclass A(Mechanism):\n"
        "    players = ['a', 'b']; types = [0, 1]; messages = [0, 1]\n"
        "    def outcome(self, m): return m\n    def payoff(self, i, t, o): return o[i]\n"
        f"    {where.format(leave=leave)}\n"
    )
    monkeypatch.chdir(tmp_path)
    for command in ("check", "eliminate"):
        status, out, err = call(command, "a.py", "--html", "p.html")
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert "names of files are relative to the folder of the call, which is not left" in err
    assert os.getcwd() == str(tmp_path)
    assert (tmp_path / "other" / "p.html").read_text() == "precious"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device that is full, as Linux has it")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_under_standard_output_is_never_a_success(unbuffered):
    """A device that is full, as a disk is on which only the first bytes have room."""
    with open("/dev/full", "w") as full:
        command = [executable, "-m", "undominated", "check", EXAMPLES / "first.toml", "--json"]
        made = run(
            command, stdout=full, stderr=PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": unbuffered}
        )
    assert made.returncode == 2
    assert made.stderr.splitlines()[-1].startswith("undominated: ")


def test_standard_output_without_a_buffer_gets_one(monkeypatch, tmp_path):
    """Of what is written without one, as much as has room is written, and nobody is told of the rest."""
    with (tmp_path / "out").open("wb", buffering=0) as raw:
        before = TextIOWrapper(raw, write_through=True)
        monkeypatch.setattr("sys.stdout", before)
        prepare_streams()
        assert sys.stdout is before  # as in a test, or a notebook
        monkeypatch.setattr("sys.__stdout__", before)
        prepare_streams()
        assert isinstance(sys.stdout.buffer, BufferedWriter)
        print("é")
        sys.stdout.flush()
    assert (tmp_path / "out").read_bytes() == "é\n".encode(sys.stdout.encoding, "backslashreplace")
