"""The entry point `undominated.py`, where another distribution has a package of the same name as ours."""

import base64
import csv
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import undominated
from tests.test_structure import LAYERS, ROOT

OURS = [f"{room}/__init__.py" for room in LAYERS] + ["proofs/commands/terminal.py"]


@pytest.fixture
def site(tmp_path):
    """A folder in which we are installed, with a record of some of our files."""
    folder = tmp_path / "site"
    for room in LAYERS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "undominated.py", folder)
    record(folder, "undominated", OURS)
    return folder


def record(site: Path, name: str, files: list[str]) -> None:
    """Say, as pip would, that these files as they are now belong to a distribution."""
    info = site / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    with (info / "RECORD").open("w", newline="") as out:
        for file in files:
            content = (site / file).read_bytes()
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
            csv.writer(out).writerow([file, f"sha256={digest}", len(content)])


def install(site: Path, name: str, *files: str) -> None:
    """Another distribution, with these files."""
    for file in files:
        (site / file).parent.mkdir(exist_ok=True)
        (site / file).write_text("# another package\n")
    record(site, name, list(files))


def start(site: Path, *arguments: str, cwd: Path | None = None) -> tuple[int, str, str]:
    """`python -m undominated` in a folder; of what went wrong, the one line that a person reads."""
    command = [sys.executable, "-m", "undominated", *(arguments or ("--version",))]
    done = subprocess.run(
        command, cwd=cwd or site, env=os.environ | {"PYTHONPATH": str(site)}, capture_output=True, text=True
    )
    return done.returncode, done.stdout, done.stderr.removeprefix("undominated: ")


def test_without_a_neighbour_it_starts(site):
    assert start(site) == (0, "undominated 1.0\n", "")
    install(site, "harmless", "elsewhere/__init__.py")
    assert start(site)[0] == 0


@pytest.mark.parametrize("room", LAYERS)
def test_a_package_that_was_installed_over_ours_is_named(site, room):
    install(site, "neighbour", f"{room}/__init__.py", f"{room}/more.py")
    place = site / room / "__init__.py"
    said = f"{place} is that of neighbour 1.0 now: install undominated in an environment of its own\n"
    assert start(site) == (2, "", said)


def test_one_that_ours_was_installed_over_does_no_harm(site):
    before = {file: (site / file).read_bytes() for file in OURS}
    install(site, "neighbour", "proofs/__init__.py", "proofs/more.py")
    (site / "proofs" / "__init__.py").write_bytes(before["proofs/__init__.py"])
    assert start(site)[0] == 0


def test_what_uninstalling_the_other_leaves_is_said(site):
    (site / "proofs" / "__init__.py").unlink()
    said = "proofs/__init__.py is missing: pip install --force-reinstall --no-deps undominated\n"
    assert start(site) == (2, "", said)


def test_a_file_below_that_was_overwritten_is_named_when_an_import_fails(site):
    install(site, "neighbour", "proofs/commands/terminal.py")
    status, out, err = start(site)
    assert (status, out) == (2, "")
    assert err.startswith(f"{site / 'proofs/commands/terminal.py'} is that of neighbour 1.0 now: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("file", ["proofs.py", "proofs/__init__.py"])
def test_a_file_of_the_user_that_hides_a_package_is_named(site, tmp_path, file):
    own = tmp_path / "own"
    (own / file).parent.mkdir(parents=True)
    (own / file).write_text("")
    assert start(site, cwd=own) == (2, "", f"{own / file} hides the package proofs of undominated\n")


def test_a_library_that_is_missing_is_named(site):
    (site / "click.py").write_text('raise ModuleNotFoundError("No module named click", name="click")')
    said = "click is not installed, and is needed: pip install --force-reinstall undominated\n"
    assert start(site) == (2, "", said)


def test_a_mistake_of_ours_is_not_taken_for_damage(site):
    (site / "proofs" / "commands" / "terminal.py").write_text("")
    status, _, err = start(site)
    assert status == 1
    assert "ImportError: cannot import name" in err
    assert undominated.missing(ModuleNotFoundError("no module", name="proofs.commands.nothing")) is None


def test_metadata_is_not_read_at_a_start(site):
    """It would take a second where much is installed."""
    code = "import sys, undominated; print([undominated.not_ours(room) for room in undominated.ROOMS], *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=site, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("[None, None, None] ")
    loaded = set(done.stdout.split())
    assert "undominated" in loaded
    assert loaded & {*LAYERS, "importlib.metadata"} == set()


def test_the_rooms_are_those_of_the_house():
    assert list(undominated.ROOMS) == LAYERS


@pytest.mark.parametrize("file", ["terminal.py", "main.py"])
def test_an_interrupt_at_the_start_is_one_line(site, file):
    """Ctrl-C while modules are still imported."""
    (site / "proofs" / "commands" / file).write_text("raise KeyboardInterrupt\n")
    assert start(site) == (130, "", "interrupted\n")
