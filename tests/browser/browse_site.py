"""The site that `make docs` builds, in a browser: its main pages, its search, and the report within it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from docs.site.__main__ import SITE
from tests.browser.faults import at_a_glance, faults

PAGES = (
    *(
        "index",
        "README",
        "docs/five-minutes",
        "docs/the-hedge",
        "docs/mechanisms",
        "docs/proofs",
        "docs/paper",
    ),
    *("reference", "genindex"),
)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wrong(browser: Browser, name: str) -> None:
    assert list(at_a_glance(browser, SITE / f"{name}.html")) == []


def test_the_report_is_a_page_of_it(browser: Browser) -> None:
    page = browser.new_page()
    page.goto((SITE / "index.html").as_uri())
    page.click("text=The report of the audit")
    assert page.title() == "The paper's claims, checked"
    page.close()
    assert list(faults(browser, SITE / "report.html", ("light",))) == []


def test_search_finds_a_page(browser: Browser) -> None:
    page = browser.new_page()
    page.goto((SITE / "search.html").as_uri() + "?q=hedge")
    page.wait_for_selector("#search-results li a")
    found = [each.get_attribute("href") or "" for each in page.query_selector_all("#search-results li a")]
    page.close()
    assert any(each.startswith("docs/the-hedge.html") for each in found)


def test_planted_faults_are_found(browser: Browser, tmp_path: Path) -> None:
    for kind, what in {
        "console": "<script>throw new Error('planted')</script>",
        "network": "<img alt='planted' src='http://127.0.0.1:9/planted.png'>",
        "dead link": "<a href='#nowhere'>planted</a>",
        "overflow": "<p style='width: 2000px'>planted</p>",
        "narrow": f"<table style='width: 50px; table-layout: fixed'><tr><td>{'planted ' * 20}</td></tr></table>",
    }.items():
        file = tmp_path / "planted.html"
        file.write_text(f"<!doctype html><title>planted</title><body>{what}</body>", encoding="utf-8")
        assert any(found.startswith(f"{kind}:") for found in at_a_glance(browser, file))
