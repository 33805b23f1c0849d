"""Markdown and LaTeX: no word is taken for a command, none is lost."""

import re

import hypothesis.strategies as st
import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from proofs.commands.reports import markup

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40)
READ_BACK = {command: character for character, command in markup._COMMANDS.items()}


@given(PRINTABLE.map(str.strip).filter(bool))
def test_a_paragraph_of_markdown_is_read_back(words):
    tokens = MarkdownIt("commonmark").parse(markup.markdown_paragraph(words))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert "".join(child.content for child in tokens[1].children) == words


@given(PRINTABLE.filter(lambda words: not markup._FORMULA.search(words)))
def test_latex_is_read_back(words):
    commands = [re.escape(command) for command in sorted(READ_BACK, key=len, reverse=True)]
    dashes = [r"\$-\$", r"(?<=-){}", r"(?<=\d)--(?=\d)"]

    def character(match: re.Match[str]) -> str:
        return READ_BACK.get(match[0], match[0].strip("${}")[:1])

    found = re.sub("|".join([*commands, *dashes]), character, markup.latex(words))
    assert found == words


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("-1/5 and 1 - 1/5, sellers 1-3", "$-$1/5 and 1 $-$ 1/5, sellers 1--3"),
        ("λ Λ Α ο", "$\\lambda$ $\\Lambda$ $\\mathrm{A}$ $\\mathrm{o}$"),
        ("a\x1bb", "a\\textbackslash{}x1bb"),
        ("S^∞ = S²", "$S^{\\infty}$ = S$^{2}$"),
        ("p̂* and p̃*", "$\\hat{p}$* and $\\tilde{p}$*"),
        ("D_i(ω_i), |Ξ_i|", "$D_{i}$($\\omega_{i}$), \\textbar{}$\\Xi_{i}$\\textbar{}"),
        ("M_i^{2+}(ω_i)", "$M_{i}^{2+}$($\\omega_{i}$)"),
        ("2^12 = 4,096 and x^ and a_signal", "$2^{12}$ = 4,096 and x\\textasciicircum{} and a\\_signal"),
        ("the place î", "the place î"),
        ("--agent", "-{}-agent"),
    ],
)
def test_letters_and_signs_of_the_paper(words, expected):
    assert markup.latex(words) == expected
