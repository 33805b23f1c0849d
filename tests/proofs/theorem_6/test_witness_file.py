"""Witnesses against Theorem 6: the files have what the searches find, and what the claims make of them."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from mechanisms.g_plus.cells import Part
from mechanisms.g_plus.play import interim_payoff
from mechanisms.g_plus.third_payoffs import third_payoffs
from mechanisms.markets.market import price_grid
from mechanisms.markets.triplicate import Everywhere, Triplicate
from proofs.audit.kinds import load_witness
from proofs.claims.claim import unwatched
from proofs.claims.verdict import Verdict
from proofs.theorem_6 import bounds as theorem_6_bounds
from proofs.theorem_6 import claims as theorem_6_claims
from proofs.theorem_6.bounds import by_costs
from proofs.theorem_6.hypotheses import broken_hypotheses
from proofs.theorem_6.witnesses import NEEDED, WITNESSES

EXAMPLES = Path(__file__).parents[3] / "examples" / "theorem-6"
ALL = WITNESSES | NEEDED
N_2 = "without-condition-3"
HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


@pytest.fixture(scope="module")
def found():
    """The witnesses; those of the searches as the files have them, which is rechecked below."""
    loaded = {name: load_witness(EXAMPLES / f"{name}.toml") for name in NEEDED}
    return {name: make() for name, make in WITNESSES.items()} | {
        name: (witness.instance, witness.record) for name, witness in loaded.items()
    }


@pytest.mark.parametrize("name", ALL)
def test_the_examples_are_the_witnesses(found, name):
    instance, record = found[name]
    loaded = load_witness(EXAMPLES / f"{name}.toml")
    assert (loaded.instance, loaded.record) == (instance, record)
    assert loaded.replay().verdict is Verdict.REFUTED
    assert broken_hypotheses(instance) == ([record.without] if name in NEEDED else [])


@pytest.mark.parametrize("name", NEEDED)
def test_the_searches_find_what_the_files_have(monkeypatch, found, name):
    """In a short stretch of the family that is searched: costs that do no harm, then those of the file."""
    instance, record = found[name]
    bare, family = replace(instance, paper=""), theorem_6_bounds.FAMILIES[record.without]
    assert any(member == bare for member in family())
    monkeypatch.setitem(theorem_6_bounds.FAMILIES, record.without, lambda: [next(family()), bare])
    assert NEEDED[name]() == (instance, record)


def test_what_an_entry_costs_by_hand(found):
    """A unit costs 1/4, and 2 if all six buyers want one. Whoever is outside, all four have H with 1/16.

    Then in branch 5 naming 1 earns 3/4 · 1/4 + 1/4 · (-3/2) on average over the two buyers inside. In branch 7
    with 1/4 both inside have H and she must sell a unit at a loss of 3/2; with 1/2 one of them has H, and she
    sells for a gain of 1/4: always or never if her mate says the opposite, half of the times if he says the same.
    """
    instance, record = found[N_2]
    for mates, sells in ((0, (HALF, 1)), (1, (0, HALF))):
        earned = record.against_all_alike(instance)[mates,]
        for x in (0, 1):
            branch_5 = x * (3 * QUARTER * QUARTER - QUARTER * 3 * HALF)
            branch_7 = -QUARTER * 3 * HALF + HALF * sells[x] * QUARTER
            assert earned[(x,)] == (branch_5 / 10 + branch_7 * 4 / 10) / 16


def gain_by_runs(instance, record, named):
    """What `better` earns over `asked`, by running G+ in all branches, when other sellers name these bundles."""
    nothing, first = (instance.mechanism.market.X[0],), theorem_6_bounds.only_first_messages(instance)
    others = {
        (j, t): Triplicate(d, Everywhere(d), Everywhere((named[j],) if j in named else d))
        for (j, t), d in first.items()
    }
    asked, better = (
        Triplicate(first[record.i, "s"], Everywhere(nothing), Everywhere(nothing, {record.cell.shown: (x,)}))
        for x in (record.asked, record.better)
    )
    return interim_payoff(instance, record.i, "s", better, others) - interim_payoff(
        instance, record.i, "s", asked, others
    )


def test_counting_says_what_runs_say_and_a_mix_of_mates_the_mean(found):
    """Seller 2 names 0, the others 1: she is the mate with probability 1/5."""
    instance, record = found[N_2]
    earned = record.against_all_alike(instance)
    (never, always), sellers = instance.mechanism.market.X, instance.mechanism.market.sellers
    gains = {y: own[record.better] - own[record.asked] for y, own in earned.items()}
    assert gain_by_runs(instance, record, dict.fromkeys(sellers, always)) == gains[always]
    mixed = (gains[never] + 4 * gains[always]) / 5
    assert gain_by_runs(instance, record, dict.fromkeys(sellers, always) | {1: never}) == mixed


def test_where_first_messages_are_not_settled_nothing_is_claimed(found):
    _, record = found[N_2]
    tied = by_costs(
        "tied at 1/2 on average", {h: (Fraction(10, 21) if h < 6 else Fraction(2),) for h in range(7)}, 1
    )
    assert broken_hypotheses(tied) == ["Condition 3"]
    assert theorem_6_bounds.only_first_messages(tied) is None
    assert not record.holds(tied)
    with pytest.raises(ValueError, match="one price-taking message each"):
        record.against_all_alike(tied)


def test_an_entry_that_is_better_once_and_worse_once_is_not_eliminated(tmp_path):
    """H buys after the message of another H, as (17) asks; that a buyer with L has sent it she must not rule out."""
    text = (EXAMPLES / "on-the-path.toml").read_text(encoding="utf-8")
    file = tmp_path / "worse.toml"
    file.write_text(text.replace('"H; L, L" = ["1/4"]', '"H; L, L" = ["1/8"]'), encoding="utf-8")
    witness = load_witness(file)
    no, yes = ((0,),), ((1,),)
    sent = {(j, own): yes if own in "sL" else no for j, own in witness.record.sent}
    cell = witness.record.cell._replace(shown=(yes, yes))
    found = replace(witness.record, cell=cell, better=(0,), sent=sent)
    before, after = found.payoffs(witness.instance)
    assert before < after
    assert not found.holds(witness.instance)


def test_the_exact_entry_needs_a_single_price(found):
    instance, record = found["on-the-path"]
    market = replace(instance.mechanism.market, P=price_grid(1, 1))
    two = replace(instance, mechanism=replace(instance.mechanism, market=market))
    with pytest.raises(ValueError, match="prices: a single one, got 2"):
        third_payoffs(two, 0, "s", record.cell, {}, {})


def test_the_printed_claims(monkeypatch, found):
    given = {name: (lambda name=name: found[name]) for name in ALL}
    monkeypatch.setattr(theorem_6_claims, "WITNESSES", {name: given[name] for name in WITNESSES})
    monkeypatch.setattr(theorem_6_claims, "NEEDED", given)
    printed = theorem_6_claims.check_theorem_6_printed(unwatched)
    assert printed.verdict is Verdict.REFUTED
    assert [f"({place})" in printed.evidence for place in range(1, 6)] == [True] * 5
    assert theorem_6_claims.check_condition_3_needed_at_n_2(unwatched).verdict is Verdict.REFUTED
    assert theorem_6_claims.check_condition_1_needed_at_n_2(unwatched).verdict is Verdict.REFUTED
    # The same with a witness that does not hold.
    instance, record = found["on-the-path"]
    wrong = {"on-the-path": lambda: (instance, replace(record, on_path=False))}
    monkeypatch.setattr(theorem_6_claims, "WITNESSES", wrong)
    given[N_2] = lambda: (instance, record)
    assert theorem_6_claims.check_theorem_6_printed(unwatched).verdict is Verdict.OPEN
    assert theorem_6_claims.check_condition_3_needed_at_n_2(unwatched).verdict is Verdict.OPEN


@pytest.mark.parametrize("name", NEEDED)
def test_nothing_else_is_asked_and_nothing_less_is_better(found, name):
    instance, record = found[name]
    assert record.holds(instance)
    X = instance.mechanism.market.X
    forged = [replace(record, asked=x, better=y) for x in X for y in X if x != record.asked]
    forged += [
        replace(record, better=record.asked),
        replace(record, i=instance.mechanism.market.buyers[0]),
        replace(
            record, without=next(other.without for _, other in map(found.get, NEEDED) if other != record)
        ),
        replace(record, cell=record.cell._replace(part=Part.SECOND)),
    ]
    assert not any(each.holds(instance) for each in forged)
