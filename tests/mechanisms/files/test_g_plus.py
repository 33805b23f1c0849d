"""Instances of G+ in files: read, written, read again, refused in one line; and what the commands say."""

from fractions import Fraction
from pathlib import Path

import pytest
import tomlkit

from mechanisms.files.interdependent import interdependent_document, load_instance, read_interdependent
from mechanisms.files.toml import InstanceError, Section
from mechanisms.g_plus.mechanism import GPlus

EXAMPLE = Path(__file__).parents[3] / "examples" / "g-plus-common-values.toml"
GOOD = EXAMPLE.read_text(encoding="utf-8")


def test_the_example_by_hand():
    """f(L, L, L) = (27/64 + 1/64)/2 = 7/32 of buyers; E(v | L) = (E(v; L | bust) + E(v; L | boom))/(1/2)."""
    game = load_instance(EXAMPLE)
    market = game.mechanism.market
    assert isinstance(game.mechanism, GPlus)
    assert (market.groups, market.n, market.side_size) == (3, 1, 3)
    assert game.prior.probability({3: "L", 4: "L", 5: "L"}) == Fraction(7, 32)
    assert game.traders[5].at["dear", "dear", "dear", "H", "H", "L"].worth[1,] == Fraction(5, 8)
    # Given L the bust has 3/4. Two others: 9/16, 6/16, 1/16 in the bust, the reverse in the boom.
    bust = Fraction(6, 16) * Fraction(1, 4) + Fraction(1, 16) * Fraction(5, 8)
    boom = Fraction(6, 16) * Fraction(1, 4) + Fraction(9, 16) * Fraction(5, 8)
    assert game.informed(3, {3: "L"}).worth[1,] == Fraction(3, 4) * bust + Fraction(1, 4) * boom


def test_what_is_written_is_read_again():
    game = load_instance(EXAMPLE)
    text = tomlkit.dumps(interdependent_document(game))
    assert "r = 3" in text
    assert read_interdependent(Section("x", "", tomlkit.loads(text).unwrap())) == game


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("r = 3 ", "", "market.r: required, but missing"),
        ("r = 3 ", "r = 2 ", "market.r: an integer >= 3, got 2"),
        ("r = 3 ", 'r = "3" ', 'market.r: an integer >= 3, got "3"'),
        (
            "r = 3 ",
            "r = 4 ",
            "seller: 4 sellers in 4 groups of n = 1 (add [[seller]] or raise copies), got 3",
        ),
        ("r = 3 ", "r = 30 ", "signals: at most 20000 signal profiles"),
        ('eta = "1/10"', 'eta = "1/6"', "market.eta: between 0 and 1/6, both excluded, got 1/6"),
        ('"G+"', '"G**"', "market.r: unknown key"),
        ('"G+"', '"G++"', "market.mechanism: one of G*"),
    ],
)
def test_bad_input_is_refused_in_one_line(tmp_path, old, new, line):
    assert old in GOOD
    file = tmp_path / "market.toml"
    file.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InstanceError) as wrong:
        load_instance(file)
    assert "\n" not in str(wrong.value)
    assert str(wrong.value).startswith(f"{file}: {line}")


def test_the_sellers_of_a_broken_condition_3_are_named(tmp_path):
    from proofs.audit.load_claims import load_claims

    file = tmp_path / "market.toml"
    broken = GOOD.replace('depends_on = "own"', 'depends_on = "buyers"').replace(
        'unit_costs = { cheap = ["1/4"], dear = ["3/4"] }',
        'unit_costs = { "L, L, L" = ["1/4"], "L, L, H" = ["1/4"], "L, H, H" = ["3/4"], "H, H, H" = ["3/4"] }',
    )
    file.write_text(broken, encoding="utf-8")
    rows = {(claim.item, claim.reading.value): claim.find() for claim in load_claims(file).claims}
    assert rows["Condition 3", "printed"].verdict.value == "refuted"
    assert rows["Condition 3", "printed"].evidence.startswith(
        "seller 1 at price 1/2: selling 1 must be better"
    )
    assert "seller 1: the supply" in rows["(15)", "printed"].evidence
    assert rows["(1)", "printed"].verdict.value == rows["(14)", "read"].verdict.value == "held"
