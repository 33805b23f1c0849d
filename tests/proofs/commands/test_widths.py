"""`counterexample`, `check` and `show` at any width from 60 on: nothing is cut, nothing is blank."""

import os
import re
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mechanisms.files.instances import load_g_star_instance
from mechanisms.markets.market import show
from proofs.audit.kinds import witness_document
from proofs.commands.writing import write_toml
from proofs.theorem_1.by_hand import by_hand
from proofs.theorem_1.counterexample import find_counterexample
from tests.calls import call
from tests.example_games import EXAMPLES

WIDTHS = st.integers(60, 200)
ONE_SCREEN = 42  # lines, at 80 columns
INSTANCE = """
title = "One seller with decreasing marginal cost"
[market]
mechanism = "G*"
n = {n}
k = {k}
l = {l}
T = {T}
[[seller]]
copies = {others}
unit_costs = {rising}
[[seller]]
unit_costs = {falling}
[[buyer]]
copies = {side}
unit_values = {values}
"""


def instance(n: int, k: int, l: int, T: int) -> str:
    rising = [f'"{Fraction(j + 1, l + 1)}"' for j in range(l)]
    falling = ['"3/4"', *['"1/100"'] * (l - 1)]

    def rows(first: list[str], others: list[str]) -> str:
        each = [f"[{', '.join(units)}]" for units in (first, *[others] * (k - 1))]
        return each[0] if k == 1 else f"[{', '.join(each)}]"

    return INSTANCE.format(
        n=n, k=k, l=l, T=T, others=2 * n - 1, side=2 * n,
        rising=rows(rising, rising), falling=rows(falling, rising), values=rows(rising[::-1], rising[::-1]),
    )  # fmt: skip


def printed(width: int, *arguments: object) -> str:
    with patch.dict(os.environ, {"COLUMNS": str(width)}):
        called = call(*arguments)
    assert called.status in (0, 1), called.err
    return called.out


def require_whole(out: str, width: int) -> None:
    assert "…" not in out
    assert "..." not in out
    for line in out.splitlines():
        assert len(line) <= width
        assert line == line.rstrip()
        assert not re.fullmatch(r" ( {6,})", line)
    words = [line for line in out.splitlines() if line.strip(" ─")]
    assert len(words) > 5
    rules = re.findall(r"─+", out)
    assert len(set(rules)) < len(words)


def numbers(words: str) -> set[str]:
    return set(re.findall(r"-?\d+(?:/\d+)?", words))


SIZES = st.tuples(st.integers(1, 3), st.just(1), st.integers(2, 4), st.integers(3, 40)) | st.tuples(
    st.integers(1, 2), st.just(2), st.integers(2, 3), st.integers(3, 5)
)


@settings(max_examples=10)
@given(WIDTHS, SIZES)
@example(80, (1, 1, 2, 12))
@example(60, (1, 1, 2, 30))
def test_nothing_is_cut_or_blank(width, size):
    with TemporaryDirectory() as folder:
        market_file, witness_file = Path(folder) / "market.toml", Path(folder) / "witness.toml"
        market_file.write_text(instance(*size), encoding="utf-8")
        market = load_g_star_instance(market_file)
        found = next(filter(None, (find_counterexample(market, i) for i in market.mechanism.market.agents)))
        write_toml(witness_file, witness_document(market, found.record))
        out = printed(width, "counterexample", market_file)
        replayed = printed(width, "check", witness_file)
        shown = printed(width, "show", market_file)
    violation, P = found.record.violation, market.mechanism.market.P
    for text in (out, replayed, shown):
        require_whole(text, width)
    for row in by_hand(market, violation):
        if row.matters:
            said = [show(P[row.p]), *map(str, row.earns), *map(str, row.excesses), str(row.left[0])]
            assert all(numbers(each) <= numbers(out) & numbers(replayed) for each in said)
    assert set(map(str, violation.payoffs(market))) <= numbers(out) & numbers(replayed)
    if len(P[0]) == 1:
        assert all(set(map(str, trader.worth.values())) <= numbers(shown) for trader in market.traders)
    else:
        assert all(numbers(line) <= numbers(shown) for line in instance(*size).splitlines() if "unit" in line)


def test_one_screen(tmp_path):
    file = tmp_path / "big.toml"
    file.write_text(instance(2, 2, 3, 10), encoding="utf-8")
    for command in ("counterexample", "show"):
        out = printed(80, command, file)
        require_whole(out, 80)
        assert len(out.splitlines()) <= ONE_SCREEN


@pytest.mark.parametrize("width", [60, 81])
@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.toml")), ids=lambda file: file.stem)
def test_examples_are_shown_whole(file, width):
    require_whole(printed(width, "show", file), width)
