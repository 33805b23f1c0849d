"""The instance format with private signals: read, written, read again, and refused in one line."""

import re
from fractions import Fraction
from pathlib import Path

import pytest
import tomlkit

from mechanisms.files.interdependent import (
    interdependent_document,
    load_instance,
    read_interdependent,
)
from mechanisms.files.toml import InstanceError, Section
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Tie
from tests.interdependent_instances import common_values

EXAMPLES = Path(__file__).parents[3] / "examples"
GOOD = (EXAMPLES / "common-values.toml").read_text(encoding="utf-8")
SHOCK = (EXAMPLES / "macro-shock.toml").read_text(encoding="utf-8")


def load(tmp_path, text):
    file = tmp_path / "market.toml"
    file.write_text(text, encoding="utf-8")
    return load_instance(file)


def refusal(tmp_path, text):
    with pytest.raises(InstanceError) as wrong:
        load(tmp_path, text)
    line = str(wrong.value)
    assert "\n" not in line
    return line.removeprefix(f"{tmp_path / 'market.toml'}: ")


def test_the_example_by_hand():
    game = load_instance(EXAMPLES / "common-values.toml")
    assert game.mechanism.eta == Fraction(1, 10)
    assert game.prior.probability({2: "low"}) == Fraction(1, 2)
    assert game.informed(2, {2: "low"}).worth[1,] == Fraction(3, 4) * Fraction(1, 2) + Fraction(
        1, 4
    ) * Fraction(3, 2)
    assert game.traders[2].at["s", "s", "high", "low"].worth[1,] == Fraction(3, 4)
    assert game.traders[3].at["s", "s", "high", "low"].worth[1,] == Fraction(3, 2)


def test_a_macro_shock_by_hand():
    """f(bad, bad) = 1/2 · 9/16 + 1/2 · 1/16 = 5/16; given that the bust has 9/10: 9/10 · 1/2 + 1/10 · 7/4."""
    game = load_instance(EXAMPLES / "macro-shock.toml")
    assert game.mechanism.market.tie is Tie.HIGHEST
    assert game.prior.f["s", "s", "bad news", "bad news"] == Fraction(5, 16)
    assert game.traders[2].at["s", "s", "bad news", "bad news"].worth[1,] == Fraction(9, 20) + Fraction(7, 40)


def test_instances_of_g_star_are_read_as_before():
    assert isinstance(load_instance(EXAMPLES / "first.toml"), Instance)


def test_what_is_written_is_read_again():
    for game in common_values(), load_instance(EXAMPLES / "macro-shock.toml"):
        text = tomlkit.dumps(interdependent_document(game))
        assert read_interdependent(Section("x", "", tomlkit.loads(text).unwrap())) == game


