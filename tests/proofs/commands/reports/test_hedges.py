"""The tables of a hedge: from the worths that the page shows all of it can be redone, without the package."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from proofs.audit.kinds import load_witness
from proofs.claims.example_files import example
from proofs.claims.verdict import Witnessed
from proofs.commands.reports.hedges import hedge_parts
from proofs.commands.reports.table import Table
from proofs.commands.reports.witness import told_on_a_page
from proofs.pictures.hedges import close_attempts

FILE = load_witness(example("theorem-4/hedged-first-message.toml"))


def tables(hedge):
    return [part for part in hedge_parts(FILE.instance, hedge) if isinstance(part, Table)]


@pytest.mark.parametrize("hedge", FILE.record.hedges)
def test_every_sum_can_be_redone_by_hand(hedge):
    """Three other buyers; the mate is one of them, and her message tells her signal, or nothing does."""
    worths, first, never, *others = tables(hedge)
    plans = [first, *others]
    worth = {tuple(sorted(signals.split(", "))): Fraction(v) for signals, _, v in worths.rows}

    def mean(price, mates):
        told = [worth[tuple(sorted((mate, *rest)))] for mate in mates for rest in product("LH", repeat=2)]
        return sum(told, Fraction(0)) / len(told) - price

    assert len(plans) == 3
    sums = []
    for plan in plans:
        own = plan.title.partition("sends (")[2].partition(")")[0]
        totals = []
        for place, heading in enumerate(column.heading for column in plan.columns[4:]):
            sent = {each[-1]: each[:-7] for each in heading.removeprefix("if others send ").split(", ")}
            total = Fraction(0)
            for b, reads, price, names, *cells in plan.rows:
                if b not in ("1", "2"):
                    continue
                if b == "1":
                    likely, mates = Fraction(1, 2), "LH"
                else:
                    first, second = reads.strip("()").split("; ")
                    mate = second if first == own else first
                    mates = [t for t, message in sent.items() if message == mate]
                    likely = Fraction(len(mates), 2) / 2 / (1 if first == second else 2)
                part = likely * mean(int(price), mates) * int(names) if mates else Fraction(0)
                cell = cells[place]
                assert (Fraction(cell.split(" = ")[-1]) if cell != "never" else 0) == part
                total += part
            totals.append(total)
        sums.append(totals)
    assert [Fraction(cell) for cell in plans[0].foot[4:]] == sums[0]
    for plan, total, drawn in zip(plans[1:], sums[1:], close_attempts(hedge, FILE.instance), strict=True):
        more = [a - b for a, b in zip(total, sums[0], strict=True)]
        assert [Fraction(cell) for cell in plan.foot[4:]] == more
        assert min(more) < 0
        assert tuple(48 * each for each in more) == drawn.more  # as the picture has it
    for own, *cells in never.rows:  # a unit at most in either branch, where it is worth more than it costs
        for place, heading in enumerate(column.heading for column in never.columns[1:]):
            sent = {each[-1]: each[:-7] for each in heading.removeprefix("if others send ").split(", ")}
            named = own.strip("()").split(" ")
            best = sum(Fraction(1, 2) * mean(p, "LH") * int(named[p]) for p in (0, 1))
            for message in set(sent.values()):
                mates = [t for t in sent if sent[t] == message]
                best += sum(Fraction(len(mates), 4) * max(mean(p, mates), 0) for p in (0, 1))
            assert Fraction(cells[place]) == best - sums[0][place] < 0
    assert len(never.rows) + len({drawn.first for drawn in close_attempts(hedge, FILE.instance)}) == 3


def test_who_dominates_a_hedge_sends_its_first_message():
    words = [part for part in hedge_parts(FILE.instance, FILE.record.hedges[0]) if isinstance(part, str)]
    assert "whatever dominates the hedge sends (1 1) as well" in words[-1]
    assert "an insurance" in words[0]


def test_another_hedge_has_other_tables():
    hedge = FILE.record.hedges[1]
    other = replace(
        hedge,
        second=(
            (((0,), (0,)), hedge.second[0][1]),
            *hedge.second[1:2],
            (hedge.second[2][0], hedge.second[1][1]),
        ),
    )
    assert tables(hedge)[1].rows != tables(other)[1].rows
    assert tables(hedge)[2].rows != tables(other)[2].rows
    assert tables(hedge)[0].rows == tables(other)[0].rows


def test_a_page_tells_both_hedges():
    told = list(told_on_a_page(Witnessed(FILE.record, FILE.instance)))
    assert sum("which is not price-taking" in part for part in told if isinstance(part, str)) == 2
