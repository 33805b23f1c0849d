"""Sequences of markets in files: expressions are parsed and never run, and whatever is wrong is one line."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.games.errors import InputError
from mechanisms.files.expressions import ExpressionError, parse
from mechanisms.files.sequences import load_growing, load_sequence
from mechanisms.large.sequence import Replicated, sizes
from mechanisms.large.types import large_market
from tests.large_markets import even

EXAMPLES = Path(__file__).parents[3] / "examples"

ATOMS = st.one_of(st.integers(0, 9).map(str), st.sampled_from(["n", "i"]))
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" + ", "-", " * ", "/"]), inner).map("".join),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"-{text}"),
        st.tuples(
            inner.map(lambda text: f"({text})"), st.just("**"), st.sampled_from(["0", "1", "2", "-1"])
        ).map("".join),
    ),
    max_leaves=8,
)


class Exactly(Fraction):
    """A fraction whose powers are fractions too, so that Python can be asked."""

    def __pow__(self, other):
        return Exactly(Fraction(self) ** int(other))


def by_python(text, letters):
    import re

    return Fraction(
        eval(
            re.sub(r"\d+", lambda number: f"E({number[0]})", text),
            {"E": Exactly, **{name: Exactly(value) for name, value in letters.items()}},
        )
    )


@given(EXPRESSIONS, st.integers(1, 5), st.integers(0, 5))
def test_values_are_those_that_python_gives(text, n, i):
    letters = {"n": n, "i": i}
    try:
        expected = by_python(text, letters)
    except ZeroDivisionError:
        with pytest.raises(ExpressionError, match="a divisor that is not zero"):
            parse(text, ("n", "i")).value(letters)
        return
    assert parse(text, ("n", "i")).value(letters) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "a number, n or a parenthesis, got the end"),
        ("2*", "a number, n or a parenthesis, got the end"),
        ("2 n", "an operator, or the end, got n"),
        ("(n", "a closing parenthesis, got the end"),
        ("n)", "an operator, or the end, got )"),
        ("m", "a number, n or a parenthesis, got m"),
        ("i", "a number, n or a parenthesis, got i"),
        ("__import__('os')", 'numbers, n, + - * / ** and parentheses, got "\'"'),
        ("n.real", "numbers, n, + - * / ** and parentheses, got '.'"),
        ("n; n", "numbers, n, + - * / ** and parentheses, got ';'"),
        ("1e9", "an operator, or the end, got e9"),
        ("0.5", "numbers, n, + - * / ** and parentheses, got '.'"),
        ("n\u00b2", "numbers, n, + - * / ** and parentheses, got 'n'"),
        ("\u0663", "numbers, n, + - * / ** and parentheses, got '\\u0663'"),
        ("n\n+1", "numbers, n, + - * / ** and parentheses, got '\\n'"),
        ("n***2", "a number, n or a parenthesis, got *"),
        ("9" * 31, "a number of at most 30 digits, got 31"),
        ("(" * 100, "at most 30 parentheses and signs within each other, got more"),
        ("-" * 100 + "n", "at most 30 parentheses and signs within each other, got more"),
        ("n**" * 99 + "n", "at most 30 parentheses and signs within each other, got more"),
        ("n+" * 200 + "n", "an expression of at most 300 characters, got 401"),
    ],
)
def test_what_is_no_expression_is_refused(text, says):
    with pytest.raises(ExpressionError) as wrong:
        parse(text, ("n",))
    assert str(wrong.value) == says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1/(n-2)", "a divisor that is not zero"),
        ("(n-2)**-1", "a divisor that is not zero"),
        ("4**(1/n)", "an exponent that is a whole number, got 1/2"),
        ("9**9**9**9", "numbers below 2**4000, got a power that is larger"),
        ("n**4001", "numbers below 2**4000, got a power that is larger"),
        ("(1/n)**99999999999999999999", "numbers below 2**4000, got a power that is larger"),
        ("n**3000*n**3000", "numbers below 2**4000, got a larger one"),
    ],
)
def test_what_has_no_value_or_a_huge_one_is_refused_at_once(text, says):
    with pytest.raises(ExpressionError) as wrong:
        parse(text, ("n",)).value({"n": 2})
    assert str(wrong.value) == says


def test_powers_of_what_does_not_grow():
    big = "9" * 29
    assert [parse(f"({base})**{big}", ()).value({}) for base in (0, 1, -1)] == [0, 1, -1]
    assert parse("0**0", ()).value({}) == 1


EVEN = """title = "Even economy"
[sequence]
T = "4*n"
[[seller]]
count = "2*n"
unit_costs = ["(4*i - 3)/(8*n)"]
[[buyer]]
count = "2*n"
unit_values = ["(4*i - 1)/(8*n)"]
"""


def test_the_example_is_the_even_economy():
    sequence, title = load_sequence(EXAMPLES / "sequences" / "even.toml")
    assert title == "Even economy"
    for n in (1, 3):
        instance = sequence.market(n)
        assert large_market(instance.mechanism.market, instance.traders) == even(n)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"4*n"', '"4*n', "not valid TOML"),
        ('T = "4*n"', "", "sequence.T: required, but missing"),
        ('"4*n"', '"n-2"', "sequence.T: a whole number from 1 to 100,000 at n = 2, got 0"),
        ('"4*n"', '"4/3"', "sequence.T: a whole number from 1 to 100,000 at n = 2, got 4/3"),
        ('"4*n"', '"10**9"', "sequence.T: a whole number from 1 to 100,000 at n = 2, got 1000000000"),
        ('"4*n"', "4.5", "sequence.T: a whole number, or an expression in n as a string, got 4.5"),
        ('"4*n"', '"4*i"', "sequence.T: a number, n or a parenthesis, got i, got 4*i"),
        ('T = "4*n"', 'T = "4*n"\nk = 2', "sequence.k: unknown key"),
        ('T = "4*n"', 'T = "4*n"\nl = 2', "seller[1].unit_costs: one expression for each unit, l = 2 in all"),
        ('T = "4*n"', 'T = "4*n"\nl = 51', "sequence.l: at most 50 units, got 51"),
        ('T = "4*n"', 'T = "4*n"\ntie = "middle"', "sequence.tie: one of lowest, highest, got middle"),
        ('T = "4*n"', 'T = "4*n"\nmechanism = "G**"', "sequence.mechanism: one of G*, got G**"),
        ('"2*n"', '"n"', "seller: 2n = 4 in all at n = 2, got 2"),
        ('"2*n"', '"n-9"', "seller[1].count: a whole number from 0 to 4 at n = 2, got -7"),
        ("(4*i - 3)", "(2 - i)", "seller[1].unit_costs: a number >= 0 at n = 2, i = 3, got -1/16"),
        ("(4*i - 3)/(8*n)", "1/(i-1)", "seller[1].unit_costs: a divisor that is not zero at n = 2, i = 1"),
        (
            "[[seller]]",
            "[[vendor]]",
            "vendor: unknown key (known keys: title, paper, sequence, seller, buyer)",
        ),
        ("title", "name", "name: unknown key"),
    ],
)
def test_a_bad_file_is_one_line(tmp_path, old, new, says):
    file = tmp_path / "bad.toml"
    file.write_text(EVEN.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as wrong:
        load_sequence(file)[0].market(2)
    assert str(wrong.value).startswith(f"{file}: {says}")
    assert "\n" not in str(wrong.value)


def test_an_instance_is_replicated():
    sequence, title = load_sequence(EXAMPLES / "first.toml")
    assert isinstance(sequence, Replicated)
    assert title == "Unit supply and unit demand: truth is dominant"
    three = sequence.market(3)
    assert three.mechanism.market.n == 3
    assert [trader.worth[(1,)] for trader in three.traders] == [
        Fraction(c, 12) for c in (3, 9, 8, 8) for _ in range(3)
    ]
    two = Replicated(load_sequence(EXAMPLES / "sequences" / "even.toml")[0].market(2))
    with pytest.raises(InputError, match="n: a multiple of the instance's 2, got 3"):
        two.market(3)
    with pytest.raises(InputError, match=r"market.mechanism: G\*, which is replicated, got G\*\*"):
        load_sequence(EXAMPLES / "macro-shock.toml")
    replicated, _ = load_growing(EXAMPLES / "macro-shock.toml")
    assert replicated.step == 1
    assert [kind.count for kind in replicated.market(3).sellers + replicated.market(3).buyers] == [6, 6]
    with pytest.raises(InputError, match="n: a multiple of the instance's 2, got 3"):
        replicated.market(2).replicated(3)


CLASS = """
from fractions import Fraction
from mechanisms import GStar, Instance, Market, Side, price_grid, separable

