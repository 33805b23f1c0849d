"""What there is to redo by hand in G** and G+ is what the mechanism does, and adds up to the payoffs."""

from fractions import Fraction

import pytest

from gametheory.games.errors import TooLargeError
from proofs.audit.kinds import load_witness
from proofs.claims import draws
from proofs.claims.draws import Compares, draws_by_hand, served
from proofs.commands.reports.draws import draws_tables
from proofs.theorem_6.bounds import AskedEntryLoses
from proofs.theorem_6.printed_17_18 import PrintedMiss
from tests.example_games import EXAMPLES

FILES = [
    "theorem-4/off-the-path.toml",
    "theorem-4/on-the-path.toml",
    "theorem-6/off-the-path.toml",
    "theorem-6/on-the-path.toml",
    "theorem-6/second-averaged.toml",
    "theorem-6/third-averaged.toml",
    "theorem-6/without-condition-1.toml",
]


def payoffs(instance, record):
    if isinstance(record, PrintedMiss):
        return record.payoffs(instance, record.asked[0])
    if hasattr(record, "strict_at"):
        return record.payoffs(instance, record.strict_at)
    return record.payoffs(instance)


@pytest.mark.parametrize("file", FILES)
def test_every_row_is_a_run_and_the_sums_are_the_payoffs(file):
    found = load_witness(EXAMPLES / file)
    instance, record = found.instance, found.record
    assert isinstance(record, Compares)
    two = record.two_ways(instance)
    rows, market = draws_by_hand(instance, two), instance.mechanism.market
    assert sum(row.share for row in rows) == 1
    for row in rows:
        profiles, trader = two.profiles(row.omega), instance.traders[two.i].at[row.omega]
        for m, x, earned in zip(profiles, row.trades, row.earns, strict=True):
            a = instance.mechanism.allocation(row.phi, row.p, m, row.b)
            assert (a.x[two.i], a.q[two.i]) == (x, market.P[row.p])
            assert earned == trader.payoff(x, market.P[row.p])
        assert bool(row.excesses) == (row.b == instance.mechanism.branches[-1])
        assert not row.excesses or row.excesses[row.p] == min(row.excesses)
        if row.bounds:
            assert row.bounds == served(instance, two, row.phi, profiles, row.p)
    sums = [sum((row.share * row.earns[place] for row in rows), Fraction(0)) for place in range(2)]
    if isinstance(record, AskedEntryLoses):
        earned = record.against_all_alike(instance)[market.X[0]]
        assert sums[1] - sums[0] == earned[record.better] - earned[record.asked] > 0
    else:
        assert tuple(sums) == payoffs(instance, record)
    *_, last = draws_tables(instance, two)
    assert [last.foot[3], last.foot[5]] == list(map(str, sums))


def test_too_many_draws_are_refused(monkeypatch):
    found = load_witness(EXAMPLES / FILES[0])
    monkeypatch.setattr(draws, "MOST_DRAWS", 3)
    with pytest.raises(TooLargeError, match=r"^draws: at most 3 are told one by one, got 8 or more$"):
        draws_by_hand(found.instance, found.record.two_ways(found.instance))
