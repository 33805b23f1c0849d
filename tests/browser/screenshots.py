"""Takes a screenshot of pages at three widths, in the light and in the dark, everything open: to be looked at.

`python -m tests.browser.screenshots FOLDER PAGE...` takes those of these pages, by default of the whole site.
"""

import sys
from pathlib import Path
from shutil import which

from playwright.sync_api import sync_playwright

from docs.site.__main__ import SITE
from tests.browser.faults import OPEN, WIDTHS


def screenshots(folder: Path, pages: list[Path]) -> int:
    """Write FOLDER/page-look-width.png for each; a file that is there stays. How many there are now."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        for look in ("light", "dark"):
            context = browser.new_context(color_scheme=look)  # type: ignore[arg-type]
            page = context.new_page()
            page.set_default_timeout(300_000)  # of a page as long as the reference
            for file in pages:
                wanted = {width: folder / f"{file.stem}-{look}-{width}.png" for width in WIDTHS}
                if all(shot.exists() for shot in wanted.values()):
                    continue
                page.goto(file.resolve().as_uri())
                page.evaluate(OPEN)
                for width, shot in wanted.items():
                    page.set_viewport_size({"width": width, "height": 900})
                    page.screenshot(path=shot, full_page=True)
            context.close()
        browser.close()
    return len(list(folder.glob("*.png")))


if __name__ == "__main__":
    asked = [Path(name) for name in sys.argv[2:]]
    site = [file for file in sorted(SITE.rglob("*.html")) if "_static" not in file.parts]
    print(screenshots(Path(sys.argv[1]), asked or site))
