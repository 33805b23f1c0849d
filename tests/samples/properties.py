"""Records against claims on mechanisms: each holds about one that is broken, and about no other."""

from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import ClassVar

from mechanisms import Mechanism
from mechanisms.as_mechanisms.instances import as_mechanism
from mechanisms.files.interdependent import load_instance
from mechanisms.general.game_form import GameForm
from mechanisms.general.symmetry import Asymmetry
from proofs import check
from proofs.properties.bayesian import InterimLie
from proofs.properties.budget import ExpectedImbalance, Imbalance
from proofs.properties.coalitions import GroupLie
from proofs.properties.dominant_messages import NoDominantMessage
from proofs.properties.efficiency import HigherSurplus, Improvement
from proofs.properties.equilibria import NoPureEquilibrium, OtherEquilibrium
from proofs.properties.ex_post import ExPostLie
from proofs.properties.ex_post_survivors import Regret, UnequalMessages
from proofs.properties.fairness import Bossy
from proofs.properties.interim_incentives import InterimReply
from proofs.properties.interim_survivors import InterimRegret
from proofs.properties.obvious_manipulation import ObviousManipulation
from proofs.properties.order import TwoOrders
from proofs.properties.participation import ExAnteLoss, InterimLoss, Loss
from proofs.properties.solvability import LateMessage, LateStrategy, NoEquilibrium, UnequalSurvivors
from proofs.properties.surviving_truth import OtherResult, TruthfulStrategyLeaves, TruthLeaves
from proofs.properties.truth import EqualLie, HarmlessLie, Lie
from tests.broken_mechanisms import CASES, Fee, FirstPrice, Free, Guess, Pennies, Unanimity
from tests.broken_mechanisms_with_signals import SilentInGDoubleStar
from tests.example_games import EXAMPLES
from tests.random_mechanisms import RandomMechanism
from tests.samples.sample import SAMPLES, sample, samples_of

# By claim the kind of the record against it, and changes of that record with which it does not hold.
CLAIMS = {
    "truth-dominant": (Lie, [{"context": (0,)}, {"messages": (1, 0)}]),
    "truth-weakly-dominant": (HarmlessLie, [{"lie": 0}, {"lie": 3}]),  # the truth, and nothing
    "truth-strictly-dominant": (EqualLie, [{"messages": (0, 0)}]),
    "ex-post-ic": (ExPostLie, [{"lie": 1}, {"types": (0, 0)}]),
    "bayesian-ic": (InterimLie, [{"lie": 1}, {"t": 0}]),
    "not-obviously-manipulable": (ObviousManipulation, [{"lie": 1}, {"in_the_best_case": False}]),
    "group-strategy-proof-weak": (GroupLie, [{"messages": (1, 1)}, {"types": (0, 0)}]),
    "group-strategy-proof-strong": (GroupLie, [{"strong": False}, {"messages": (0, 0, 0)}]),
    "dominant-messages": (NoDominantMessage, []),
    "individually-rational-ex-post": (Loss, []),
    "individually-rational-interim": (InterimLoss, []),
    "individually-rational-ex-ante": (ExAnteLoss, []),
    "budget-balanced-ex-post": (Imbalance, [{"types": (0, 0)}, {"only_deficits": True}]),
    "budget-balanced-ex-ante": (ExpectedImbalance, [{"only_deficits": True}]),
    "no-deficit-ex-post": (Imbalance, [{"types": (0, 0)}]),
    "no-deficit-ex-ante": (ExpectedImbalance, []),
    "pareto-efficient": (Improvement, [{"better": 0}, {"types": (0, 0)}]),
    "surplus-maximising": (HigherSurplus, [{"better": 0}, {"types": (0, 0)}]),
    "anonymous": (Asymmetry, [{"messages": (0, 1)}, {"messages": ()}]),
    "non-bossy": (Bossy, [{"message": 0}, {"i": 1}]),
    "dominance-solvable": (UnequalSurvivors, [{"other": (0, 0)}]),
    "twice-dominance-solvable": (LateMessage, [{"m": 0}, {"m": 5}]),
    "interchangeable": (NoEquilibrium, [{"b": 0}, {"k": 1}]),
    "order-independent": (
        TwoOrders,
        [
            {"other": (((0, 1), (0, 1)), ((0, 1), (0,)))},  # ends as the other one does
            {"other": ()},
            {"other": (((1, 2), (0, 1)),)},  # stops early
            {"other": (((1,), (1,)),)},  # takes both steps at once, when one is not dominated yet
            {"other": (((1, 2), (0, 1)), ((1,), ()))},
            {"other": (((1, 2), (0, 1)), ((1, 2), (0, 1)), ((1,), (1,)))},  # a step in which nobody leaves
        ],
    ),
    "truth-survives": (TruthLeaves, [{"t": 0}]),
    "survivors-implement-truth": (OtherResult, [{"types": (0, 0)}, {"messages": (1, 0)}]),
    "pure-equilibrium": (
        NoPureEquilibrium,
        [{"better": ()}, {"better": ((0, 0),) * 4}, {"better": ((0, 0), (0, 0), (0, 1), (0, 1))}],
    ),
    "equilibria-implement-truth": (OtherEquilibrium, [{"profile": (0, 0)}, {"profile": (0, 1)}]),
}


def against(kind):
    """One for each claim."""
    for claim, (same, changes) in CLAIMS.items():
        if same is kind:
            good, broken = CASES[claim]
            record = check(broken(), [claim])[claim].witness.record
            yield sample(
                record,
                broken(),
                forged=[replace(record, **change) for change in changes],
                elsewhere=[good()] if issubclass(broken, good) or not changes else [],
            )


