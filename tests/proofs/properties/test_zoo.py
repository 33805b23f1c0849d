"""Mechanisms whose answers are published: each has them, and a change of one line turns one of them."""

import re
import runpy
from itertools import combinations, permutations, product
from pathlib import Path

import pytest

from mechanisms import load_classes
from proofs import check
from proofs.claims.verdict import Verdict

ZOO = Path(__file__).parents[3] / "examples" / "mechanisms"
FILES = sorted(ZOO.glob("*.py"))

# File and class, a line of it, the line in its place, the claim that turns, and what is then found.
MUTATIONS = [
    ("bertrand::Bertrand", "buyers, cost, capacity = 3, 1, 3", "buyers, cost, capacity = 3, 1, 2", "pure-equilibrium", "refuted"),
    ("borda::Borda", "points = (2, 1, 0)", "points = (1, 1, 0)", "pareto-efficient", "refuted"),
    ("boston::Boston", "types, ordinal = 3, tuple(permutations(\"abc\"))", "types, ordinal = 3, (\"abc\", \"acb\")", "truth-dominant", "held"),
    ("deferred_acceptance::Students", "holds[c] = min(rivals, key=colleges[c].index)", "holds[c] = min(rivals, key=lambda s: students[s].index(c))", "truth-dominant", "refuted"),
    ("deferred_acceptance::Colleges", "types, ordinal = 3, tuple(permutations(range(3)))", "types, ordinal = 3, ((0, 1, 2), (1, 0, 2))", "truth-dominant", "held"),
    ("first_price::FirstPrice", "price = max(bids)", "price = sorted(bids)[-2]", "truth-dominant", "held"),
    ("generalised_second_price::GeneralisedSecondPrice", "clicks = (4, 3)", "clicks = (4, 0)", "truth-dominant", "held"),
    ("gibbard_satterthwaite::StrategyProof", "return self.rules[self.number][rankings]", "return min(self.rules[self.number][rankings], rankings[0][1])", "truth-dominant", "refuted"),
    ("guess_two_thirds::Guess", "players, messages = 3, range(6)", "players, messages = 2, range(6)", "dominant-messages", "held"),
    ("guess_two_thirds::Guess", "players, messages = 3, range(6)", "players, messages = 5, range(4)", "dominance-solvable", "refuted"),
    ("k_double_auction::DoubleAuction", "return self.k * bid + (1 - self.k) * ask if ask <= bid else None", "return 2 if ask <= 2 <= bid else None", "truth-dominant", "held"),
    ("mcafee::McAfee", "price = Fraction(b[k] + s[k], 2)", "price = Fraction(b[k - 1] + s[k - 1], 2)", "truth-dominant", "refuted"),
    ("median::Median", "return Fraction(sorted(peaks)[1])", "return Fraction(sum(peaks), 3)", "truth-dominant", "refuted"),
    ("plurality::Plurality", "firsts = [ranking[0] for ranking in rankings]", "firsts = [rankings[0][0]]", "truth-dominant", "held"),
    ("posted_price::PostedPrice", "price = self.posted", "price = value - 1", "truth-dominant", "refuted"),
    ("public_project::PublicProject", "return built, taxes", "return built, (0, 0, 0)", "truth-dominant", "refuted"),
    ("random_dictatorship::RandomDictatorship", "weights = (Fraction(1, 3), Fraction(1, 3), Fraction(1, 3))", "weights = (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4))", "anonymous", "refuted"),
    ("random_sampling::RandomSampling", "price = Fraction(reports[other[0]] + reports[other[1]], 2)", "price = Fraction(cost + value, 2)", "truth-dominant", "refuted"),
    ("second_price::SecondPrice", "price = sorted(bids)[-2]", "price = max(bids)", "truth-weakly-dominant", "refuted"),
    ("serial_dictatorship::SerialDictatorship", "for i in (0, 1, 2):", "for i in (0, 1, 2) if rankings[0][1] < rankings[0][2] else (0, 2, 1):", "non-bossy", "refuted"),
    ("top_trading_cycles::TopTradingCycles", "for house in rankings[i]", "for house in rankings[0]", "pareto-efficient", "refuted"),
    ("uniform_price::UniformPrice", "types = tuple((high, low) for low, high in combinations_with_replacement(range(4), 2))", "types = tuple((high, 0) for high in range(4))", "truth-dominant", "held"),
    ("vickrey_clarke_groves::VickreyClarkeGroves", "without = [self.best(reports, {0, 1, 2} - {i})[0] for i in range(3)]", "without = [total] * 3", "truth-dominant", "refuted"),
]  # fmt: skip


