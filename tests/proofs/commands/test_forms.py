"""`--markdown` and `--latex` say what a terminal shows."""

import re

import pytest
from markdown_it import MarkdownIt

from proofs.audit.register import CLAIMS
from proofs.commands.reports.markup import latex
from tests.calls import call
from tests.example_games import EXAMPLES

CALLS = [
    ("audit", "--fresh", "--claim", "14.printed"),
    ("check", EXAMPLES / "first.toml", EXAMPLES / "theorem-1" / "decreasing-costs.toml", "--claim", "Theorem 1"),
    ("check", EXAMPLES / "theorem-6" / "off-the-path.toml"),
    ("show", EXAMPLES / "externality.toml"),
    ("show", EXAMPLES / "common-values.toml"),
    ("counterexample", EXAMPLES / "theorem-3.toml"),
    ("counterexample", EXAMPLES / "condition-1-not-needed.toml"),
    ("family", "--first", "2", "--workers", "1"),
]  # fmt: skip
each_call = pytest.mark.parametrize(
    "arguments", CALLS, ids=lambda call: f"{call[0]} {getattr(call[1], 'stem', '')}"
)


def words(text: str) -> list[str]:
    """All words and numbers but seconds, in some order."""
    return sorted(re.findall(r"[\w/^+-]+", re.sub(r"\b\d+\.\d\b", "", text)))


@each_call
def test_markdown_has_the_words_of_the_terminal(arguments, monkeypatch):
    monkeypatch.setenv("COLUMNS", "1000")  # so that no heading is repeated
    status, shown, _ = call(*arguments)
    told = call(*arguments, "--markdown")
    tokens = MarkdownIt("commonmark").enable("table").parse(told.out)
    children = [child for token in tokens for child in token.children or ()]
    inline = [" " if child.type == "html_inline" else child.content for child in children]
    assert told.status == status
    assert words(" ".join(inline)) == words(shown.replace("─", ""))


@each_call
def test_latex_is_balanced_and_ascii_but_for_letters(arguments):
    status, out, _ = call(*arguments, "--latex")
    assert status in (0, 1)
    assert out.count("\\begin{") == out.count("\\end{")
    unescaped = re.sub(r"\\[\\{}$&#_%]", "", out)
    assert unescaped.count("{") == unescaped.count("}")
    assert unescaped.count("$") % 2 == 0
    assert not re.search(r"[#~%]|(?<!\$)\^", re.sub(r"\$[^$]*\$", "", unescaped))
    for row in re.findall(r"(?<=\\midrule\n)(?:\\endhead\n)?(.*) \\\\", out):
        assert "&" in row
    assert all(ord(character) < 256 for character in out)


def test_every_claim_can_be_told_in_latex():
    assert [claim.name for claim in CLAIMS if any(ord(each) > 255 for each in latex(claim.name))] == []


def test_one_form_at_a_time():
    status, out, err = call("check", EXAMPLES / "first.toml", "--json", "--latex")
    assert (status, out, err) == (2, "", "undominated: --latex: not with --json\n")


@pytest.mark.parametrize("width", ["60", "81", "110"])
def test_the_audit_is_as_wide_as_it_may_be(width, monkeypatch):
    monkeypatch.setenv("COLUMNS", width)
    _, out, _ = call("audit", "--claim", "theorem-2.printed", "--claim", "14.printed")
    assert max(map(len, out.splitlines())) <= int(width)
    assert out == "".join(f"{line.rstrip()}\n" for line in out.splitlines())
    assert out.count("refuted") >= 2
