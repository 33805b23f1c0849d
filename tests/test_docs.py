"""The pages say what is so: made ones are fresh, commands print what stands there, links and paths exist."""

import re
from pathlib import Path

import pytest

from docs import api, commands, pictures
from docs.__main__ import PAGES, ROOT
from tests.test_faces import FACES, contents

TEXTS = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").glob("*.md"))


@pytest.mark.made
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_make_docs_would_make(name):
    assert PAGES[name]() == (ROOT / name).read_text(encoding="utf-8")


def test_the_readme_takes_two_minutes():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.split()) <= 900
    assert max(map(len, text.splitlines())) <= 100


def in_the_site(index):
    return set(re.findall(r"^(?:.* <)?docs/([\w-]+)>?$", index, re.MULTILINE))


def test_every_page_is_in_the_site_under_one_title():
    pages = {file.stem: file.read_text(encoding="utf-8") for file in (ROOT / "docs").glob("*.md")}
    assert in_the_site((ROOT / "docs" / "site" / "index.md").read_text(encoding="utf-8")) == set(pages)
    for name, text in pages.items():
        prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
        assert len(re.findall(r"^# ", prose, re.MULTILINE)) == 1, name


def test_a_page_that_is_not_in_the_site_is_noticed():
    assert in_the_site("Paper <docs/paper>\ndocs/curves\nREADME\n") == {"paper", "curves"}


def test_one_version_is_named_everywhere():
    version = re.search(r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)[1]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text()
    assert re.search(r"^## \[(.*)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[1] == version


def test_every_picture_is_in_a_page():
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    shown = set(re.findall(r"!\[[^]]+\]\(([^)]+)\)", text))
    made = {name for name in PAGES if name.startswith("docs/pictures/")}
    assert {f"docs/pictures/{file.name}" for file in (ROOT / "docs" / "pictures").iterdir()} == made
    assert {f"docs/{name.removeprefix('docs/')}" for name in shown} == made


@pytest.mark.parametrize("page", ["docs/elimination.md", "docs/tour.md", "docs/your-own-mechanism.md"])
def test_every_command_in_a_page_is_run(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    assert len(commands.BLOCK.findall(text)) == len(re.findall(r"^\$ ", text, re.MULTILINE)) >= 5


def test_a_command_that_prints_something_else_is_noticed(tmp_path):
    command = "show examples/first.toml"
    said = commands.output(command)
    assert commands.agree(said, said)
    assert commands.agree(said[:40] + "...\n", said)
    assert not commands.agree(said.replace("8 for each", "9 for each"), said)
    assert commands.agree("held 0.1\n", "held 12.5\n")
    assert not commands.agree("held 0.1\n", "open 0.1\n")
    page = tmp_path / "page.md"
    page.write_text(f"```console\n$ undominated {command}\nstale\n```\n", encoding="utf-8")
    assert commands.refreshed(page) == f"```console\n$ undominated {command}\n{said}```\n"


def test_a_command_that_fails_is_no_example():
    with pytest.raises(ValueError, match="exit status 2"):
        commands.output("show examples/missing.toml")


def test_graph_draws_the_picture_in_the_page(tmp_path):
    drawn = "docs/pictures/order-matters.svg"
    (arguments,) = re.findall(
        rf"undominated (.*--graph {drawn})\n", (ROOT / "docs" / "elimination.md").read_text()
    )
    commands.run(arguments, tmp_path)
    assert (tmp_path / drawn).read_text(encoding="utf-8") == pictures.order_matters()


def test_the_numbers_in_the_picture_are_those_of_the_instance(tmp_path):
    assert "costs her 9/10: she earns -2/5" in pictures.counterexample()
    instance = tmp_path / "instance.toml"
    text = (ROOT / "examples" / "theorem-3.toml").read_text(encoding="utf-8")
    instance.write_text(text.replace("9/10", "4/5"), encoding="utf-8")
    assert "costs her 4/5: she earns -3/10" in pictures.counterexample(instance)


def test_every_public_word_is_in_the_page():
    page = api.page()
    for face in FACES:
        assert [
            word for rows in api.contents(face).values() for words, _ in rows for word in words
        ] == contents(face)
        for word in contents(face):
            assert f"- [`{word}`](../{face}/" in page
    assert "round_by_definition" not in page


def test_a_word_without_a_docstring_is_refused(tmp_path):
    module = tmp_path / "module.py"
    module.write_text('"""A module."""\n\n\ndef silent() -> None: ...\n\n\nLIMIT: int = 3  # how many\n')
    source = api.Source(module)
    with pytest.raises(api.UndocumentedError, match="silent: no docstring"):
        api.first_line(source.find("silent"), "silent")
    with pytest.raises(api.UndocumentedError, match="absent: not defined"):
        source.find("absent")
    assert source.comment(source.find("LIMIT")) == "How many"


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.name)
def test_links_and_paths_lead_somewhere(file):
    text = file.read_text(encoding="utf-8")
    assert broken_links(text, file.parent) == []


def broken_links(text: str, folder: Path) -> list[str]:
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
    rooms = r"`((?:gametheory|mechanisms|proofs|tests|examples|docs|benchmarks)/[\w./+-]*)`"
    paths = [path for path in re.findall(rooms, text) if not (ROOT / path).exists()]
    return [link for link in links if not (folder / link).exists()] + paths


def test_a_broken_link_is_found():
    text = "[a](docs/api.md) [b](docs/gone.md) [c](https://example.org) `docs/api.md` `tests/gone.py` `docs/`"
    assert broken_links(text, ROOT) == ["docs/gone.md", "tests/gone.py"]
