"""The tables of a witness: every message can be read off them, and the sums can be redone."""

import re
from fractions import Fraction

from hypothesis import given, settings

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, price_grid, show
from mechanisms.markets.trader import separable
from proofs.commands.reports.witness import witness_tables
from proofs.theorem_1.by_hand import by_hand, commodities_that_matter, groups_of
from proofs.theorem_1.counterexample import find_counterexample
from tests.read_back import places
from tests.strategies import records

FEW = settings(max_examples=10)


def agents(market, heading: str) -> list[int]:
    found = []
    for token in re.sub(r"^\w+ ", "", heading).split(", "):
        first, *last = map(int, token.split("-"))
        found += range(first - 1, last[0] if last else first)
    return found


def value(cell: str) -> Fraction:
    """What "3/10 - 1/2 = -1/5" comes to, worked out anew."""
    terms, *result = cell.split(" = ")
    first, *rest = terms.split(" - ")
    worked_out = Fraction(first) - sum(map(Fraction, rest))
    assert not result or Fraction(result[0]) == worked_out
    return worked_out


def differing(record):
    _, violation = record
    return violation.profile[violation.i] != violation.better


@FEW
@given(records().filter(differing))
def test_every_message_can_be_read_off(record):
    instance, violation = record
    market, m, i = instance.mechanism.market, violation.profile, violation.i
    table, *_ = witness_tables(instance, violation)
    kept = commodities_that_matter(market, violation, by_hand(instance, violation))
    assert bool(table.note) == (len(kept) < market.k)
    rest, seen = set(range(len(market.P))), []
    for row in table.rows:
        if row[0] != "elsewhere":
            seen += places(market, row[0])
    assert len(seen) == len(set(seen))
    for row in table.rows:
        at = places(market, row[0]) if row[0] != "elsewhere" else sorted(rest - set(seen))
        for p in at:
            own, better = ([x[p][h] for h in kept] for x in (m[i], violation.better))
            assert row[1] in (show(own), "price-taking")
            assert row[2] == show(better) or (row[2], own) == ("the same", better)
            for column, cell in zip(table.columns[3:], row[3:], strict=True):
                assert all(cell == show([m[j][p][h] for h in kept]) for j in agents(market, column.heading))
    named = [j for column in table.columns[3:] for j in agents(market, column.heading)]
    assert sorted([i, *named]) == list(market.agents)


@FEW
@given(records().filter(differing))
def test_the_groupings_are_what_the_mechanism_runs_through(record):
    instance, violation = record
    market = instance.mechanism.market
    _, table, _ = witness_tables(instance, violation)
    matter = [row for row in by_hand(instance, violation) if row.matters]
    for row, (number, group, excesses, price, _) in zip(matter, table.rows, strict=True):
        own, _ = groups_of(market, row.phi, violation.i)
        members = [int(j) - 1 for j in re.findall(r"\d+", group)]
        assert members == [*own.sellers, *own.buyers]
        told = {}
        for part in excesses.split("; "):
            amount, where = re.fullmatch(r"(\d+) (?:at )?(.*)", part).groups()
            rest = where in ("elsewhere", "everywhere")
            at = set(range(len(market.P))) - told.keys() if rest else places(market, where)
            assert rest or not told.keys() & set(at)
            told |= dict.fromkeys(at, int(amount))
        assert tuple(told[p] for p in range(len(market.P))) == row.excesses
        assert price == show(market.P[row.p])
        assert int(number) >= 1


@FEW
@given(records().filter(differing))
def test_the_sums_can_be_redone(record):
    instance, violation = record
    *_, table = witness_tables(instance, violation)
    sums = [Fraction(0), Fraction(0)]
    counted = Fraction(0)
    for _, how_often, _, earned, _, better in table.rows:
        count, total = (int(number.replace(",", "")) for number in how_often.split(" of "))
        share = Fraction(count, total)
        counted += share
        own = value(earned.removeprefix("on average "))
        sums[0] += share * own
        sums[1] += share * (own if better == "the same" else value(better))
    assert counted == 1
    assert tuple(sums) == violation.payoffs(instance)
    assert (table.foot[3], table.foot[5]) == tuple(map(str, sums))


def test_a_smallest_witness_is_told_in_two_rows():
    """Twelve of 13 prices are alike to all but seller 1, who names none, or both units."""
    units = [
        [Fraction(1, 2), Fraction(1, 10)],
        [Fraction(1, 3), Fraction(1, 2)],
        *[[Fraction(2, 3), Fraction(1, 3)]] * 2,
    ]
    market = Market(1, 1, 2, price_grid(1, 12))
    traders = tuple(separable(market.side(i), [row]) for i, row in enumerate(units))
    instance = Instance("", GStar(market), traders)
    tables = list(witness_tables(instance, find_counterexample(instance, 0).record.violation))
    messages, groupings, payoffs = (table.rows for table in tables)
    assert [*map(list, messages)] == [
        ["1/3", "2", "0", "0", "1", "0"],
        ["elsewhere", "price-taking", "the same", "2", "0", "0"],
    ]
    assert [*map(list, groupings)] == [["1", "1 with 3", "0 at 1/3; 2 elsewhere", "1/3", "1"]]
    assert [*map(list, payoffs)] == [
        ["1", "2 of 4", "1", "1/3 - 1/2 = -1/6", "0", "0"],
        ["others", "2 of 4", "", "0", "the same", "the same"],
    ]
    assert tables[2].foot == ("expected", "", "", "-1/12", "", "0")
