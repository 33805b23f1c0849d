"""Hedges at two buyers in a group: found, rechecked, forged; what they refute, and how far they reach."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.games.errors import TooLargeError
from mechanisms.g_double_star.groups.second_message_payoffs import BuyerBranches
from mechanisms.markets.informed_price_taking import price_taking_given_own, second_demands
from mechanisms.markets.market import Market, price_grid
from proofs.audit.kinds import load_witness
from proofs.audit.load_claims import load_claims
from proofs.claims.verdict import Reading, Verdict
from proofs.theorem_4.anonymous_buyers import EVEN, SIGNALS, AnonymousCase, units
from proofs.theorem_4.hedges.claims import QUARTER, TOP
from proofs.theorem_4.hedges.first_message_rounds import first_message_rounds
from proofs.theorem_4.hedges.hedge import Hedge, all_sent, find_hedge, is_outdone, replies
from proofs.theorem_4.hedges.hedged_refutation import Hedged, HedgedTwice, Pooled, find_pooled
from proofs.theorem_4.hedges.search import (
    AT_0,
    AT_0_AND_1,
    PAIR,
    BuyerWith,
    P,
    near_par,
    smallest_forever,
    smallest_hedged,
)

EXAMPLES = Path(__file__).parents[4] / "examples" / "theorem-4"
HALF = Fraction(1, 2)


def numbers(*values):
    return tuple(map(Fraction, values))


@pytest.fixture(scope="module")
def hedged():
    """The instance of the audit, and its rounds."""
    case, _ = smallest_hedged(QUARTER, TOP)
    return case.instance(), first_message_rounds(case.instance())


def test_a_hedge_worked_out_by_hand():
    # v(H, ·) = 0, 0, 5/2, 1: given a mate with L a unit is worth 5/8, given one with H 3/2; 17/16 on average.
    # At price 1 the stakes are a gain of 1/2 · 1/2 = 1/4 and a loss of 1/2 · 3/8 = 3/16; not to ask costs 1/16.
    buyer = BuyerWith(units(0, 0, "5/2", 1))
    assert (buyer.stakes.gain, buyer.stakes.lost, buyer.stakes.loss) == numbers("1/4", "3/16", "1/16")
    assert buyer.stakes.leave_room
    assert buyer.other == AT_0
    assert buyer.branches.first[AT_0_AND_1] - buyer.branches.first[AT_0] == Fraction(1, 16)
    hedge = find_hedge(buyer.known, AT_0)
    assert hedge is not None
    assert hedge.holds(buyer.instance)
    # After a mate's price-taking message she asks for a unit at price 1 at one place of the two.
    one, other = dict(hedge.second)[AT_0_AND_1]
    assert {one[1], other[1]} == {(0,), (1,)}


def test_forged_hedges_do_not_hold(hedged):
    instance, rounds = hedged
    hedge = rounds.rounds[0]["H"][AT_0]
    assert hedge.holds(instance)
    # Without the hedge after the price-taking message: what is demanded there is the same at both places.
    for both in (AT_0, AT_0_AND_1):
        second = tuple((m, (both, both) if m == AT_0_AND_1 else own) for m, own in hedge.second)
        assert not replace(hedge, second=second).holds(instance)
    # Against one kind of others only, a price-taking message does as well.
    for e in hedge.sent:
        used = {m for _, m in e}
        second = tuple((m, own) for m, own in hedge.second if m in used)
        assert not replace(hedge, sent=(e,), second=second).holds(instance)
    # Two demands after a mate who sends the same: there is one tuple only.
    second = tuple((m, (AT_0, AT_0_AND_1) if m == AT_0 else own) for m, own in hedge.second)
    assert not replace(hedge, second=second).holds(instance)
    assert not replace(hedge, second=hedge.second[1:]).holds(instance)
    assert not replace(hedge, sent=()).holds(instance)
    assert not replace(hedge, first=AT_0_AND_1).holds(instance)


def test_a_hedge_needs_a_third_message_that_is_best_whatever_the_signals(hedged):
    # When all others send one message, what is best in the third message depends on the prices.
    instance, rounds = hedged
    hedge = rounds.rounds[0]["H"][AT_0_AND_1]
    pooling = (("L", AT_0), ("H", AT_0))
    assert BuyerBranches(instance, hedge.agent).common_third([pooling]) is None
    assert not replace(hedge, sent=(pooling,), second=((AT_0, (AT_0_AND_1, AT_0_AND_1)),)).holds(instance)


def test_a_first_message_that_is_no_better_than_another_is_no_hedge():
    # A unit is worth its price: all plans earn the same, against everything.
    row = units(*["1/2"] * 4)
    instance = AnonymousCase(row, row, EVEN, ((HALF,),)).instance()
    yes = ((1,),)
    everybody = (("L", yes), ("H", yes))
    assert not Hedge((4, "L"), yes, ((yes, (yes, yes)),), (everybody,)).holds(instance)
    # A unit is worth more: now it is better than to ask for none, and needs no hedge.
    row = units(*[1] * 4)
    instance = AnonymousCase(row, row, EVEN, ((HALF,),)).instance()
    assert Hedge((4, "L"), yes, ((yes, (yes, yes)),), (everybody,)).holds(instance)


@settings(max_examples=15, deadline=None)
@given(st.tuples(*[st.integers(0, 10)] * 4))
def test_what_is_outdone_has_no_hedge(quarters):
    buyer = BuyerWith(units(*(Fraction(q, 4) for q in quarters)))
    for d in buyer.known.branches.demands:
        if is_outdone(buyer.known, d):
            assert find_hedge(buyer.known, d) is None


def test_outdoing_others_who_do_alike_is_outdoing_all_others():
    # The claim in `is_outdone` about mates with different e, against all 4^6 of them.
    buyer = BuyerWith(units(0, 0, "3/2", 2))
    branches, known = buyer.branches, buyer.known
    assert is_outdone(known, buyer.other)
    rows = known.earned[known.has(buyer.other)]
    others = known.earned[~known.has(buyer.other)]
    row = next(iter(rows))
    better = next(own for own in others if (own >= row).all() and (own > row).any())
    every = all_sent(dict.fromkeys(SIGNALS, branches.demands))
    place = {e: k for k, e in enumerate(every)}
    # Each of three mates contributes a third of what she would if all did as she does.
    gain = [int(u) - int(v) for u, v in zip(better, row, strict=True)]
    assert len(place) == 16
    assert all(gain[a] + gain[b] + gain[c] >= 0 for a, b, c in product(range(16), repeat=3))


def test_at_a_single_price_nothing_is_hedged():
    # There the loss is the difference of the stakes, and a demand less, or more, after every message outdoes.
    for row in product(numbers(0, HALF, 1), repeat=4):
        instance = AnonymousCase(units(*row), units(*row), EVEN, ((HALF,),)).instance()
        known = replies(instance, (4, "L"), {t: [((0,),), ((1,),)] for t in SIGNALS})
        best = max(known.branches.first.values())
        for d, worth in known.branches.first.items():
            assert is_outdone(known, d) == (worth < best)


def test_the_rounds_at_unit_prices(hedged):
    instance, rounds = hedged
    left = [{t: sorted(own) for t, own in hedges.items()} for hedges in rounds.rounds]
    both = {"L": [AT_0, AT_0_AND_1], "H": [AT_0, AT_0_AND_1]}
    honest = {"L": [AT_0], "H": [AT_0_AND_1]}
    assert left == [both, honest, honest]
    assert rounds.holds(instance)
    kept, gone = rounds.rounds, rounds.gone
    assert not replace(rounds, rounds=kept[1:], gone=gone[1:]).holds(instance)
    assert not replace(rounds, rounds=kept[:1], gone=gone[:1]).holds(instance)  # not settled
    assert not replace(rounds, rounds=(), gone=()).holds(instance)
    assert not replace(rounds, gone=gone[:2]).holds(instance)
    only_low = [tuple({"L": own["L"]} for own in each) for each in (kept, gone)]
    assert not replace(rounds, rounds=only_low[0], gone=only_low[1]).holds(instance)


def test_hedges_need_each_other(hedged):
    instance, rounds = hedged
    hedges = tuple(hedge for own in rounds.rounds[0].values() for hedge in own.values())
    assert Hedged(hedges, forever=False).holds(instance)
    assert not Hedged(hedges, forever=True).holds(instance)  # they need what round 1 removes
    assert not Hedged(tuple(rounds.rounds[1]["L"].values()), forever=False).holds(instance)  # price-taking
    case, found = smallest_forever()
    instance = case.instance()
    assert found.holds(instance)
    for k in range(len(found.hedges)):
        without = found.hedges[:k] + found.hedges[k + 1 :]
        assert not Hedged(without, forever=True).holds(instance)
    assert {hedge.first for hedge in found.strange(instance)} == set(PAIR)


def test_pooling_needs_every_signal(hedged):
    instance, rounds = hedged
    found = find_pooled(instance, rounds.rounds[0])
    assert found is not None
    assert found.holds(instance)
    assert not any(replace(found, kept=(each,)).holds(instance) for each in found.kept)
    assert not replace(found, p=0).holds(instance)  # at price 0 (10) asks for the same
    for k, hedge in enumerate(found.kept):
        forged = replace(hedge, second=tuple((m, (AT_0, AT_0)) for m, _ in hedge.second))
        if not forged.holds(instance):
            kept = (*found.kept[:k], forged, *found.kept[k + 1 :])
            assert not replace(found, kept=kept).holds(instance)
            break
    else:
        pytest.fail("no hedge was forged")
    assert find_pooled(instance, rounds.rounds[1]) is None


def test_pooling_needs_one_buyer_and_one_message(hedged):
    instance, rounds = hedged
    found = find_pooled(instance, rounds.rounds[0])
    low, high = found.kept
    other = next(hedge for d, hedge in rounds.rounds[0]["H"].items() if d != found.message)
    elsewhere = replace(high, agent=(5, "H"))
    for forged in other, elsewhere:
        assert forged.holds(instance)
        assert not replace(found, kept=(low, forged)).holds(instance)


def test_pooling_needs_a_best_demand_that_is_unique():
    # At price 1 a unit is worth 1 to H on average: to ask for none is best, and forbidden, but so is one best.
    values = units("1/2", 1, "1/8", 0), units("9/4", 0, "3/4", "7/2")
    instance = AnonymousCase(*values, EVEN, ((HALF,), (Fraction(1),))).instance()
    every = {t: list(instance.mechanism.market.messages()) for t in SIGNALS}
    hedges = tuple(find_hedge(replies(instance, (4, t), every), AT_0) for t in SIGNALS)
    assert all(hedge.holds(instance) for hedge in hedges)
    own, asked = price_taking_given_own(instance, 4, "H"), second_demands(instance, 4, "H")
    assert own.choices[1] == ((0,), (1,))
    assert all(asked.at((d, AT_0)).choices[1] == ((1,),) for d in own)
    assert not Pooled("H", 1, hedges).holds(instance)


RECORDS = {
    "hedged-first-message": lambda: _first(smallest_hedged(QUARTER, TOP)[0]),
    "pooled-first-messages": lambda: _pooled(smallest_hedged(QUARTER, TOP)[0]),
    "hedged-twice": lambda: _twice(((0,), (0,))),
    "hedged-for-ever": smallest_forever,
}


def _first(case):
    instance = case.instance()
    every = tuple(
        hedge for own in first_message_rounds(instance).rounds[0].values() for hedge in own.values()
    )
    return case, Hedged(tuple(Hedged(every, forever=False).strange(instance)), forever=False)


def _pooled(case):
    return case, find_pooled(case.instance(), first_message_rounds(case.instance()).rounds[0])


def _twice(third):
    """With H the messages of `PAIR` need each other only; with L they need others who send a third one too."""
    rows = {"L": near_par(3, -1, 7), "H": near_par(3, 1, 7)}

    def hedges(t, messages):
        known = BuyerWith(rows[t]).replies(messages)
        return [replace(find_hedge(known, d), agent=(known.branches.agent[0], t)) for d in PAIR]

    assert find_hedge(BuyerWith(rows["L"]).replies(PAIR), PAIR[1]) is None
    with_l, with_h = hedges("L", (*PAIR, third)), hedges("H", PAIR)
    record = HedgedTwice((*with_l, *with_h), (with_h[0],))
    return AnonymousCase(rows["L"], rows["H"], EVEN, P), record


def test_hedges_of_two_buyers_are_no_evidence_about_one():
    files = [load_witness(EXAMPLES / f"{name}.toml") for name in RECORDS]
    witness = next(each for each in files if isinstance(each.record, HedgedTwice))
    instance, record = witness.instance, witness.record
    (hedge,) = record.after
    other = replace(hedge, agent=(hedge.agent[0] + 1, hedge.agent[1]))
    assert other.holds(instance)
    assert not replace(record, after=(other,)).holds(instance)


@pytest.mark.parametrize("name", RECORDS)
def test_the_examples_are_what_the_search_finds(name):
    case, record = RECORDS[name]()
    witness = load_witness(EXAMPLES / f"{name}.toml")
    assert witness.record == record
    assert replace(witness.instance, title="", paper="") == replace(case.instance(), title="", paper="")
    (claim,) = load_claims(EXAMPLES / f"{name}.toml").claims
    assert claim.find().verdict is Verdict.REFUTED


SELLERS = """depends_on = ["buyers"]
unit_costs = {"L, L, L, L" = [0], "L, L, L, H" = [0], "L, L, H, H" = ["1/2"], "L, H, H, H" = [0], "H, H, H, H" = [1]}"""


@pytest.mark.parametrize(
    ("changes", "fails"),
    [
        # L's values become H's, so that both send the same; H's hedge alone still holds.
        (
            {'"L; L, L, H" = [0]': '"L; L, L, H" = ["1/4"]', '"L; H, H, H" = ["1/4"]': '"L; H, H, H" = [0]'},
            "(8)",
        ),
        ({"unit_costs = [0]": SELLERS}, "Condition 2"),
    ],
)
def test_a_witness_counts_only_where_the_hypotheses_hold(tmp_path, changes, fails):
    text = (EXAMPLES / "hedged-first-message.toml").read_text(encoding="utf-8")
    head, low, high = text.split("[[witness.hedge]]\n")
    for old, new in changes.items():
        assert old in head
        head = head.replace(old, new)
    file = tmp_path / "hypothesis.toml"
    file.write_text("[[witness.hedge]]\n".join((head, high)), encoding="utf-8")
    (claim,) = load_claims(file).claims
    finding = claim.find()
    assert finding.verdict is Verdict.OPEN
    assert finding.evidence == f"hypotheses that fail: {fails}"
    assert low.startswith("agent = 5")


def test_check_refuses_the_printed_theorem_without_condition_2(tmp_path):
    text = (EXAMPLES / "hedged-first-message.toml").read_text(encoding="utf-8").split("[witness]")[0]
    verdicts = []
    for name, head in ("with", text), ("without", text.replace("unit_costs = [0]", SELLERS)):
        file = tmp_path / f"{name}.toml"
        file.write_text(head, encoding="utf-8")
        claims = {(claim.item, claim.reading): claim for claim in load_claims(file).claims}
        verdicts.append(claims["Theorem 4", Reading.PRINTED].find())
    assert [finding.verdict for finding in verdicts] == [Verdict.REFUTED, Verdict.INAPPLICABLE]
    assert verdicts[1].evidence.startswith("Condition 2 fails")


def test_what_is_too_large_is_refused():
    buyer = BuyerWith(units(0, 0, "5/2", 1))
    two_units = smallest_forever()[0].instance()
    every = {t: list(two_units.mechanism.market.messages()) for t in SIGNALS}
    with pytest.raises(TooLargeError, match="second demands: at most 20,000 to list, got"):
        replies(two_units, (4, "L"), every)
    many = replace(
        buyer.instance, mechanism=replace(buyer.instance.mechanism, market=Market(2, 1, 1, price_grid(1, 11)))
    )
    with pytest.raises(TooLargeError, match="hedges: at most 2,000 first messages, got 4,096"):
        BuyerBranches(many, (4, "L"))


def test_the_instance_that_never_settles_by_hand():
    # Given one of three others with H a buyer loses on a second unit, given three she gains on it.
    case, _ = smallest_forever()
    third = [Fraction(number) for number in ("13/8", "7/8", "11/4", "9/8", "23/8")]
    par = (Fraction(1), Fraction(2))
    assert case.low == (par, (par[0], third[0]), par, (third[1], third[2]))
    assert case.high == (par, (par[0], third[0]), par, (third[3], third[4]))
    instance = case.instance()
    assert set(price_taking_given_own(instance, 4, "L")) == {PAIR[0]}
    assert set(price_taking_given_own(instance, 4, "H")) == {PAIR[1]}


def test_pooled_is_a_record_of_its_own(hedged):
    _, rounds = hedged
    hedges = tuple(own[AT_0] for own in rounds.rounds[0].values())
    assert Pooled("H", 1, hedges).message == AT_0
