"""Tables: nothing is cut at any width, and Markdown and LaTeX say what the terminal says."""

import io
import re
from collections import Counter

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from proofs.commands.reports.parts import Title, as_latex, as_markdown
from proofs.commands.reports.table import Column, Table
from proofs.commands.reports.trailing_blanks import NoTrailingBlanks

WORDS = st.text(
    st.characters(categories=("L", "N", "P", "S"), exclude_characters="─"), min_size=1, max_size=12
)
PHRASES = st.lists(WORDS, max_size=8).map(" ".join)
COLUMNS = st.builds(Column, PHRASES, st.booleans(), st.integers(0, 2))
FEW = settings(max_examples=25)


@st.composite
def tables(draw):
    columns = draw(st.lists(COLUMNS, min_size=1, max_size=9))
    rows = st.tuples(*[PHRASES] * len(columns))
    foot = draw(st.one_of(st.just(()), rows))
    return Table(draw(PHRASES), columns, draw(st.lists(rows, max_size=4)), draw(PHRASES), foot)


def printed(table: Table, width: int) -> str:
    out = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False)
    out.push_render_hook(NoTrailingBlanks())
    out.print(table)
    return out.file.getvalue()


@FEW
@given(tables(), st.integers(60, 200))
def test_nothing_is_cut_at_any_width(table, width):
    said = printed(table, width)
    words = [table.title, *(cell for row in (*table.rows, table.foot) for cell in row), table.note]
    assert not Counter("".join(words).replace(" ", "")) - Counter(said)
    for line in said.splitlines():
        assert cell_len(line) <= width
        assert line == line.rstrip()


def test_numbers_stay_whole_and_columns_go_on_below_with_the_first_repeated():
    columns = [Column("agent"), *(Column(f"{place}/30", right=True) for place in range(31))]
    rows = [
        ["seller 1", *(str(1000 + place) for place in range(31))],
        ["buyer 2", *("7" * 6 for _ in range(31))],
    ]
    said = printed(Table("messages", columns, rows), 60)
    assert re.findall(r"\b1\d\d\d\b", said) == [str(1000 + place) for place in range(31)]
    assert said.count("seller 1") == said.count("agent") == 7
    assert "..." not in said
    assert "…" not in said


def test_prose_that_has_no_room_is_stacked():
    columns = [Column("claim", prose=1), Column("verdict"), Column("evidence", prose=2), Column("seconds")]
    row = [
        "a claim in so many words",
        "inapplicable",
        "evidence that is long enough to be broken",
        "12.5 s " * 3,
    ]
    said = printed(Table("", columns, [row]), 60)
    assert "a claim in so many words\n  verdict: inapplicable\n  evidence: evidence that is" in said


def test_a_colour_is_kept_in_a_terminal_and_left_out_elsewhere():
    table = Table("", [Column("verdict")], [[Text("held", "green")]])
    out = Console(file=io.StringIO(), width=60, force_terminal=True, color_system="standard")
    out.push_render_hook(NoTrailingBlanks())
    out.print(table)
    assert "\x1b[32mheld\x1b[0m\n" in out.file.getvalue()
    assert table.markdown().endswith("| held |")
    assert "held \\\\" in table.latex()


def test_a_row_has_a_cell_for_each_column():
    with pytest.raises(ValueError, match="2 cells"):
        Table("", [Column("a"), Column("b")], [["1"]])
    with pytest.raises(ValueError, match="2 cells"):
        Table("", [Column("a"), Column("b")], [], foot=["1", "2", "3"])


def inline(token) -> str:
    return "".join("\n" if child.type == "html_inline" else child.content for child in token.children)


@FEW
@given(tables())
def test_markdown_is_read_back(table):
    tokens = MarkdownIt("commonmark").enable("table").parse(table.markdown())
    cells = [
        inline(tokens[at + 1]) for at, token in enumerate(tokens) if token.type in ("th_open", "td_open")
    ]
    rows = [[column.heading for column in table.columns], *table.rows, *([table.foot] if table.foot else [])]
    assert cells == [cell for row in rows for cell in row]
    paragraphs = [inline(tokens[at + 1]) for at, token in enumerate(tokens) if token.type == "paragraph_open"]
    assert paragraphs == [words for words in (table.title, table.note) if words]


def test_markdown_of_a_report():
    table = Table("", [Column("a|b", right=True)], [["-1/5"], ["scope\nevidence"]])
    assert as_markdown([Title("G*"), "", "1. D_i", table]) == (
        "**G\\***\n\n1\\. D\\_i\n\n| a\\|b |\n| --: |\n| -1/5 |\n| scope<br>evidence |"
    )


@FEW
@given(tables())
def test_latex_has_as_many_cells_in_every_row(table):
    lines = table.latex().splitlines()
    head, *_ = (at for at, line in enumerate(lines) if line == "\\toprule")
    rows = [line for line in lines[head + 1 :] if line.endswith(" \\\\")]
    count = len(table.columns) - 1
    assert [len(re.findall(r"(?<!\\)&", row)) for row in rows] == [count] * (
        1 + len(table.rows) + bool(table.foot)
    )


def test_latex_of_a_table():
    table = Table(
        "at 50%", [Column("who"), Column("earns", right=True)], [["seller_1", "-1/5"]], "a note", ["", "0"]
    )
    assert table.latex().splitlines() == [
        "\\begin{table}",
        "\\centering",
        "\\caption{at 50\\%}",
        "\\begin{tabular}{lr}",
        "\\toprule",
        "who & earns \\\\",
        "\\midrule",
        "seller\\_1 & $-$1/5 \\\\",
        "\\midrule",
        " & 0 \\\\",
        "\\bottomrule",
        "\\end{tabular}",
        "\\par a note",
        "\\end{table}",
    ]


def test_latex_of_prose_may_go_over_pages():
    columns = [Column("claim", prose=1), Column("verdict"), Column("evidence", prose=2)]
    cells = ["[a]" * 11, "held", "scope\nevidence of it"]
    said = as_latex([Title("all"), Table("", columns, [cells])])
    assert said.startswith(
        "\\paragraph{all}\n\n\\begin{longtable}{ll>{\\raggedright\\arraybackslash}p{0.21\\linewidth}}"
    )
    assert "\n{}[a][a]" in said
    assert "[a] & held & scope \\newline evidence of it \\\\" in said


@FEW
@given(st.lists(st.sampled_from(["word", "a few words", "many " * 30, "1/2"]), min_size=1, max_size=5))
def test_latex_breaks_columns_so_that_a_line_holds_them(cells):
    said = Table("", [Column("x", right=cell == "1/2") for cell in cells], [cells]).latex().splitlines()
    (kinds,) = (line for line in said if line.startswith(("\\begin{tabular}", "\\begin{longtable}")))
    broken = [float(share) for share in re.findall(r"p\{(.*?)\\linewidth\}", kinds)]
    whole = sum(len(cell.strip()) for cell in cells if cell != "many " * 30)
    assert len(broken) >= cells.count("many " * 30)
    if len(broken) == cells.count("many " * 30):
        assert sum(broken) + (whole + 3 * len(cells)) / 66 < 1.03
