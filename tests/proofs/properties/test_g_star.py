"""G* under the claims on any mechanism gives Theorem 1's verdicts, listed and in plan form."""

from fractions import Fraction

import pytest

from gametheory import TooLargeError
from mechanisms.as_mechanisms.g_star import MarketMechanism
from mechanisms.files.interdependent import load_instance
from mechanisms.g_star.mechanism import GStar
from mechanisms.general.game_form import GameForm
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, Side, price_grid
from mechanisms.markets.price_taking import price_taking
from mechanisms.markets.trader import separable, tabulated
from proofs import check
from proofs.claims.verdict import Verdict
from proofs.properties import plan_form
from proofs.properties.dominant_messages import dominant_places
from proofs.theorem_1.statement import price_taking_shortfalls
from tests.calls import call
from tests.example_games import EXAMPLES

MARKET = Market(n=1, k=1, l=1, P=price_grid(1, 1))
HALVES = [Fraction(k, 2) for k in range(4)]
CLAIMS = ["truth-dominant", "dominant-messages"]


def instances():
    """Sellers of cost 0 to 3/2 and buyers of value 0 to 3/2, one unit each, at the prices 0 and 1."""
    for cost, value in zip(HALVES, HALVES[::-1], strict=True):
        seller, buyer = separable(Side.SELLER, [[cost]]), separable(Side.BUYER, [[value]])
        yield Instance("", GStar(MARKET), (seller, seller, buyer, buyer))


@pytest.mark.parametrize("instance", list(instances()), ids=["0", "1/2", "1", "3/2"])
def test_the_dominant_messages_are_the_price_taking_ones(instance):
    form = GameForm(MarketMechanism(instance))
    for (i, _), places in dominant_places(form).items():
        taking = set(price_taking(instance.traders[i], MARKET))
        assert {form.messages[i][m] for m in places} == taking
    found = check(form.mechanism, [*CLAIMS, "budget-balanced-ex-post", "individually-rational-ex-post"])
    assert {each.verdict for each in found.values()} == {Verdict.HELD}


ODD = tabulated(Side.SELLER, 1, 2, lambda x: [0, Fraction(9, 10), Fraction(19, 20)][x[0]])  # the README's


def one_odd_seller():
    """The market of the README: two units cost seller 1 hardly more than one."""
    market = Market(n=1, k=1, l=2, P=((Fraction(1, 2),),))
    seller, buyer = separable(Side.SELLER, [[0, 0]]), separable(Side.BUYER, [[1, 1]])
    return Instance("odd", GStar(market), (ODD, seller, buyer, buyer))


def test_without_condition_1_theorem_1_fails_by_the_same_witness_listed_and_in_plan_form(monkeypatch):
    instance = one_odd_seller()
    assert any(price_taking_shortfalls(instance.mechanism.market, ODD))
    listed = check(MarketMechanism(instance), CLAIMS)
    monkeypatch.setattr(plan_form, "LISTED_UP_TO", 0)
    cell_by_cell = check(MarketMechanism(instance), CLAIMS)
    for found in (listed, cell_by_cell):
        assert found["truth-dominant"].verdict is Verdict.REFUTED
        assert found["truth-dominant"].witness.record.holds(MarketMechanism(instance))
        assert found["dominant-messages"].verdict is Verdict.REFUTED
    gains = [found["truth-dominant"].evidence.partition(": ")[2] for found in (listed, cell_by_cell)]
    assert gains == [  # the smallest has all others tell the truth; the README's is the second
        "she gets 0 instead of -7/40, and gains 7/40",
        "she gets 0 instead of -1/5, and gains 1/5",
    ]
    assert cell_by_cell["truth-dominant"].scope == "plan form, cell by cell"
    assert "has none: in cell 1 of 1 (0,) is worse than" in cell_by_cell["dominant-messages"].evidence


@pytest.mark.parametrize("name", ["first", "two-units", "decreasing-costs", "theorem-3"])
def test_the_examples_have_the_verdicts_of_theorem_1(name):
    """`decreasing-costs` and `theorem-3` have agents whose price-taking message is not dominant."""
    instance = load_instance(EXAMPLES / f"{name}.toml")
    market = instance.mechanism.market
    fails = any(any(price_taking_shortfalls(market, trader)) for trader in instance.traders)
    verdict = check(MarketMechanism(instance), ["truth-dominant"])["truth-dominant"].verdict
    assert (verdict is Verdict.REFUTED) == fails


def test_too_many_messages_are_not_listed_and_dominance_is_decided_in_plan_form():
    """All but what needs all messages; with the odd seller a lie among the few that are listed."""
    market = Market(n=1, k=1, l=9, P=price_grid(1, 9))
    seller, buyer = separable(Side.SELLER, [[0] * 9]), separable(Side.BUYER, [[1] * 9])
    large = MarketMechanism(Instance("", GStar(market), (seller, seller, buyer, buyer)))
    assert GameForm(large).counts == (10**10,) * 4
    names = [*CLAIMS, "ex-post-ic", "pure-equilibrium", "twice-dominance-solvable", "interchangeable"]
    names += ["truth-survives", "no-deficit-ex-post", "individually-rational-ex-post"]
    assert {each.verdict for each in check(large, names).values()} == {Verdict.HELD}
    assert check(large, ["non-bossy"])["non-bossy"].verdict is Verdict.OPEN
    odd = tabulated(Side.SELLER, 1, 9, lambda x: [0, Fraction(9, 10), *[Fraction(19, 20)] * 8][x[0]])
    broken = MarketMechanism(Instance("", GStar(market), (odd, seller, buyer, buyer)))
    found = check(broken, ["truth-dominant"])["truth-dominant"]
    assert found.verdict is Verdict.REFUTED
    assert found.witness.record.holds(broken)


def test_a_truth_that_is_not_dominant_is_lost_in_plan_form_too():
    class Silent(MarketMechanism):
        def truth(self, i, type):
            return next(self.instance.mechanism.market.messages())

    market = Market(n=1, k=1, l=9, P=price_grid(1, 9))
    seller, buyer = separable(Side.SELLER, [[0] * 9]), separable(Side.BUYER, [[1] * 9])
    silent = Silent(Instance("", GStar(market), (seller, seller, buyer, buyer)))
    found = check(silent, ["truth-survives", "twice-dominance-solvable"])
    assert found["truth-survives"].verdict is Verdict.REFUTED
    assert found["twice-dominance-solvable"].verdict is Verdict.HELD


def test_too_many_groupings_are_refused():
    market = Market(n=4, k=1, l=1, P=price_grid(1, 1))
    trader = separable(Side.SELLER, [[0]])
    with pytest.raises(TooLargeError, match=r"groupings, at most 20,000 are run through"):
        MarketMechanism(Instance("", GStar(market), (trader,) * 16))


def test_a_market_file_has_the_claims_on_any_mechanism_on_request(tmp_path):
    called = call(
        "check", EXAMPLES / "decreasing-costs.toml", "--claim", "truth-dominant", "--claim", "Theorem 1"
    )
    assert called.status in (0, 1)
    assert "truth-dominant" not in call("check", EXAMPLES / "first.toml").out
    assert "very weakly dominant" in called.out
    assert "Theorem 1" in called.out
