"""G** and G+ under the claims on any mechanism: best replies in plan form are those among all messages."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from mechanisms.as_mechanisms.g_double_star import GDoubleStarMechanism
from mechanisms.as_mechanisms.g_plus import GPlusMechanism
from mechanisms.as_mechanisms.instances import as_mechanism
from mechanisms.files.interdependent import load_instance
from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.general.game_form import GameForm
from mechanisms.markets.interdependent import interdependent_instance
from mechanisms.markets.market import Market, Side
from mechanisms.markets.prior import explicit_prior
from mechanisms.markets.trader import separable
from proofs import check
from proofs.audit.on_any_mechanism import TruthLost, market_claims, unlisted_checks
from proofs.claims.claim import unwatched
from proofs.claims.verdict import Verdict
from proofs.properties.bayesian import interim_payoff
from proofs.properties.interim_incentives import InterimReply
from proofs.theorem_4.one_buyer.statement import BetterReply
from proofs.theorem_4.one_buyer.witnesses import printed_condition_2
from tests.broken_mechanisms_with_signals import SilentInGDoubleStar, SilentInGPlus
from tests.calls import call
from tests.example_games import EXAMPLES

HALF = Fraction(1, 2)
OF_TRUTH = ["budget-balanced-ex-post", "no-deficit-ex-post", "individually-rational-ex-post"]


def instance(mechanism, groups, worth):
    """One commodity, one unit, one price; a buyer's value by her own and the other buyers' signals."""
    market = Market(n=1, k=1, l=1, P=((HALF,),), groups=groups)
    buyers = groups
    signals = [("s",) * groups + own for own in product("LH", repeat=buyers)]
    weights = [1 + (len(set(omega)) == 2) for omega in signals]
    prior = explicit_prior(
        market,
        ["s"],
        ["L", "H"],
        {omega: Fraction(w, sum(weights)) for omega, w in zip(signals, weights, strict=True)},
    )

    def trader(i, omega):
        if i in market.sellers:
            return separable(Side.SELLER, [[Fraction(1, 4)]])
        others = sum(omega[j] == "H" for j in market.buyers if j != i)
        return separable(Side.BUYER, [[worth[omega[i]][others]]])

    return interdependent_instance("", mechanism(market, Fraction(1, 10)), prior, trader)


WORTH = {"L": [Fraction(1, 4), Fraction(3, 4)], "H": [HALF, 1]}


@pytest.mark.parametrize("kind", [GDoubleStarMechanism, SilentInGDoubleStar])
def test_best_replies_are_best_among_all_128_messages_of_a_buyer(kind):
    mechanism = kind(instance(GDoubleStar, 2, WORTH))
    form = GameForm(mechanism)
    assert form.counts == (2, 2, 128, 128)
    assert form.lists_all
    buyer = form.among_truthful(2)
    for t, signal in enumerate("LH"):
        messages = range(len(buyer.messages[2]))
        payoffs = [interim_payoff(buyer, 2, t, m) for m in messages]
        gain = max(payoffs) - payoffs[buyer.truth[2][t]]
        reply = mechanism.best_reply(2, signal)
        assert (reply is None) == (gain == 0)
        if reply is not None:
            before, after = InterimReply(2, t, reply).payoffs(form)
            assert after - before == gain
    assert kind is GDoubleStarMechanism or gain > 0


@pytest.mark.parametrize("kind", [GPlusMechanism, SilentInGPlus])
def test_in_g_plus_best_replies_gain_what_runs_say_and_no_other_message_gains_more(kind):
    mechanism = kind(instance(GPlus, 3, {"L": [0, HALF, 1], "H": [HALF, 1, 1]}))
    form, shape, rng = GameForm(mechanism), mechanism.shape, Random(0)
    assert form.counts == (2 ** (1 + 4 + 16),) * 6
    reply = mechanism.best_reply(3, "L")
    assert (reply is None) == (kind is GPlusMechanism)
    before, after = InterimReply(
        3, 0, reply or (shape.demands.index(mechanism.truth(3, "L").first), ())
    ).payoffs(form)
    assert (after > before) == (reply is not None)
    assert reply is not None or after == before
    for _ in range(4):
        changes = {
            (part, rng.randrange(size), 0, rng.randrange(2))
            for part, size in ((2, 4), (3, 16))
            for _ in range(size)
        }
        _, other = InterimReply(3, 0, (rng.randrange(2), tuple(changes))).payoffs(form)
        assert other <= after


def test_g_double_star_under_the_claims_on_any_mechanism():
    found = {claim.id: claim for claim in market_claims(load_instance(EXAMPLES / "common-values.toml"))}
    held = [*OF_TRUTH[:2], "bayesian-ic", "epsilon-bayesian", "individually-rational-interim"]
    held += ["twice-dominance-solvable", "interchangeable", "truth-survives", "pure-equilibrium"]
    assert {found[claim].find().verdict for claim in held} == {Verdict.HELD}
    for claim in ("truth-dominant", "ex-post-ic"):
        assert found[claim].find().verdict is Verdict.REFUTED
    assert found["pareto-efficient"].find().verdict is Verdict.INAPPLICABLE


def test_where_truth_is_silent_the_reply_is_a_witness_that_replays():
    mechanism = as_mechanism(load_instance(EXAMPLES / "common-values.toml"))
    silent = SilentInGDoubleStar(mechanism.instance)
    found = check(silent, ["bayesian-ic", "epsilon-bayesian"])
    for each in found.values():
        assert type(each.witness.record) is InterimReply
        assert each.witness.record.holds(silent)
        assert not each.witness.record.holds(mechanism)
    assert "in the third message after the first messages" in found["bayesian-ic"].evidence


def test_two_groups_of_two_buyers():
    """Theorem 4 as printed fails here; that no buyer gains by a lie among truthful others is another matter."""
    mechanism = as_mechanism(load_instance(EXAMPLES / "small-own-effect.toml"))
    assert mechanism.best_reply(4, "L") is None
    silent = SilentInGDoubleStar(mechanism.instance)
    assert silent.best_reply(4, "L") is not None


def test_a_market_with_signals_has_these_claims_in_a_file_and_its_witnesses_replay(tmp_path):
    file = EXAMPLES / "common-values.toml"
    called = call("check", file, "--claim", "truth-dominant", "--claim", "Condition 2", "--output", tmp_path)
    assert "says the truth of low instead of the truth of high" in " ".join(called.out.split())
    (written,) = tmp_path.iterdir()
    assert call("check", written).status == 0


def test_where_truth_is_silent_it_is_eliminated():
    silent = SilentInGDoubleStar(instance(GDoubleStar, 2, WORTH))
    lost = unlisted_checks(silent)["truth-survives"](GameForm(silent), unwatched)
    assert lost.verdict is Verdict.REFUTED  # by a record that was rechecked
    assert isinstance(lost.witness.record, TruthLost)


@pytest.mark.slow
def test_where_survivors_are_no_best_replies_interchangeability_is_refuted():
    game, _ = printed_condition_2()
    found = {claim.id: claim for claim in market_claims(game)}["interchangeable"].find()
    assert found.verdict is Verdict.REFUTED  # by a record that was rechecked
    assert isinstance(found.witness.record, BetterReply)


def test_where_the_argument_of_theorem_6_fails_survivors_are_open():
    found = {
        claim.id: claim
        for claim in market_claims(load_instance(EXAMPLES / "theorem-6" / "nothing-best.toml"))
    }
    for name in ("twice-dominance-solvable", "interchangeable"):
        each = found[name].find()
        assert each.verdict is Verdict.OPEN
        assert "the argument of Theorem 6 fails here" in each.evidence
    without_truth = found["bayesian-ic"].find()
    assert without_truth.verdict is Verdict.INAPPLICABLE
    assert "no message takes prices as given" in without_truth.evidence