class Constant:
    title = "All alike"
    def market(self, n):
        traders = [separable(side, [[Fraction(1 + 2 * (side is Side.BUYER), 4)]]) for side in Side for _ in range(2 * n)]
        return Instance("", GStar(Market(n, 1, 1, price_grid(1, 2))), tuple(traders))
"""


def test_a_class(tmp_path):
    file = tmp_path / "own.py"
    file.write_text(CLASS)
    sequence, title = load_sequence(file)
    assert title == "All alike"
    assert sequence.market(4).mechanism.market.n == 4
    assert load_sequence(Path(f"{file}::Constant"))[1] == title


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Market(n, 1", "Market(n + 1, 1", "::Constant.market(2): n = 2 sellers in a group, got 3"),
        (
            "return Instance",
            "return 3 #",
            "::Constant.market(2): an Instance of G* or a ShockMarket, got int",
        ),
        ("price_grid(1, 2)", "()", "::Constant.market(2): P: at least one price, got none"),
        (
            "Fraction(1",
            "Fraction(1 / 0",
            "::Constant.market(2): fails (line 8): ZeroDivisionError: division by zero",
        ),
        ("def market", "def markets", ": a class with market(n), found none"),
        (
            "class Constant",
            "class Other:\n    def market(self, n): ...\nclass Constant",
            ": one of Other, Constant after ::",
        ),
        (
            "def market(self",
            "def __init__(self, a): ...\n    def market(self",
            "::Constant: fails: TypeError: Constant.__init__() missing 1",
        ),
        ("class", "clas", ": line 5: not Python"),
        (
            "(1, 2))",
            "(1, 2), 'highest')",
            "::Constant.market(2): tie: Tie.LOWEST or Tie.HIGHEST, got 'highest'",
        ),
        ("n, 1, 1,", "n, 1.0, 1,", "::Constant.market(2): k: an integer >= 1, got 1.0"),
        (
            "price_grid(1, 2)",
            "((0.5,),)",
            "::Constant.market(2): P: integers and Fractions, got the float 0.5",
        ),
        (
            "price_grid(1, 2)",
            "(('1/2',),)",
            "::Constant.market(2): P: integers and Fractions, got the str 1/2",
        ),
        (
            "tuple(traders)",
            "None",
            "::Constant.market(2): traders: one for each of the 8 agents, got NoneType",
        ),
        (
            "tuple(traders)",
            "tuple(traders[1:])",
            "::Constant.market(2): traders: one for each of the 8 agents, got 7",
        ),
        ("tuple(traders)", "(None,) * 8", "::Constant.market(2): seller 1: a Trader with"),
        ("tuple(traders)", "tuple(traders[::-1])", "::Constant.market(2): seller 1: a seller, got a buyer"),
        (
            "[[Fraction(1 + 2 * (side is Side.BUYER), 4)]]",
            "[[0.25]]",
            "::Constant.market(2): cost of 1: an exact number is",
        ),
        (
            "[[Fraction(1 + 2 * (side is Side.BUYER), 4)]]",
            "[[1, 1]]",
            "::Constant.market(2): seller 1: a cost of all bundles up to 1 of 1, got 0, 1, 2",
        ),
        (
            "[[Fraction(1 + 2 * (side is Side.BUYER), 4)]]",
            "[[1], [1]]",
            "::Constant.market(2): seller 1: a cost of all bundles up to 1 of 1, got",
        ),
        (
            "[[Fraction(1 + 2 * (side is Side.BUYER), 4)]]",
            "[[]]",
            "::Constant.market(2): units: as many of each commodity, at least one, got 0",
        ),
    ],
)
def test_a_class_that_is_no_sequence_is_one_line(tmp_path, old, new, says):
    file = tmp_path / "own.py"
    file.write_text(CLASS.replace(old, new, 1))
    with pytest.raises(InputError) as wrong:
        load_sequence(file)[0].market(2)
    assert str(wrong.value).startswith(f"{file}{says}")
    assert "\n" not in str(wrong.value)


def test_which_n():
    assert sizes(100)[-1] == 100
    assert sizes(7, 3) == [3, 6]
    assert sizes(2, 3) == []
    assert sizes(12) == list(range(1, 13))


RARE_BOOM = EXAMPLES / "sequences" / "rare-boom.toml"


def test_a_sequence_with_a_macro_shock():
    sequence, title = load_growing(RARE_BOOM)
    assert title == "A boom that becomes rare"
    market = sequence.market(3)
    assert (len(market.market.P), market.market.n, market.eta) == (13, 3, Fraction(1, 60))
    assert [(shock.name, shock.probability) for shock in market.shocks] == [
        ("bust", Fraction(5, 6)),
        ("boom", Fraction(1, 6)),
    ]
    assert [kind.count for kind in market.sellers + market.buyers] == [3, 3, 6]
    (buyers,) = market.buyers
    worths = {key: own.worth[(1,)] for key, own in buyers.at.items()}
    assert {worths["boom", signal] for signal in ("bad news", "good news")} == {Fraction(7, 8)}
    assert worths["bust", "bad news"] == Fraction(1, 4) + Fraction(1, 48)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('T = "4*n"', 'T = "n-2"', "sequence.T: a whole number from 1 to 1,000 at n = 2, got 0"),
        ('T = "4*n"', 'T = "4*n"\nk = 1', "sequence.k: unknown key"),
        ('eta = "1/(20*n)"', "", "sequence.eta: required, but missing"),
        ('"1/(20*n)"', '"n"', "eta: a number in (0, 1/3), got 2 (at n = 2)"),
        ('"1/(20*n)"', '"1/(n-2)"', "sequence.eta: a divisor that is not zero at n = 2"),
        ("{ s = 1 }", "{}", "shock[1].seller: at least one signal"),
        ('"G**"', '"G+"', "sequence.mechanism: one of G*, got G+"),
        ('"1/(20*n)"', "0.1", "sequence.eta: a whole number, or an expression in n as a string, got 0.1"),
        ('"1/(2*n)"', '"1/n"', "shocks: probabilities sum to 1, got 5/4 (at n = 2)"),
        ('"1/(2*n)"', '"1/(2-n)"', "shock[2].probability: a divisor that is not zero at n = 2"),
        ('name = "boom"', 'name = "bust"', "shock: names that are all distinct, got bust, bust"),
        ('"good news" = "3/4"', '"news" = "3/4"', "shock boom, buyer: signals bad news, good news"),
        (
            '"good news" = "3/4"',
            '"good news" = "1/2"',
            "shock boom, buyer: probabilities >= 0 that sum to 1, got 1/4, 1/2",
        ),
        ("{ s = 1 }", "{ s = 1, t = 0 }", "shock boom, seller: signals s, t, got s (at n = 2)"),
        ('count = "2*n"', 'count = "n"', "buyers: 2n = 4 in all, got 2 (at n = 2)"),
        ('["1/8"]', '["n - 9"]', "seller[1].unit_costs: a number >= 0 at n = 2, got -7"),
        ('["1/8"]', '["i/8"]', "seller[1].unit_costs: a number, n or a parenthesis, got i, got i/8"),
        ('["1/8"]', '["1/8", 1]', "seller[1].unit_costs: one expression for each unit, l = 1 in all"),
        (
            'depends_on = ["shock"]',
            'depends_on = ["mates"]',
            "buyer[1].depends_on: a list of some of own, shock",
        ),
        ('boom = ["7/8"]', 'slump = ["7/8"]', "buyer[1].unit_values.slump: unknown key"),
        ("[[shock]]", "[[shocks]]", "shocks: unknown key"),
    ],
)
def test_a_bad_sequence_with_a_macro_shock_is_one_line(tmp_path, old, new, says):
    file = tmp_path / "bad.toml"
    file.write_text(RARE_BOOM.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as wrong:
        load_growing(file)[0].market(2)
    assert str(wrong.value).startswith(f"{file}: {says}")
    assert "\n" not in str(wrong.value)


SHOCK_CLASS = """
from dataclasses import replace
from fractions import Fraction
from mechanisms import Market, Shock, ShockMarket, Side, TraderKind, price_grid, separable

