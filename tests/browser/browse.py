"""Every page that the commands write, in a browser; and a planted fault of each kind, which must be found."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from gametheory import eliminate, read_nfg
from proofs import check
from tests.broken_mechanisms import FirstPrice
from tests.browser.faults import faults

ROOT = Path(__file__).parents[2]
PAGES = {
    "audit": ["audit", "--claim", "section-3.2.printed.weights", "--claim", "section-3.3.printed.xi",
              "--claim", "section-2.2.printed.groups", "--claim", "theorem-4.read.n1.every-payoff"],
    "check": ["check", "examples/first.toml", "examples/theorem-1/decreasing-costs.toml",
              "examples/theorem-4/hedged-for-ever.toml", "examples/theorem-6/nothing-best.toml"],
    "mechanism": ["check", "examples/mechanisms/first_price.py", "--claim", "truth-dominant",
                  "--claim", "ex-post-ic", "--claim", "pareto-efficient"],
    "two": ["eliminate", "examples/games/burning-money.nfg"],
    "three": ["eliminate", "examples/games/chairs-paradox.nfg", "--orders", "--step", "one"],
    "curve": ["curve", "examples/sequences/even.toml", "--to", "30", "--against"],
    "counterexample": ["counterexample", "examples/theorem-3.toml"],
}  # fmt: skip


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = {name: folder / f"{name}.html" for name in PAGES}

    def make(name: str) -> int:
        call = [sys.executable, "-m", "undominated", *PAGES[name], "--html", str(made[name])]
        return subprocess.run(call, cwd=ROOT, capture_output=True).returncode

    with ThreadPoolExecutor(os.cpu_count()) as side_by_side:
        assert set(side_by_side.map(make, PAGES)) <= {0, 3}  # 3: something is open
    return made


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wrong(browser: Browser, pages: dict[str, Path], name: str) -> None:
    assert list(faults(browser, pages[name])) == []


PLANTED = {
    "console": ("</main>", "</main><script>throw new Error('planted')</script>"),
    "network": ("</main>", "</main><img alt='planted' src='http://127.0.0.1:9/planted.png'>"),
    "dead link": ("</main>", "<a href='#nowhere'>planted</a></main>"),
    "overflow": ("</main>", "<p style='width: 2000px'>planted</p></main>"),
    "narrow": ("</main>", f"<table style='width: 50px; table-layout: fixed'><tr><td>{'planted ' * 20}</td></tr></table></main>"),
    "clipped": ("</main>", "<svg viewBox='0 0 9 9' width='9' height='9' role='img' aria-label='planted'><text x='5' y='5'>planted</text></svg></main>"),
    "accessibility": ("</main>", "<p style='color: #bbb; background: #fff'>planted</p></main>"),
    "filter": ("claim.hidden = !fits;", "claim.hidden = false;"),
}  # fmt: skip


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_fault_is_found(
    browser: Browser, pages: dict[str, Path], kind: str, tmp_path: Path
) -> None:
    _planted(browser, pages["check"], kind, PLANTED[kind], tmp_path)


def test_a_planted_fault_of_the_slider_is_found(
    browser: Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    _planted(browser, pages["two"], "slider", ("gone <= round", "gone < round"), tmp_path)


def test_a_planted_fault_of_the_zoom_is_found(
    browser: Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    _planted(
        browser, pages["three"], "zoom", ("natural.width * slider.value", "natural.width * 100"), tmp_path
    )


def test_a_notebook_has_several_fragments_that_do_not_disturb_each_other(
    browser: Browser, tmp_path: Path
) -> None:
    run = eliminate(read_nfg(ROOT / "examples" / "games" / "burning-money.nfg").game)
    cells = "<hr>".join(
        each._repr_html_() for each in (run, check(FirstPrice, ["truth-dominant", "anonymous"]), run)
    )
    file = tmp_path / "notebook.html"
    head = "<!doctype html><html lang='en'><meta charset='utf-8'><title>A notebook</title>"
    file.write_text(f"{head}<main><h1>A notebook</h1>{cells}</main></html>", encoding="utf-8")
    assert list(faults(browser, file, ("light",))) == []


def _planted(browser: Browser, page: Path, kind: str, change: tuple[str, str], tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert change[0] in text
    file = tmp_path / "planted.html"
    file.write_text(text.replace(*change), encoding="utf-8")
    assert any(found.startswith(f"{kind}:") for found in faults(browser, file, ("light",)))
