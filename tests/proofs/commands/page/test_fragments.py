"""A notebook shows of a thing what the page of a command shows of it, to the letter."""

import pytest

from gametheory import Step, all_reductions, eliminate, read_nfg
from gametheory.elimination.drawing import orders_html
from gametheory.elimination.html import elimination_html
from mechanisms.files.instances import load_g_star_instance
from proofs import CLAIMS, check, find_counterexample
from proofs.audit.kinds import load_witness
from proofs.audit.row import Expectation, run
from proofs.claims.claim import unwatched
from proofs.claims.shown import Shown
from proofs.claims.verdict import Witnessed
from proofs.commands.page.claims import finding_html, witness_html
from proofs.commands.page.fragments import FRAGMENTS, fragment
from proofs.pictures.pictures import draw
from tests.broken_mechanisms import FirstPrice
from tests.calls import call
from tests.example_games import EXAMPLES, GAMES


@pytest.fixture
def page(tmp_path):
    """The page that a command writes."""

    def written(*arguments):
        file = tmp_path / "page.html"
        call(*arguments, "--html", file)
        return file.read_text(encoding="utf-8")

    return written


def shown_alike(thing, fragment, page):
    assert fragment in page
    assert fragment in thing._repr_html_()


@pytest.mark.parametrize("name", ["burning-money.nfg", "chairs-paradox.nfg"])
def test_an_elimination_and_all_its_orders(page, name):
    game = read_nfg(GAMES / name).game
    text = page("eliminate", GAMES / name, "--orders", "--step", "one")
    run = eliminate(game)
    shown_alike(run, elimination_html(run), text)
    reductions = all_reductions(game, step=Step.ONE)
    shown_alike(reductions, orders_html(reductions), text)


def test_a_game_is_the_table_of_its_elimination_without_the_rounds(page):
    game = read_nfg(GAMES / "chairs-paradox.nfg").game
    text = page("eliminate", GAMES / "chairs-paradox.nfg")
    tables = text[text.index('<div class="wide"') : text.index("</section>")]
    marked = [f' data-round="{r}"' for r in range(9)]
    for mark in marked:
        tables = tables.replace(mark, "")
    assert tables.strip() in game._repr_html_()


def test_a_witness_with_its_pictures_and_tables(page):
    path = EXAMPLES / "theorem-1" / "decreasing-costs.toml"
    file = load_witness(path)
    assert file is not None
    witness = Witnessed(file.record, file.instance)
    text = page("check", path)
    pictures = [picture.html() for picture in draw(witness)]
    assert pictures
    for each in pictures:
        shown_alike(witness, each, text)
    tables = text[text.index("</figure>") : text.index("<dl>")]
    assert "<table>" in tables
    assert tables.strip() in witness_html(witness)
    assert witness_html(witness) in witness._repr_html_()


def test_findings_on_a_mechanism(page):
    path = EXAMPLES / "mechanisms" / "first_price.py"
    ids = ("truth-dominant", "anonymous")
    text = page("check", path, *(word for name in ids for word in ("--claim", name)))
    module: dict[str, object] = {}
    exec(path.read_text(encoding="utf-8"), module)  # the same mechanism, as a cell of a notebook has it
    found = check(module["FirstPrice"], ids)  # type: ignore[arg-type]
    lists = [html[html.index("<h3>The claims</h3>") :] for html in (text, found._repr_html_())]
    claims = [each[: each.index("</section>")].split("<details ")[1:] for each in lists]
    assert len(claims[0]) == len(claims[1]) == 2
    for on_the_page, in_the_notebook in zip(*claims, strict=True):
        assert on_the_page.split("<dl>")[0] == in_the_notebook.split("<dl>")[0]
    for finding in found.values():
        evidence = finding_html(finding).partition("</p>")[2].removesuffix("</section>").strip()
        shown_alike(finding, evidence, text)


def test_a_row_of_the_audit(page):
    claim = next(each for each in CLAIMS if each.id == "section-3.2.printed.weights")
    text = page("audit", "--claim", claim.id)
    (row,) = run([claim], unwatched, lambda _: Expectation())
    found = fragment(row.finding)
    shown_alike(row.finding, found[found.index("</p>") + 4 : found.index("</section>")].strip(), text)
    picture = fragment(row.finding.witness).partition("</p>")[2].strip()
    assert picture.startswith("<figure>")
    shown_alike(row, picture, text)


def test_a_counterexample(page):
    path = EXAMPLES / "theorem-3.toml"
    found = find_counterexample(load_g_star_instance(path), 0)
    shown_alike(found, fragment(found), page("counterexample", path))


def test_everything_that_says_so_has_a_fragment():
    def below(kind):
        return {kind, *(each for one in kind.__subclasses__() for each in below(one))}

    assert below(Shown) - {Shown} == set(FRAGMENTS)
    claim = CLAIMS[0]
    assert claim.id in claim._repr_html_()
    assert "held" in str(check(FirstPrice, ["anonymous"])["anonymous"]._repr_html_())