class Doubling:
    title = "Prices become finer"
    def market(self, n):
        seller, buyer = (
            TraderKind(2 * n, {("only", s): separable(side, [[Fraction(1 + 2 * (side is Side.BUYER), 4)]])})
            for side, s in ((Side.SELLER, "s"), (Side.BUYER, "b"))
        )
        shock = Shock("", Fraction(1), {"s": Fraction(1)}, {"b": Fraction(1)})
        market = Market(n, 1, 1, price_grid(1, 2 * n))
        return ShockMarket(market, Fraction(1, 10), (replace(shock, name="only"),), (seller,), (buyer,))
"""


def test_a_class_of_markets_with_a_macro_shock(tmp_path):
    file = tmp_path / "own.py"
    file.write_text(SHOCK_CLASS)
    sequence, title = load_growing(file)
    assert title == "Prices become finer"
    assert len(sequence.market(3).market.P) == 7
    file.write_text(
        SHOCK_CLASS.replace('name="only"', 'name="only" if n == 1 else "other"').replace(
            '("only", s)', '("only" if n == 1 else "other", s)'
        )
    )
    sequence, _ = load_growing(file)
    sequence.market(1)
    with pytest.raises(InputError, match="the mechanism and shocks of the other markets"):
        sequence.market(2)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Fraction(1, 10)", "0.1", 'eta: an exact number is an integer or "p/q", got the float 0.1'),
        ('{"s": Fraction(1)}', '{"s": 1.0}', "shock only: an exact number"),
        (
            '{"s": Fraction(1)}',
            '{"t": Fraction(1)}',
            "sellers: one seller at each shock and signal of a kind",
        ),
        ("separable(side,", "separable(Side.BUYER,", "seller at only, s: a seller, got a buyer"),
        ("Fraction(1, 10)", "Fraction(1, 2)", "eta: a number in (0, 1/3), got 1/2"),
        ("Market(n, 1", "Market(2 * n, 1", "sellers: 2n = 8 in all, got 4"),
        ("TraderKind(2 * n", "TraderKind(n", "sellers: 2n = 4 in all, got 2"),
        ("TraderKind(2 * n", "TraderKind(2.0 * n", "sellers: TraderKind with a count >= 0, an integer, got"),
        ("TraderKind(2 * n", "TraderKind(-2 * n", "sellers: TraderKind with a count >= 0, an integer, got"),
    ],
)
def test_a_class_of_what_is_no_market_is_one_line(tmp_path, old, new, says):
    file = tmp_path / "own.py"
    file.write_text(SHOCK_CLASS.replace(old, new))
    with pytest.raises(InputError) as wrong:
        load_growing(file)[0].market(2)
    assert says in str(wrong.value)
    assert "\n" not in str(wrong.value)
