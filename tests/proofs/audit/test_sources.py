"""What a finding depends on: every file that its check reaches, and versions; nothing else of the house."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from proofs.audit import sources
from proofs.audit.register import CLAIMS
from proofs.audit.sources import Sources
from proofs.claims.claim import Claim
from proofs.claims.verdict import Reading

CLAIM = Claim("9.read", "(9)", "x", Reading.READ, "wing.claims.check_it", ("wing/witness.toml",))
VERSIONS = {"python": "3.11", "numpy": "2", "missing": ""}
FILES = {
    "proofs/__init__.py": "",
    "proofs/wing/__init__.py": "",
    "proofs/wing/claims.py": "from mechanisms.market import price\n\n\ndef check_it(watch):\n    import gametheory.late\n",
    "proofs/wing/table.json": "{}",
    "proofs/wing/unused.py": "",
    "proofs/other/data.toml": "",
    "proofs/other/module.py": "",
    "mechanisms/market/__init__.py": "",
    "mechanisms/market/price.py": "with library('numpy'):\n    import numpy\n    from gametheory.far import away\n",
    "mechanisms/market/record.toml": "",
    "gametheory/late.py": "",
    "gametheory/far.py": "away = 1",
    "gametheory/unused.py": "",
    "examples/wing/witness.toml": "",
    "examples/wing/another.toml": "",
}  # fmt: skip
UNUSED = {
    "proofs/wing/unused.py",
    "proofs/other/data.toml",
    "proofs/other/module.py",
    "gametheory/unused.py",
    "examples/wing/another.toml",
}


@pytest.fixture
def house(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def digest(house, claim=CLAIM, versions=VERSIONS):
    return Sources(house, versions).digest(claim)


@pytest.mark.parametrize("name", FILES)
def test_an_edit_of_what_is_reached_changes_the_digest_and_no_other(house, name):
    before = digest(house)
    assert digest(house) == before
    (house / name).write_text(FILES[name] + "\n")
    assert (digest(house) == before) == (name in UNUSED)


def test_a_file_that_comes_or_goes_changes_it(house):
    before = digest(house)
    (house / "proofs/wing/more.json").write_text("")
    with_more = digest(house)
    (house / "gametheory/late.py").unlink()
    assert len({before, with_more, digest(house)}) == 3


@pytest.mark.parametrize(
    ("claim", "versions"),
    [
        (replace(CLAIM, certificates=("theorem-1",)), VERSIONS),
        (replace(CLAIM, check="wing.claims.check_more"), VERSIONS),
        (CLAIM, {**VERSIONS, "python": "3.12"}),
        (CLAIM, {**VERSIONS, "numpy": "2.1"}),
        (CLAIM, {**VERSIONS, "missing": "1"}),
    ],
)
def test_another_claim_or_version_changes_it(house, claim, versions):
    assert digest(house, claim, versions) != digest(house)


def test_the_real_versions_are_those_of_python_and_of_the_libraries():
    versions = Sources().versions
    assert versions["python"] == sys.version
    assert versions["numpy"] == __import__("numpy").__version__
    assert {"scipy", "ortools", "numba"} <= set(versions)


def test_what_a_check_loads_is_among_what_it_reaches():
    """Some checks that are soon over, in a process of their own; `claims.claim` runs all."""
    ids = ["8.read.needed", "section-3.5.printed.sets"]
    claims = [claim for claim in CLAIMS if claim.id in ids]
    program = (
        "import json, sys\nfrom proofs.claims.claim import resolve\n"
        "for name in sys.argv[1:]:\n    resolve(name)(lambda _: None)\nprint(json.dumps(list(sys.modules)))"
    )
    checks = [str(claim.check) for claim in claims]
    done = subprocess.run(
        [sys.executable, "-c", program, *checks], capture_output=True, text=True, check=True
    )
    loaded = {name for name in json.loads(done.stdout) if name.split(".")[0] in FILES_OF}
    sources = Sources()
    reached = {file for claim in claims for file in sources.files(claim)}
    assert {sources._modules[name] for name in loaded} <= reached
    assert len(loaded) > 40


FILES_OF = {"gametheory", "mechanisms", "proofs"}


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("gametheory/dominance/__pycache__/pairs._scan-92.py311.1.nbc", True),
        ("proofs/formal/Lemma.vo", True),
        ("proofs/formal/.Lemma.aux", True),
        ("proofs/formal/Lemma.v", False),
        ("mechanisms/more.py", False),
        ("mechanisms/more.json", False),
    ],
)
def test_what_is_compiled_meanwhile_makes_no_other_house(house, name, same):
    before = sources.house(house)
    file = house / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("more")
    sources.house.cache_clear()
    assert (sources.house(house) == before) == same
