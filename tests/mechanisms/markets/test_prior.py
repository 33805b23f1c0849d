"""The joint prior of signals, and that of a macro shock, worked out by hand."""

from fractions import Fraction

import pytest

from mechanisms.markets.market import Market, price_grid
from mechanisms.markets.prior import MacroShock, Prior, PriorError, Shock, explicit_prior

SPACES = (("l", "h"), ("l", "h"))


def sixths(ll, lh, hl, hh):
    return {("l", "l"): ll, ("l", "h"): lh, ("h", "l"): hl, ("h", "h"): hh}


def prior(*weights):
    return Prior(SPACES, {omega: Fraction(w, 6) for omega, w in sixths(*weights).items()})


def test_probabilities_and_conditional_ones():
    f = prior(3, 1, 0, 2)
    assert f.size() == 4
    assert [f.probability({}), f.probability({0: "h"}), f.probability({1: "l"})] == [
        1,
        Fraction(1, 3),
        Fraction(1, 2),
    ]
    assert f.probability({0: "l", 1: "h"}) == Fraction(1, 6)
    assert f.given({0: "l"}) == {("l", "l"): Fraction(3, 4), ("l", "h"): Fraction(1, 4)}
    assert f.given({0: "h"}) == {("h", "h"): 1}  # what has probability 0 is left out
    with pytest.raises(
        PriorError, match=r"^signals agent 1 h, agent 2 l: an event of positive probability, got 0$"
    ):
        f.given({1: "l", 0: "h"})


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ((3, 1, -1, 3), "prior at h, l: a probability >= 0, got -1/6"),
        ((3, 1, 1, 2), "prior: probabilities sum to 1, got 7/6"),
        ((3, 1, 0, 1), "prior: probabilities sum to 1, got 5/6"),
        ((0, 0, 3, 3), "agent 1, signal l: a positive probability, got 0"),
        ((3, 0, 3, 0), "agent 2, signal h: a positive probability, got 0"),
    ],
)
def test_a_function_that_is_no_prior_is_refused(weights, says):
    with pytest.raises(PriorError, match=f"^{says}$"):
        prior(*weights)


@pytest.mark.parametrize(
    ("spaces", "says"),
    [
        ((("l", "h"), ("l", "l")), r"agent 2: at least one signal, all distinct, got \['l', 'l'\]"),
        (((), ("l", "h")), r"agent 1: at least one signal, all distinct, got \[\]"),
        ((("l", "h"), ("l", "m")), "prior: one probability for each of 4 signal profiles"),
    ],
)
def test_signal_sets_that_do_not_fit_are_refused(spaces, says):
    with pytest.raises(PriorError, match=f"^{says}$"):
        Prior(spaces, prior(3, 1, 0, 2).f)


def test_a_macro_shock_by_hand():
    """Two sellers and two buyers. A boom has probability 1/4; sellers learn nothing, buyers something."""
    market = Market(n=1, k=1, l=1, P=price_grid(1, 1))
    sure = {"s": Fraction(1)}
    boom = Shock("boom", Fraction(1, 4), sure, {"L": Fraction(1, 3), "H": Fraction(2, 3)})
    bust = Shock("bust", Fraction(3, 4), sure, {"H": Fraction(1, 2), "L": Fraction(1, 2)})
    macro = MacroShock((boom, bust))
    assert macro.joint(market, boom, ("s", "s", "L", "H")) == Fraction(1, 18)  # 1/4 · 1/3 · 2/3
    f = macro.prior(market)
    assert f.spaces == (("s",), ("s",), ("L", "H"), ("L", "H"))
    high, low = ("s", "s", "H", "H"), ("s", "s", "L", "L")
    assert (f.f[high], f.f[low]) == (Fraction(43, 144), Fraction(31, 144))  # 1/9 + 3/16 and 1/36 + 3/16
    assert macro.posterior(market, high) == {"boom": Fraction(16, 43), "bust": Fraction(27, 43)}
    s, t = Fraction(1, 2), Fraction(1, 2)
    turned = (Shock("", s, {"s": s, "t": t}, sure), Shock("", t, {"t": t, "s": s}, sure))
    assert MacroShock(turned).prior(market).spaces[0] == ("s", "t")  # in the order of the first shock
    other = MacroShock((Shock("", Fraction(1), {"t": Fraction(1)}, sure),))  # who sells and who buys
    assert other.prior(market).f == {("t", "t", "s", "s"): 1}


def test_profiles_left_out_have_probability_0():
    market = Market(n=1, k=1, l=1, P=price_grid(1, 1))
    f = explicit_prior(
        market, "s", "LH", dict.fromkeys([("s", "s", "L", "H"), ("s", "s", "H", "L")], Fraction(1, 2))
    )
    assert f.size() == len(f.f) == 4
    assert f.f["s", "s", "L", "L"] == 0
    assert f.given({2: "L"}) == {("s", "s", "L", "H"): 1}
    with pytest.raises(PriorError, match=r"^prior at s, s, L, s: a profile of the agents' signals$"):
        explicit_prior(market, "s", "LH", {("s", "s", "L", "s"): Fraction(1)})
