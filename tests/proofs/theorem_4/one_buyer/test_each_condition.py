"""Each condition of a recheck counts alone: what the others say is decreed here, and what G** pays."""

from fractions import Fraction
from itertools import product
from types import SimpleNamespace

import pytest

from mechanisms.g_double_star.mechanism import BuyerMessage
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, Others
from mechanisms.markets.market import Market, price_grid
from proofs.theorem_4.one_buyer import printed, statement

NO, YES = ((0,),), ((1,),)
AGENT, PLAN, BETTER = (2, "L"), BuyerPlan(YES, YES, (NO, YES)), BuyerPlan(YES, YES, (YES, YES))
INSTANCE = SimpleNamespace(
    mechanism=SimpleNamespace(market=Market(1, 1, 1, price_grid(1, 1))),
    prior=SimpleNamespace(spaces=("s", "s", "LH", "LH")),
)
BOTH = False, True


def decree(patch, module, **said):
    for name, answer in said.items():
        patch.setattr(module, name, answer)


class Leaves:
    """A buyer who loses every plan in one round, or keeps all for ever."""

    mate = 3

    def __init__(self, lost_in, remaining=([YES], [YES])):
        self.lost_in, self.remaining = lost_in, remaining

    def __call__(self, instance, i, signal):
        return self

    def survives(self, plan, r=None):
        return self.lost_in is None or (r is not None and r < self.lost_in)


@pytest.mark.parametrize(("allowed", "lost_in", "said"), [*product(BOTH, (None, 1, 2), BOTH)])
def test_a_plan_is_unexpected_in_one_of_two_sets_only(monkeypatch, allowed, lost_in, said):
    rule = SimpleNamespace(allows=lambda plan: allowed)
    decree(monkeypatch, statement, rule_10=lambda *_: rule, PlayedBuyer=Leaves(lost_in))
    in_the_rule, survives = allowed and lost_in != 1, lost_in is None
    assert statement.Unexpected(AGENT, PLAN, said).holds(INSTANCE) == (
        in_the_rule != survives and said == survives
    )


@pytest.mark.parametrize(("lost_in", "r"), [*product((None, 1, 2, 3, 4), range(6))])
def test_a_late_round_is_the_one_said(monkeypatch, lost_in, r):
    decree(monkeypatch, statement, PlayedBuyer=Leaves(lost_in))
    assert statement.LateRound(AGENT, r, PLAN).holds(INSTANCE) == (r == lost_in and r > 2)


@pytest.mark.parametrize("less", [-1, 0, 1])
@pytest.mark.parametrize(
    ("sent", "all_left"),
    [
        ({"L": (YES, YES), "H": (YES, YES)}, True),
        *(
            ({"L": (YES, YES), "H": (YES, YES)} | {t: pair}, False)
            for t, pair in product("LH", [(NO, YES), (YES, NO)])
        ),
    ],
)
@pytest.mark.parametrize("lost_in", [None, 2])
def test_a_better_reply_is_to_survivors_and_of_one(monkeypatch, less, sent, all_left, lost_in):
    earned = {PLAN: Fraction(1), BETTER: Fraction(1) + less}
    decree(
        monkeypatch,
        statement,
        PlayedBuyer=Leaves(lost_in),
        interim_payoff=lambda instance, i, signal, plan, others: earned[plan],
    )
    record = statement.BetterReply(AGENT, PLAN, BETTER, Others(({}, {}), sent))
    assert record.holds(INSTANCE) == (less > 0 and all_left and lost_in is None)


@pytest.mark.parametrize(("taking", "influence"), [*product(([NO], [YES]), (None, "some"))])
def test_a_seller_survives_where_she_takes_no_prices_and_has_no_say(monkeypatch, taking, influence):
    decree(
        monkeypatch,
        printed,
        price_taking_given_own=lambda *_: taking,
        find_seller_influence=lambda *_: influence,
    )
    assert printed.SellerSurvivor(0, "s", NO).holds(INSTANCE) == (taking == [YES] and influence is None)


@pytest.mark.parametrize(("allowed", "survives"), [*product(BOTH, BOTH)])
def test_a_buyer_survives_though_the_rule_forbids_it(monkeypatch, allowed, survives):
    rule = SimpleNamespace(allows=lambda plan: allowed)
    decree(monkeypatch, printed, rule_10=lambda *_: rule, survives=lambda *_: survives)
    assert printed.BuyerSurvivor(AGENT, PLAN).holds(INSTANCE) == (survives and not allowed)


@pytest.mark.parametrize(("allowed", "on_path", "no_less"), [*product(BOTH, BOTH, BOTH)])
@pytest.mark.parametrize("less", [-1, 0, 1])
@pytest.mark.parametrize("thirds", [{}, {0: "a box"}, {1: "a box"}, {0: "a box", 1: "another"}])
def test_a_buyer_is_eliminated_where_all_conditions_hold(
    monkeypatch, allowed, on_path, no_less, less, thirds
):
    """The plans differ after the first of the mate's messages."""
    earned = {}
    decree(
        monkeypatch,
        printed,
        rule_10=lambda *_: SimpleNamespace(allows=lambda plan: allowed, thirds=thirds),
        interim_payoff=lambda instance, i, signal, plan, others: earned[plan],
        PlayedBuyer=lambda *_: SimpleNamespace(
            earns_no_less=lambda better, than: no_less and {better, than} == {BETTER, PLAN}
        ),
    )
    for plan, better in (PLAN, BETTER), (BETTER, PLAN):
        earned |= {plan: Fraction(1), better: Fraction(1) + less}
        record = printed.BuyerEliminated(AGENT, plan, better, Others(({}, {}), {}), on_path)
        assert record.holds(INSTANCE) == (allowed and no_less and less > 0 and on_path == (0 in thirds))


@pytest.mark.parametrize(("sent", "unsent"), [*product((NO, YES), repeat=2)])
@pytest.mark.parametrize(("taking", "allowed"), [*product(([NO], [YES], [NO, YES]), ([NO], [YES]))])
@pytest.mark.parametrize("survives", BOTH)
def test_an_entry_after_a_message_that_is_not_sent(monkeypatch, sent, unsent, taking, allowed, survives):
    """She would ask for 1 after any message."""
    decree(
        monkeypatch,
        printed,
        second_demands=lambda *_: SimpleNamespace(at=lambda shown: allowed),
        price_taking_given_own=lambda *_: taking,
        plan_of=lambda *_: PLAN,
        survives=lambda instance, agent, plan: survives and plan == PLAN,
    )
    message = BuyerMessage(sent, {(NO,): YES, (YES,): YES}, {})
    assert printed.UnsentEntry(AGENT, message, unsent).holds(INSTANCE) == (
        unsent != sent and unsent in taking and allowed == [NO] and survives
    )