def test_the_zoo_is_large_and_its_files_are_small():
    assert len(FILES) >= 20
    assert {file.stem for file in FILES} == {name.partition("::")[0] for name, *_ in MUTATIONS}
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        assert len(text.splitlines()) < 40, file
        expected = [line for line in text.splitlines() if re.search(r'": "(held|refuted)"|\] = "held"', line)]
        assert expected
        for line in expected:
            year = re.search(r"#.*(\d{4})", line)  # who says so; the docstring has the reference
            assert year, f"{file}: {line}"
            assert year[1] in text.partition('"""\n')[0], f"{file}: {line}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_published_is_found(file):
    for name, cls in load_classes(file):
        assert cls.expect, name
        found = check(cls, cls.expect)
        assert {claim: finding.verdict.value for claim, finding in found.items()} == cls.expect, name
        for finding in found.values():
            if finding.verdict is Verdict.REFUTED:
                assert finding.witness.record.holds(finding.witness.context)


@pytest.mark.parametrize(
    ("name", "line", "instead", "claim", "verdict"), MUTATIONS, ids=[f"{m[0]}-{m[3]}" for m in MUTATIONS]
)
def test_a_change_of_one_line_turns_a_verdict(tmp_path, name, line, instead, claim, verdict):
    stem, _, cls_name = name.partition("::")
    text = (ZOO / f"{stem}.py").read_text(encoding="utf-8")
    assert text.count(line) == 1
    changed = tmp_path / f"{stem}.py"
    changed.write_text(text.replace(line, instead), encoding="utf-8")
    ((_, cls),) = load_classes(Path(f"{changed}::{cls_name}"))
    assert cls.expect[claim] != verdict
    assert check(cls, [claim])[claim].verdict.value == verdict


def test_for_integers_zero_is_not_all_that_is_left_of_two_thirds():
    """Pages that say so have real numbers in mind: with five players all may say 1."""
    ((_, guess),) = load_classes(ZOO / "guess_two_thirds.py")
    found = check(type("Five", (guess,), {"players": 5, "messages": range(4)}), ["pure-equilibrium"])
    assert "2 pure equilibria" in found["pure-equilibrium"].evidence
    assert all(f"player {i} says 1" in found["pure-equilibrium"].evidence for i in range(1, 6))


SEARCH = runpy.run_path(str(ZOO / "gibbard_satterthwaite.py"))
strategy_proof_rules = SEARCH["strategy_proof_rules"]
RANKINGS = tuple(permutations("abc"))


def content_rows(rankings):
    """All 3^n lists of what one voter brings about by each ranking in which no lie pays, by the definition."""
    return [
        row
        for row in product("abc", repeat=len(rankings))
        if all(own.index(x) <= own.index(y) for own, x in zip(rankings, row, strict=True) for y in row)
    ]


def by_rows(rankings):
    """A second method: the second voter's lists that are strategy-proof, then those that are for the first."""
    rows = content_rows(rankings)
    columns = set(rows)
    for rule in product(rows, repeat=len(rankings)):
        if columns.issuperset(zip(*rule, strict=True)):
            yield dict(zip(product(rankings, repeat=2), (x for row in rule for x in row), strict=True))


def by_definition(rankings):
    """All rules, one after the other."""
    cells = list(product(rankings, repeat=2))
    place = {cell: k for k, cell in enumerate(cells)}
    lies = [
        (k, place[(lie, cell[1]) if i == 0 else (cell[0], lie)], cell[i])
        for k, cell in enumerate(cells)
        for i in (0, 1)
        for lie in rankings
    ]
    for rule in product("abc", repeat=len(cells)):
        if all(own.index(rule[k]) <= own.index(rule[m]) for k, m, own in lies):
            yield dict(zip(cells, rule, strict=True))


def in_order(rules):
    return sorted(tuple(rule.items()) for rule in rules)


def test_gibbard_and_satterthwaite():
    rules = strategy_proof_rules(RANKINGS)
    assert len(rules) == 17
    assert in_order(rules) == in_order(by_rows(RANKINGS))
    onto = [rule for rule in rules if set(rule.values()) == set("abc")]
    assert in_order(onto) == in_order({cell: cell[i][0] for cell in rules[0]} for i in (0, 1))
    assert sorted(len(set(rule.values())) for rule in rules) == [1] * 3 + [2] * 12 + [3] * 2


@pytest.mark.parametrize("places", [(0, 1, 2), (0, 3, 4), (0, 2, 5)])
def test_on_three_rankings_listing_agrees(places):
    rankings = tuple(RANKINGS[k] for k in places)
    listed = in_order(by_definition(rankings))
    assert in_order(strategy_proof_rules(rankings)) == listed == in_order(by_rows(rankings))


def test_on_every_three_rankings_both_methods_agree():
    for rankings in combinations(RANKINGS, 3):
        assert in_order(strategy_proof_rules(rankings)) == in_order(by_rows(rankings))
