"""Every page that the commands write, in a browser; and a planted fault of each kind, which must be found."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.faults import faults

ROOT = Path(__file__).parents[2]
PAGES = {
    "audit": ["audit", "--claim", "Theorem 1", "--claim", "theorem-4.printed.n2.first-messages",
              "--claim", "section-3.2.printed.weights", "--claim", "section-3.3.printed.xi"],
    "check": ["check", "examples/first.toml", "examples/theorem-1/decreasing-costs.toml",
              "examples/theorem-4/hedged-for-ever.toml", "examples/theorem-6/nothing-best.toml"],
    "mechanism": ["check", "examples/mechanisms/first_price.py"],
    "two": ["eliminate", "examples/games/burning-money.nfg"],
    "three": ["eliminate", "examples/games/chairs-paradox.nfg"],
    "curve": ["curve", "examples/sequences/even.toml", "--to", "30", "--against"],
    "counterexample": ["counterexample", "examples/two-commodities.toml"],
}  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for name, call in PAGES.items():
        made[name] = folder / f"{name}.html"
        subprocess.run(
            [sys.executable, "-m", "undominated", *call, "--html", made[name]],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return made


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wrong(browser: Browser, pages: dict[str, Path], name: str) -> None:
    assert list(faults(browser, pages[name])) == []


PLANTED = {
    "console": ("</main>", "</main><script>throw new Error('planted')</script>"),
    "network": ("</main>", "</main><img alt='planted' src='http://127.0.0.1:9/planted.png'>"),
    "dead link": ("</main>", "<a href='#nowhere'>planted</a></main>"),
    "overflow": ("</main>", "<p style='width: 2000px'>planted</p></main>"),
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


def _planted(browser: Browser, page: Path, kind: str, change: tuple[str, str], tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert change[0] in text
    file = tmp_path / "planted.html"
    file.write_text(text.replace(*change), encoding="utf-8")
    assert any(found.startswith(f"{kind}:") for found in faults(browser, file, ("light",)))
