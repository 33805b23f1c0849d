"""A file is read whole or refused, and written whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from gametheory.formats.read_game import READERS
from gametheory.formats.whole_file import read_whole, why_no_folder, why_unwritable, write_whole
from gametheory.games.errors import TooLargeError
from mechanisms.files.python import load_classes
from mechanisms.files.toml import InstanceError, read_toml


@pytest.mark.parametrize(
    "reader", [*READERS.values(), load_classes, read_toml], ids=[*READERS, ".py", ".toml"]
)
def test_a_file_without_end_is_refused_before_memory_is_spent(tmp_path, reader):
    file = tmp_path / "x.bagg"
    with file.open("wb") as empty:
        empty.truncate(2**36)  # which takes no room on a disk
    with pytest.raises((TooLargeError, InstanceError), match="bytes, got more"):
        reader(file)


def test_what_has_no_size_is_read_to_its_end(tmp_path):
    reading, writing = os.pipe()
    os.write(writing, b"12345")
    os.close(writing)
    assert read_whole(f"/dev/fd/{reading}", 5) == b"12345"
    os.close(reading)
    (tmp_path / "x").write_bytes(b"12345")
    assert read_whole(tmp_path / "x", 5) == b"12345"
    for endless in (tmp_path / "x", "/dev/zero"):
        with pytest.raises(TooLargeError, match="at most 4 bytes"):
            read_whole(endless, 4)


def test_what_was_there_stays_where_the_disk_is_full(tmp_path, monkeypatch):
    file = tmp_path / "x.nfg"
    file.write_text("old")
    write = Path.write_bytes

    def half(path, content):
        write(path, content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    for target in (file, tmp_path / "new"):
        with pytest.raises(OSError, match="No space left"):
            write_whole(target, "new content")
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("x.nfg", "old")]


def test_links_are_followed_and_permissions_kept(tmp_path):
    file, link = tmp_path / "x", tmp_path / "link"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to("x")
    write_whole(link, "new")
    assert link.is_symlink()
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("new", 0o640)


def test_a_device_stays_one():
    write_whole(os.devnull, "new")
    assert Path(os.devnull).is_char_device()


def test_a_pipe_is_written_to_by_the_name_that_a_shell_gives_it():
    end, other = os.pipe()
    name = f"/dev/fd/{other}"
    assert why_unwritable(name) is None
    write_whole(name, "new")
    assert os.read(end, 100) == b"new"
    for each in (end, other):
        os.close(each)


def test_what_is_protected_or_to_be_fresh_is_left_as_it_is(tmp_path, monkeypatch):
    file = tmp_path / "x"
    file.write_text("old")
    with pytest.raises(FileExistsError):
        write_whole(file, "new", fresh=True)
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # whoever runs the tests
    with pytest.raises(PermissionError):
        write_whole(file, "new")
    assert file.read_text() == "old"


def test_of_two_processes_that_write_a_fresh_file_one_does(tmp_path, monkeypatch):
    file = tmp_path / "x"
    file.write_text("the other's")
    monkeypatch.setattr(os.path, "lexists", lambda path: False)  # it was not there when it was looked for
    with pytest.raises(FileExistsError):
        write_whole(file, "new", fresh=True)
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("x", "the other's")]


def test_a_link_to_itself_is_no_file(tmp_path):
    link = tmp_path / "x"
    link.symlink_to("x")
    assert why_unwritable(link) == os.strerror(errno.ELOOP)
    assert why_unwritable(link / "y") == why_no_folder(link) == os.strerror(errno.ELOOP)
    assert why_unwritable(tmp_path / "new" / "y") is why_no_folder(tmp_path / "new") is None
    with pytest.raises(OSError, match=os.strerror(errno.ELOOP)):
        write_whole(link, "new")
    assert link.is_symlink()


def test_any_text_can_be_written(tmp_path):
    write_whole(tmp_path / "x", "a name that is not UTF-8: \udcff")
    assert (tmp_path / "x").read_text() == r"a name that is not UTF-8: \udcff"
