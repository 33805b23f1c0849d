"""The lotteries of G** and G+: printed weights added up and described, and what each reading makes of a lottery."""

from fractions import Fraction

import pytest

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.market import Market, price_grid
from proofs.claims.claim import unwatched
from proofs.claims.verdict import Verdict
from proofs.rules import in_g_plus, weights
from proofs.rules.weights import PrintedWeights
from tests.broken_g_double_star import Leaky
from tests.interdependent_instances import TENTH, common_values, market

THREE_GROUPS = GPlus(Market(1, 1, 1, price_grid(1, 1), groups=3), TENTH)


def test_the_printed_weights_sum_to_2_at_T_1():
    g = common_values().mechanism
    assert PrintedWeights(1).total(g) == 2
    assert PrintedWeights(1).holds(g)
    assert not PrintedWeights(2).holds(g)  # |P| = 2
    assert PrintedWeights(3).holds(g)  # 2/3


def test_what_is_printed_is_what_the_paper_prints():
    """At k = T = 1 the weights of G** as read are half of the printed ones."""
    g = common_values().mechanism
    assert all(g.printed_weight(b, 1) == 2 * g.weight(b) for b in g.branches)


def test_printed_weights_in_words():
    assert PrintedWeights(1).describe(common_values().mechanism) == (
        "the printed weights sum to 2 at n=1 k=1 l=1 T=1"
    )
    assert PrintedWeights(1).describe(THREE_GROUPS) == (
        "the printed weights sum to 42/5 at n=1 k=1 l=1 T=1 r=3"
    )
    assert weights.last_branch(THREE_GROUPS, Fraction(1, 5)) == ("at η = 1/5 branch 7 has weight 1-6η = -1/5")


def test_the_sums_name_their_sizes(monkeypatch):
    monkeypatch.setattr(in_g_plus, "SIZES", [(1, 1, 1, 1, 3), (1, 1, 1, 2, 3)])
    assert in_g_plus.check_printed_weights(unwatched).evidence == (
        "with (2n!)² read as |Φ| they sum to 42/5 at n=1 k=1 l=1 T=1 r=3; 63/10 at n=1 k=1 l=1 T=2 r=3; at "
        "η = 1/5 branch 7 has weight 1-6η = -1/5"
    )


def test_the_printed_lottery_is_that_of_its_mechanisms():
    g = GDoubleStar(market(), Fraction(1, 8))
    found = weights.as_printed(unwatched, [(1, g), (2, g)], Fraction(3, 8))
    assert found.scope == "η = 1/8"
    assert found.evidence == (
        "with (2n!)² read as |Φ| they sum to 2 at n=1 k=1 l=1 T=1; at η = 3/8 branch 4 has weight 1-3η = -1/8"
    )


@pytest.mark.parametrize(
    ("T", "verdict"), [(1, Verdict.REFUTED), (2, Verdict.HELD)], ids=["T = 1", "T = 2, as if |P| were T"]
)
def test_the_printed_range_is_refuted_where_the_sum_is_not_1(T, verdict):
    g = GDoubleStar(market(), TENTH)
    assert weights.as_printed(unwatched, [(T, g)], Fraction(2, 5)).verdict is verdict


@pytest.mark.parametrize(
    ("lottery", "refused", "evidence"),
    [
        (GDoubleStar, Fraction(1, 3), "1 case: positive, and they sum to 1"),
        (Leaky, Fraction(1, 3), "they sum to 1/2"),
        (GDoubleStar, Fraction(1, 4), "accepted"),
    ],
)
def test_weights_as_read(lottery, refused, evidence):
    found = weights.as_read(
        unwatched, [lottery(market(), TENTH)], [refused], lambda eta: GDoubleStar(market(), eta), "here"
    )
    assert found.evidence == evidence
    assert (found.verdict is Verdict.HELD) == (found.scope == "here")