SAMPLES.update({kind: partial(against, kind) for kind, _ in CLAIMS.values()})


class Gift(FirstPrice):
    """To take part earns four units."""

    def payoff(self, i, type, outcome):
        return super().payoff(i, type, outcome) + 4


class NeverTwo(Fee):
    """Nobody has the largest type."""

    prior: ClassVar = {(t, t): Fraction(1, 2) for t in range(2)}


class PoorPay(Gift):
    """Only the smallest type loses."""

    def payoff(self, i, type, outcome):
        return super().payoff(i, type, outcome) - 40 * (type == 0)


def losses(kind):
    """Where she earns more than she has if she stays away she loses nothing, nor does a type that nobody has."""
    for each in against(kind):
        forged = [*each.forged, (each.record, (Gift(),))]
        if kind is InterimLoss:
            forged += [(replace(each.record, t=2), (NeverTwo(),)), (replace(each.record, t=1), (PoorPay(),))]
        yield replace(each, forged=tuple(forged))


SAMPLES.update({kind: partial(losses, kind) for kind in (Loss, InterimLoss, ExAnteLoss)})


@samples_of(HarmlessLie)
def harmless_lie():
    """The only lie there is may do harm."""
    for each in against(HarmlessLie):
        yield replace(each, forged=(*each.forged, (replace(each.record, i=0, t=0, lie=1), (Guess(),))))


@samples_of(HigherSurplus)
def higher_surplus():
    """No outcome is better where the surplus is as large as it can be."""
    good, _ = CASES["surplus-maximising"]
    outcomes = range(len(GameForm(good()).feasible))
    for each in against(HigherSurplus):
        forged = [(replace(each.record, better=better), (good(),)) for better in outcomes]
        yield replace(each, forged=(*each.forged, *forged))


@samples_of(ExpectedImbalance)
def expected_imbalance():
    """Where nothing is paid nothing is missing, and nothing too much."""
    for each in against(ExpectedImbalance):
        yield replace(each, forged=(*each.forged, (each.record, (Free(),))))


class PenniesWithTypes(Pennies):
    """Nothing leaves; the types play no part."""

    types, elimination = tuple("xy"), "ex post"


class PenniesWithAPrior(PenniesWithTypes):
    elimination, prior = "interim", "uniform"


class AlwaysAlike(FirstPrice):
    """Both bidders have the same type, whatever may be left to others."""

    elimination = "ex post"
    prior: ClassVar = {(t, t): Fraction(1, 3) for t in range(3)}


class AlikeAndUnanimous(Unanimity):
    types = tuple("ab")
    prior: ClassVar = {(t, t): Fraction(1, 2) for t in "ab"}


@samples_of(Regret)
def regret():
    found = Regret(0, (0, 0), (0, 1), 1)
    yield sample(found, PenniesWithTypes(), forged=[replace(found, better=0), replace(found, i=1)])


@samples_of(UnequalMessages)
def unequal_messages():
    found = UnequalMessages(0, (0, 0), (0, 0), (0, 1))
    yield sample(found, PenniesWithTypes(), forged=[replace(found, other=(1, 1))])
    turned = replace(found, one=found.other, other=found.one)
    yield sample(turned, PenniesWithTypes(), forged=[replace(found, one=found.other)])


class WholeStrategies(RandomMechanism):
    """A strategy leaves in the third round, each of whose messages stays in another strategy."""

    elimination = "ex ante"

    def __init__(self):
        super().__init__(54650)


@samples_of(LateStrategy)
def late_strategy():
    found = LateStrategy(1, 1)
    yield sample(found, WholeStrategies(), forged=[replace(found, a=8), replace(found, k=0, a=8)])


class BothLie(Mechanism):
    """Two lies earn the first player more than the truth whatever the second says, one lie not."""

    players, prior, elimination = 2, "uniform", "ex ante"
    types: ClassVar = {0: (0, 1), 1: (0,)}
    messages = (0, 1)

    def outcome(self, messages):
        return messages

    def payoff(self, i, type, outcome):
        said, other = outcome
        return (2 if type == other else -1) if i == 0 and said != type else 0


@samples_of(TruthfulStrategyLeaves)
def truthful_strategy_leaves():
    yield sample(TruthfulStrategyLeaves(0), BothLie(), forged=[TruthfulStrategyLeaves(1)])


@samples_of(InterimRegret)
def interim_regret():
    found = InterimRegret(0, 0, 0, 1, ((0, 0), (1, 1)))
    yield sample(found, PenniesWithAPrior(), forged=[replace(found, better=0), replace(found, message=1)])


@samples_of(InterimReply)
def interim_reply():
    """Buyers of G** who call it truth to name nothing in third messages."""
    game = load_instance(EXAMPLES / "common-values.toml")
    broken = SilentInGDoubleStar(game)
    found = check(broken, ["bayesian-ic"])["bayesian-ic"].witness.record
    same = (broken.shape.demands.index(broken.truth(found.i, "low").first), ())
    forged = [replace(found, reply=reply) for reply in (same, (1, ()))]  # no gain, and a loss
    yield sample(found, broken, forged=forged, elsewhere=[as_mechanism(game)])


@samples_of(OtherResult)
def other_result():
    for each in against(OtherResult):  # types that nobody has together show nothing
        yield replace(each, forged=(*each.forged, (each.record, (AlwaysAlike(),))))


@samples_of(OtherEquilibrium)
def other_equilibrium():
    yield from against(OtherEquilibrium)
    found = OtherEquilibrium((0, 0, 0, 0), (1, 1))
    yield sample(found, AlikeAndUnanimous(), forged=[replace(found, types=(0, 1))])
