"""Standard output and error, whatever the environment says of them, and where nobody reads them."""

import io
import json
import os
import subprocess
import sys

import pytest

from proofs.commands.main import CLOSED, main
from tests.calls import call
from tests.example_games import EXAMPLES

GAME = EXAMPLES / "games" / "order-matters.nfg"
TWO_ACCENTS = 'NFG 1 R "" { "P" }\n{ { "é" "è" } }\n1 1\n'
PROGRAM = (sys.executable, "-m", "undominated")


@pytest.mark.parametrize("columns", ["0", "-5", "abc", "", "²"])
def test_what_is_no_width_is_none(monkeypatch, columns):
    monkeypatch.delenv("COLUMNS", raising=False)
    expected = call("eliminate", GAME)
    monkeypatch.setenv("COLUMNS", columns)
    assert call("eliminate", GAME) == expected


@pytest.mark.parametrize("columns", ["1", "59"])
def test_where_there_is_no_room_nothing_is_cut(monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", "60")
    expected = call("eliminate", GAME)
    monkeypatch.setenv("COLUMNS", columns)
    assert call("eliminate", GAME) == expected


@pytest.mark.parametrize("encoding", ["ascii", "cp1251", "utf-8"])
def test_two_labels_stay_two_whatever_the_encoding(tmp_path, monkeypatch, encoding):
    (tmp_path / "x.nfg").write_text(TWO_ACCENTS, encoding="utf-8")

    def printed(*options):
        out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        monkeypatch.setattr(sys, "stdout", out)
        with pytest.raises(SystemExit):
            main(["eliminate", str(tmp_path / "x.nfg"), *options])
        out.flush()
        return out.buffer.getvalue().decode("utf-8" if encoding == "ascii" else encoding)

    assert json.loads(printed("--json"))["survivors"] == {"P": ["é", "è"]}
    for options in ((), ("--markdown",), ("--latex",)):
        text = printed(*options)
        assert "?" not in text
        assert "é" in text or r"\xe9" in text


def test_what_is_endless_is_shortened_where_it_is_wrong_and_whole_where_it_is_asked_for(tmp_path):
    label, file = "x" * 3000, tmp_path / "x.nfg"
    file.write_text(f'NFG 1 R "" {{ "A" }} {{ {{ "{label}" "{label}" "b" }} }} 1 2 3\n')
    for words in ("A=z", f"A={label}", f"{label}=b"):
        status, out, err = call("eliminate", file, "--keep", words)
        assert (status, out) == (2, "")
        assert all(len(line) < 2000 for line in err.splitlines())
        assert "characters)..." in err
    assert f"{label} (1)" in call("eliminate", file, "--json").out


@pytest.mark.skipif(not hasattr(os, "pipe2"), reason="closed pipes as in POSIX")
@pytest.mark.parametrize("arguments", [("--version",), ("show", EXAMPLES / "first.toml")])
def test_a_closed_pipe_is_no_verdict(arguments):
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*PROGRAM, *arguments], stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (CLOSED, b"")


def test_what_nobody_hears_changes_nothing(monkeypatch):
    class Full(io.StringIO):
        def write(self, text):
            raise OSError(28, "No space left on device")

    for arguments, status in (
        (("show", "none.toml"), 2),
        (("check", EXAMPLES / "first.toml", "--claim", "Condition 1"), 0),
    ):
        monkeypatch.setattr(sys, "stderr", Full())

        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        assert (stop.value.code or 0) == status
