"""What is wrong with a page, as a browser sees it. Each kind of fault has a planted one that must be found."""

from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

WIDTHS = (360, 768, 1440)
_OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  const scrolls = (each) => each && (getComputedStyle(each).overflowX !== "visible" || scrolls(each.parentElement));
  return [...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > wide + 1 && !scrolls(each.parentElement))
    .map((each) => `${each.tagName} ${each.className}`).slice(0, 3);
}"""
# Words in a column of a few letters: a column of a table that should have scrolled.
_NARROW = """() => [...document.querySelectorAll("td")]
  .filter((each) => each.checkVisibility() && each.textContent.length > 60 && each.getBoundingClientRect().width < 150)
  .map((each) => each.textContent.slice(0, 40)).slice(0, 3)"""
_DEAD = """() => [...document.querySelectorAll('a[href^="#"]')]
  .map((each) => decodeURIComponent(each.getAttribute("href").slice(1)))
  .filter((id) => id && !document.getElementById(id))"""
OPEN = "() => document.querySelectorAll('details').forEach((each) => { each.open = true; })"
_CLIPPED = """() => [...document.querySelectorAll("svg")].flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text")].filter((text) => {
    const at = text.getBoundingClientRect();
    return at.left < frame.left - 1 || at.top < frame.top - 1 || at.right > frame.right + 1
      || at.bottom > frame.bottom + 1;
  }).map((text) => text.textContent);
}).slice(0, 3)"""


# Each filter shows exactly the claims that are what it asks for; "Show all" shows all again.
_FILTERS = """async () => {
  const wrong = [];
  for (const form of document.querySelectorAll("form.filters")) {
    const claims = [...form.closest("section").querySelectorAll("details.claim")];
    for (const select of form.querySelectorAll("select"))
      for (const option of [...select.options].slice(1)) {
        select.value = option.value;
        select.dispatchEvent(new Event("input", { bubbles: true }));
        for (const claim of claims)
          if (claim.checkVisibility() !== claim.dataset[select.name].split("|").includes(option.value))
            wrong.push(`${select.name} ${option.value}: ${claim.id}`);
        form.querySelector("button[type=reset]").click();
        await new Promise((done) => setTimeout(done));
        if (!claims.every((claim) => claim.checkVisibility())) wrong.push("Show all");
      }
  }
  return wrong.slice(0, 3);
}"""
# The slider of an elimination strikes out, in each round, exactly what is said to have left by then.
_SLIDERS = """() => {
  const wrong = [];
  for (const game of document.querySelectorAll("[data-elimination]")) {
    const slider = game.querySelector("input[type=range]");
    for (let round = 0; round <= Number(slider.max); round++) {
      slider.value = round;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      const leaving = [...game.querySelectorAll(".leaves")];
      if (leaving.some((each) => Number(each.dataset.round) !== round + 1) || (round < slider.max && !leaving.length)
        || (round === Number(slider.max) && leaving.length)) wrong.push(`round ${round}: who leaves next`);
      for (const cell of game.querySelectorAll("[data-round]"))
        if (Number(cell.dataset.round) <= round !== getComputedStyle(cell).textDecorationLine.includes("line-through"))
          wrong.push(`round ${round}: ${cell.textContent}`);
    }
  }
  return wrong.slice(0, 3);
}"""


# The slider of a graph makes it as large as it says.
_ZOOM = """() => [...document.querySelectorAll("[data-zoom]")].filter((graph) => {
  const slider = graph.querySelector("input[type=range]"), svg = graph.querySelector("svg");
  const width = (size) => {
    slider.value = size;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    return svg.getBoundingClientRect().width;
  };
  return Math.abs(width(200) - 4 * width(50)) > 1;
}).map((graph) => graph.textContent.slice(0, 40))"""


def faults(browser: Browser, file: Path, looks: tuple[str, ...] = ("light", "dark")) -> Iterator[str]:
    """Everything that is wrong with the page in a file, each with its kind in front."""
    for look in looks:
        context = browser.new_context(color_scheme=look)  # type: ignore[arg-type]
        page = context.new_page()
        yield from _while_loaded(page, file)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            yield from cut_off(page, f"at {width}, {look}")
            if width == WIDTHS[0]:
                yield from _inaccessible(page, f"at {width}, {look}")
        yield from (f"filter: {what}" for what in page.evaluate(_FILTERS))
        yield from (f"slider: {what}" for what in page.evaluate(_SLIDERS))
        yield from (f"zoom: {what}" for what in page.evaluate(_ZOOM))
        context.close()


def at_a_glance(browser: Browser, file: Path) -> Iterator[str]:
    """What is wrong with a page whose looks are a theme's: what fails while it is loaded, and what overflows."""
    page = browser.new_page()
    yield from _while_loaded(page, file)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        yield from (f"overflow: {what} at {width}" for what in page.evaluate(_OVERFLOW))
        yield from (f"narrow: {what} at {width}" for what in page.evaluate(_NARROW))
    page.close()


def _while_loaded(page: Page, file: Path) -> Iterator[str]:
    """What goes wrong while the page is loaded, from the first look at it until all of it is open."""
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda each: said.append(each.text) if each.type == "error" else None)
    page.on("pageerror", lambda each: said.append(str(each)))
    page.on("request", lambda each: asked.append(each.url))
    page.goto(file.as_uri())
    page.evaluate(OPEN)
    yield from (f"console: {words}" for words in said)
    yield from (f"network: {url}" for url in asked if not url.startswith(("file:", "data:")))
    yield from (f"dead link: #{target}" for target in page.evaluate(_DEAD))


def cut_off(page: Page, place: str) -> Iterator[str]:
    """What is cut off, or squeezed, at the width that the page has."""
    yield from (f"overflow: {what} {place}" for what in page.evaluate(_OVERFLOW))
    yield from (f"narrow: {what} {place}" for what in page.evaluate(_NARROW))
    yield from (f"clipped: {words} {place}" for words in page.evaluate(_CLIPPED))


def _inaccessible(page: Page, place: str) -> Iterator[str]:
    """What axe-core objects to: contrast, names of what can be used, order of headings, and so on."""
    for found in Axe().run(page).response["violations"]:
        where = found["nodes"][0]["target"]
        yield f"accessibility: {found['id']}: {found['help']} {place}: {where}"
