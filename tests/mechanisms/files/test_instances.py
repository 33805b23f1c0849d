"""The instance format: what is read, written and read again, and what is refused in one line."""

import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from mechanisms.files.instances import instance_document, load_g_star_instance, read_instance
from mechanisms.files.interdependent import load_instance
from mechanisms.files.toml import InstanceError, Section, read_toml
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Tie
from tests.strategies import everybody, markets

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.toml"))
GOOD = (Path(__file__).parents[3] / "examples" / "first.toml").read_text(encoding="utf-8")


def refusal(tmp_path, text):
    file = tmp_path / "market.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InstanceError) as wrong:
        load_g_star_instance(file)
    line = str(wrong.value)
    assert line.startswith(f"{file}: ")
    assert "\n" not in line
    return line.removeprefix(f"{file}: ")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("n = 1 ", "n = 0 ", "market.n: an integer >= 1, got 0"),
        ("n = 1 ", "n = 1.0 ", "market.n: an integer >= 1, got 1.0"),
        ("n = 1 ", "n = true ", "market.n: an integer >= 1, got true"),
        ("n = 1 ", 'n = "1" ', 'market.n: an integer >= 1, got "1"'),
        ("n = 1 ", f"n = 0x{'f' * 5000} ", "market.n: an integer up to 1000000000, got an integer of more than 80 digits"),
        ("l = 1 ", f"l = {'9' * 1000} ", "market.l: an integer up to 1000000000"),
        ('"1/4"', f"0x{'f' * 5000}", "seller[1].unit_costs, commodity 1, unit 1: a number of at most 1000 digits"),
        ('"1/4"', '"0.75"', 'seller[1].unit_costs, commodity 1, unit 1: an exact number: an integer or a string "p/q" (here "3/4"), got "0.75"'),
        ("l = 1 ", "l = 1000 ", "market: prices times bundles squared at most 1,000,000"),
        ("n = 1 ", "n = 1000 ", "market.n: at most 30"),
        ("k = 1 ", "k = 17 ", "market.k: at most 16"),
        ("T = 2 ", "T = 1000000 ", "market: prices times bundles squared at most 1,000,000, so that all can be looked at, got 1,000,001 prices and 2 bundles"),
        ("l = 1          # capacity of each agent\nT = 2 ", "l = 1000\nprices = [1]\n#", "market: prices times bundles squared at most 1,000,000, so that all can be looked at, got 1 price and 1,001 bundles"),
        ("T = 2 ", "", "market: either T (the paper's grid) or prices (a list), and not both"),
        ("T = 2 ", 'T = 2\nprices = ["1/2"] ', "market: either T"),
        ("T = 2 ", "prices = [] ", "market.prices: at least one price, got []"),
        ("T = 2 ", 'prices = ["1/2", "1/3"] ', "market.prices: distinct price vectors in ascending"),
        ("T = 2 ", 'prices = [["1/2", "1/3"]] ', "market.prices[1]: a price for the only commodity, got 2 of them"),
        ("T = 2 ", 'prices = ["-1/2"] ', "market.prices[1]: a number >= 0, got -1/2"),
        ('"lowest"', '"middle"', "market.tie: one of lowest, highest, got middle"),
        ('"G*"', '"G***"', "market.mechanism: one of G*, G**, G+, got G***"),
        ('"G*"', '"G**"', "market.mechanism: G*, without private signals, got G**"),
        ('"1/4"', "0.25", 'seller[1].unit_costs, commodity 1, unit 1: an exact number: an integer or a string "p/q" '
         '(here "1/4"), got 0.25'),
        ('"1/4"', "'0.25'", 'seller[1].unit_costs, commodity 1, unit 1: an exact number: an integer or a string "p/q" (here "1/4"), got "0.25"'),
        ('"1/4"', "25e-2", 'seller[1].unit_costs, commodity 1, unit 1: an exact number: an integer or a string "p/q" (here "1/4"), got 25e-2'),
        ('"1/4"', "nan", 'seller[1].unit_costs, commodity 1, unit 1: an exact number: an integer or a string "p/q", got nan'),
        ("n = 1 ", f"n = {'[' * 400}{']' * 400} ", "market.n: an integer >= 1, got [[[[...]]]]"),
        ("n = 1 ", f"n = [{'1, ' * 100_000}] ", "market.n: an integer >= 1, got [1, 1, 1, "),
        ("n = 1 ", 'n = "" ', 'market.n: an integer >= 1, got ""'),
        ('"lowest"', '""', 'market.tie: one of lowest, highest, got ""'),
        ('"lowest"', r'"low\u001b[2J\nest"', r"market.tie: one of lowest, highest, got low\x1b[2J\nest"),
        ("[market]", r'"\u001b[2J\n" = 1' + "\n[market]", r"\x1b[2J\n: unknown key (known keys: "),
        ('"1/4"', '"-1/4"', "seller[1].unit_costs, commodity 1, unit 1: a number >= 0, got -1/4"),
        ('"1/4"', '"1/0"', "seller[1].unit_costs, commodity 1, unit 1: a fraction with a denominator that is not"),
        ('"1/4"', '"a quarter"', "seller[1].unit_costs, commodity 1, unit 1: an exact number"),
        ('"1/4"', '"1/4", 1', "seller[1].unit_costs: one number for each unit of commodity 1, l = 1 in all, got 2 of them"),
        ('unit_costs = ["1/4"]', 'unit_costs = [["1/4"], ["1/4"]]', "seller[1].unit_costs: one row for the only commodity, got 2"),
        ("unit_costs", "unit_cost", "seller[1].unit_cost: unknown key (did you mean unit_costs?)"),
        ("unit_costs", "costs", "seller[1].costs: a table"),
        ('unit_costs = ["1/4"]', "", "seller[1]: either unit_costs (one number per unit) or costs (one per bundle)"),
        ('unit_costs = ["1/4"]', "costs = { 2 = 1 }", "seller[1].costs.2: unknown key"),
        ('unit_costs = ["1/4"]', "costs = { 0 = 1, 1 = 1 }", "seller[1].costs.0: nothing costs nothing: 0, got 1"),
        ('unit_costs = ["1/4"]', "costs = {}", "seller[1].costs.1: required, but missing"),
        ("copies = 2", "copies = 3", "buyer[1].copies: at most the 2 buyers of the market, got 3"),
        ("copies = 2", "", "buyer: 2 buyers in 2 groups of n = 1 (add [[buyer]] or raise copies), got 1"),
        ("[[buyer]]", "[buyer]", "buyer: one or more tables [[buyer]]"),
        ("title", "tittle", "tittle: unknown key (did you mean title?)"),
        ('title = "Unit supply and unit demand: truth is dominant"', "title = 3", "title: a string, got 3"),
        ("[market]", "[markets]", "markets: unknown key (did you mean market?)"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_one_line(tmp_path, old, new, line):
    assert old in GOOD
    assert refusal(tmp_path, GOOD.replace(old, new, 1)).startswith(line)


def test_files_that_are_not_toml_are_refused_in_one_line(tmp_path):
    assert refusal(tmp_path, "title = ").startswith("not valid TOML")
    assert refusal(tmp_path, f"title = {'9' * 200_000}").startswith("not valid TOML")
    assert refusal(tmp_path, "x = " + "[" * 5_000) == "nested too deeply"
    assert refusal(tmp_path, f"a{'.a' * 30_000} = 1\n") == "keys of at most 30 parts, got one of more"
    assert refusal(tmp_path, f"['a'{' . a' * 30} ]\n") == "keys of at most 30 parts, got one of more"
    for file, rule in ((tmp_path, "Is a directory"), (tmp_path / "none.toml", "No such file")):
        with pytest.raises(InstanceError, match=rule):
            load_g_star_instance(file)
    with pytest.raises(InstanceError, match="/dev/zero: a file of at most 50,000,000 bytes, got more"):
        load_g_star_instance(Path("/dev/zero"))  # which has no end
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe")
    with pytest.raises(InstanceError, match="not UTF-8 text"):
        load_g_star_instance(binary)


@pytest.mark.parametrize("end", range(0, len(GOOD), 23))
def test_a_truncated_file_is_refused_or_is_a_whole_instance(tmp_path, end):
    file = tmp_path / "market.toml"
    file.write_text(GOOD[:end], encoding="utf-8")
    whole = "\ncopies = 2" in GOOD[:end]  # the last line of the last agent; [expect] may be cut off
    if whole and tomllib_accepts(GOOD[:end]):
        assert len(load_g_star_instance(file).traders) == 4
    else:
        with pytest.raises(InstanceError, match=r"^[^\n]*$"):
            load_g_star_instance(file)


def tomllib_accepts(text):
    try:
        return bool(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return False


@given(st.data())
def test_what_is_written_is_read_again(data):
    market = data.draw(markets())
    g = GStar(market)
    instance = Instance(
        "any", g, tuple(data.draw(everybody(market))), data.draw(st.sampled_from(["", "2.3"]))
    )
    text = tomlkit.dumps(instance_document(instance))
    assert read_instance(Section("text", "", tomllib.loads(text))) == instance


def test_an_instance_by_hand():
    instance = load_g_star_instance(EXAMPLES[[file.stem for file in EXAMPLES].index("two-commodities")])
    market = instance.mechanism.market
    assert (market.n, market.k, market.l, market.tie, len(market.P)) == (2, 2, 2, Tie.LOWEST, 9)
    assert len(instance.traders) == 8
    assert instance.traders[0].worth[1, 2] == Fraction(1, 4) + Fraction(1, 5) + Fraction(1, 3)
    assert instance.traders[7].worth[2, 0] == Fraction(4, 5) + Fraction(1, 3)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_every_example_says_what_it_shows_and_where_in_the_paper(file):
    instance = load_instance(file)
    assert instance.title
    content = read_toml(file)
    assert content.text("paper").startswith("Section ")
    assert file.read_text(encoding="utf-8").startswith("# ")
    assert ("expect" in content) != ("witness" in content)
