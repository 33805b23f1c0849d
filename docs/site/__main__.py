"""Builds the site in build/site; a warning of Sphinx or a link that leads nowhere is a failure.

The report of the audit is a page of it: of the whole audit, or of the items and rows that are named.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

ROOT = Path(__file__).parents[2]
SOURCE, SITE = ROOT / "build" / "site-source", ROOT / "build" / "site"
REPORT = ROOT / "build" / "report"
FOLDERS = ("docs", "examples", "gametheory", "mechanisms", "proofs", "tests", "benchmarks", ".ci")
FILES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "CITATION.cff", "Makefile")


class Page(HTMLParser):
    """The links of a page, and the places in it that a link may name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what links are about."""
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.links.append(value)
            if name in ("id", "name") and value:
                self.places.add(value)


def dead_links(site: Path) -> Iterator[str]:
    """Every link within the site that leads nowhere: the page, and the link."""
    pages = {file: Page(file.read_text(encoding="utf-8")) for file in site.rglob("*.html")}
    for file, page in pages.items():
        for link in page.links:
            target, place = urldefrag(link)
            target = target.partition("?")[0]
            if ":" in target.split("/")[0] or target.startswith("//"):
                continue  # on another server, or a mail
            there = (file.parent / unquote(target)).resolve() if target else file
            there = there / "index.html" if there.is_dir() else there
            if not there.exists() or (place and there in pages and unquote(place) not in pages[there].places):
                yield f"{file.relative_to(site)}: {link}"


def report(items: Sequence[str]) -> None:
    """Have the audit write its page; what was found before is remembered."""
    asked = [word for item in items for word in ("--claim", item)]
    page = REPORT / "report.html"
    audit = [sys.executable, "-m", "undominated", "audit", *asked, "--html", str(page.relative_to(ROOT))]
    subprocess.run(audit, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)


def build() -> None:
    """Put the sources together, and have Sphinx make pages of them."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    SOURCE.mkdir(parents=True)
    for name in (*FOLDERS, *FILES):  # what pages link to lies where they say
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, SOURCE / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, SOURCE / name)
    for name in ("index.md", "reference.md"):
        shutil.copy(Path(__file__).parent / name, SOURCE / name)
    shutil.rmtree(SITE, ignore_errors=True)
    options = ["-W", "--keep-going", "-q", "-c", str(Path(__file__).parent)]
    subprocess.run([sys.executable, "-m", "sphinx", *options, str(SOURCE), str(SITE)], check=True)


if __name__ == "__main__":
    report(sys.argv[1:])
    build()
    dead = list(dead_links(SITE))
    print("\n".join(dead) or f"{SITE.relative_to(ROOT)}/index.html")
    sys.exit(1 if dead else 0)