def test_every_way_to_list_a_payoff(tmp_path):
    wanted = load(tmp_path, GOOD).traders
    by_profile = GOOD.replace('["own", "buyers"]', '"profile"').replace(
        "copies = 2\ndepends_on", "depends_on"
    )
    head, tail = by_profile.split("[buyer.unit_values]")
    values = {("low", "low"): "1/2", ("low", "high"): "3/2", ("high", "low"): "3/4", ("high", "high"): "2"}

    def table(own, other):
        return "".join(
            f'"s, s, {a}, {b}" = ["{values[(a, b) if own == 2 else (b, a)]}"]\n'
            for a in ("low", "high")
            for b in ("low", "high")
        )

    text = (
        head
        + "[buyer.unit_values]\n"
        + table(2, 3)
        + '[[buyer]]\ndepends_on = "profile"\n[buyer.unit_values]\n'
    )
    text += table(3, 2) + tail[tail.index("[expect]") :]
    assert load(tmp_path, text).traders == wanted
    spaced = GOOD.replace('"low; high"', '"low ;high"')
    assert load(tmp_path, spaced).traders == wanted
    rows, rest = tail[: tail.index("[expect]")], tail[tail.index("[expect]") :]
    bundles = re.sub(r'\["(.*)"\]', r'{ 1 = "\1" }', rows)
    assert (
        load(tmp_path, GOOD.replace("unit_values", "values").replace(rows + rest, bundles + rest)).traders
        == wanted
    )


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('eta = "1/10"', 'eta = "1/3"', "market.eta: between 0 and 1/3, both excluded, got 1/3"),
        ('eta = "1/10"', "eta = 0.1", "market.eta: an exact number"),
        ('eta = "1/10"', "", "market.eta: required, but missing"),
        ('seller = ["s"] ', "seller = [] ", "signals.seller: at least one signal, all distinct, got []"),
        ('seller = ["s"] ', 'seller = ["s", "s"] ', "signals.seller: at least one signal, all distinct"),
        (
            'seller = ["s"] ',
            'seller = ["s,t"] ',
            "signals.seller: names of signals, without commas or semicolons",
        ),
        ('buyer = ["low", "high"]', 'buyers = ["low"]', "signals.buyers: unknown key (did you mean buyer?)"),
        ("n = 1\n", "n = 29\n", "signals: at most 20000 signal profiles (and 40 agents a side)"),
        ('"s, s, low, low" = "3/8"', '"s, s, low, lo" = "3/8"', "prior.s, s, low, lo: unknown key"),
        (
            '"s, s, low, low" = "3/8"',
            '"s, s, low, low" = "2/8"',
            "prior: probabilities sum to 1, got 7/8",
        ),
        (
            '"s, s, low, low" = "3/8"',
            '"s, s, low, low" = "-3/8"',
            "prior.s, s, low, low: a number >= 0, got -3/8",
        ),
        ('"low; low"', '"low; lo"', "buyer[1].unit_values.low; lo: unknown key"),
        (
            '"s, s, low, low" = "3/8"',
            '"s, s, low, low" = "3/8"\n"s,s,low,low" = "1/8"',
            "prior.s,s,low,low: each signal or list of signals once, however the blanks are set",
        ),
        (
            '"low; low" =',
            '"low;low" = [9]\n"low; low" =',
            "buyer[1].unit_values.low; low: each signal or list of signals once, however the blanks are set",
        ),
        ('"low; low" = ["1/2"]\n', "", "buyer[1].unit_values.low; low: required, but missing"),
        (
            '["1/2"]',
            '["1/2", 1]',
            "buyer[1].unit_values.low; low: one number for each unit of commodity 1, l = 1 in all",
        ),
        (
            '["own", "buyers"] ',
            '["own", "mates"] ',
            'buyer[1].depends_on: "profile", or a list of some of own',
        ),
        ('["own", "buyers"] ', '["own", "shock"] ', "buyer[1].depends_on: no shock without [[shock]]"),
        ("copies = 2\ndepends_on", "copies = 3\ndepends_on", "buyer[1].copies: at most the 2 buyers"),
        (
            "[prior]",
            "[prior]\n[[shock]]\n",
            "the file: either [prior] (a table over signal profiles) or [[shock]]",
        ),
        ('mechanism = "G**"', 'mechanism = "G***"', "market.mechanism: one of G*, G**, G+, got G***"),
    ],
)
def test_every_refusal_is_one_line(tmp_path, old, new, line):
    assert old in GOOD
    assert refusal(tmp_path, GOOD.replace(old, new)).startswith(line)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('probability = "1/2"', 'probability = "1/3"', "shock: probabilities that sum to 1, got 2/3"),
        ('"bad news" = "3/4"', '"bad news" = "1/4"', "shock[1].buyer: probabilities that sum to 1, got 1/2"),
        ('name = "boom"', 'name = "bust"', "shock: distinct names, got bust, bust"),
        ("seller = { s = 1 }", "seller = { t = 1 }", "shock[1].seller.t: unknown key"),
        ("boom = [", "bloom = [", "buyer[1].unit_values.bloom: unknown key (did you mean boom?)"),
    ],
)
def test_every_refusal_of_a_shock_is_one_line(tmp_path, old, new, line):
    assert old in SHOCK
    assert refusal(tmp_path, SHOCK.replace(old, new)).startswith(line)
