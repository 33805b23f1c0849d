"""Witnesses about anybody's mechanism as pictures: what a player has either way, or what each one has."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from mechanisms.general.game_form import GameForm
from mechanisms.general.mechanism import Mechanism
from proofs.pictures.bars import Bar, Bars, bars_panel
from proofs.pictures.picture import Picture
from proofs.properties.bayesian import InterimLie
from proofs.properties.budget import ExpectedImbalance, Imbalance
from proofs.properties.coalitions import GroupLie
from proofs.properties.efficiency import HigherSurplus, Improvement
from proofs.properties.ex_post import ExPostLie
from proofs.properties.ex_post_survivors import Regret, UnequalMessages
from proofs.properties.interim_incentives import InterimReply
from proofs.properties.interim_survivors import InterimRegret
from proofs.properties.obvious_manipulation import ObviousManipulation
from proofs.properties.participation import ExAnteLoss, InterimLoss, Loss
from proofs.properties.truth import EqualLie, Lie

Said = Callable[[Any, GameForm], tuple[Fraction, Fraction]]


def _own(record: Any, form: GameForm) -> tuple[Fraction, Fraction]:
    one, other = record.payoffs(form)
    return one, other


# Records of a player who has one thing or another: what both are called, and their payoffs.
EITHER_WAY: dict[type, tuple[str, str, Said]] = {
    Lie: ("the truth", "the lie", _own),
    ExPostLie: ("the truth", "the lie", lambda record, form: record.among_messages(form).payoffs(form)),
    EqualLie: (
        "the truth",
        "the lie",
        lambda record, form: Lie(record.i, record.context, record.messages).payoffs(form),
    ),
    InterimLie: ("the truth", "the lie", _own),
    InterimReply: ("the truth", "the reply", _own),
    InterimRegret: ("what survives", "what is better", _own),
    Regret: ("what survives", "what is better", _own),
    UnequalMessages: ("one message", "the other", _own),
    ObviousManipulation: ("the truth", "the lie", _own),
    Loss: ("staying away", "taking part", _own),
    InterimLoss: ("staying away", "taking part", _own),
    ExAnteLoss: ("staying away", "taking part", _own),
}


def either_way(record: Any, mechanism: Mechanism) -> Picture:
    """Two bars: what a player has with one thing and with the other, and the difference."""
    form = GameForm(mechanism)
    *names, payoffs = EITHER_WAY[type(record)]
    amounts = payoffs(record, form)
    bars = [_compared(name, amount, max(amounts)) for name, amount in zip(names, amounts, strict=True)]
    heading = f"What {form.players[record.i]} has"
    caption = f"The difference is {abs(amounts[1] - amounts[0])}."
    return Picture((bars_panel(heading, [Bars("", bars)]),), caption)


def what_each_gains(record: Improvement | GroupLie, mechanism: Mechanism) -> Picture:
    """A bar for each player: what she gains."""
    form = GameForm(mechanism)
    gains = zip(form.players, record.gains(form), strict=True)
    bars = [Bar(name, gain, "good" if gain >= 0 else "bad") for name, gain in gains]
    when = "if the group lies" if isinstance(record, GroupLie) else "by the better outcome"
    return Picture((bars_panel("What each gains", [Bars("", bars)]),), f"Each player, {when}.")


def surpluses(record: HigherSurplus, mechanism: Mechanism) -> Picture:
    """The surplus of the outcome, and of the better one."""
    before, after = record.surpluses(GameForm(mechanism))
    bars = [Bar("the outcome", before, "bad"), Bar("a better one", after, "good")]
    return Picture((bars_panel("Surplus", [Bars("", bars)]),), f"{after - before} is lost.")


def imbalance(record: Imbalance, mechanism: Mechanism) -> Picture:
    """What each pays, and all together."""
    form = GameForm(mechanism)
    outcome, _ = form.lottery(form.truthful(record.types))[record.place]
    paid = [
        Bar(name, amount, "supply") for name, amount in zip(form.players, form.payments(outcome), strict=True)
    ]
    total = [Bar("all", record.total(form), "bad")]
    return _payments("What is paid", paid, total, record)


def expected_imbalance(record: ExpectedImbalance, mechanism: Mechanism) -> Picture:
    """What each is expected to pay, and all together."""
    form = GameForm(mechanism)
    expected = [Fraction(0)] * form.count
    for types in form.type_profiles():
        if weight := form.prior(types):
            for outcome, p in form.lottery(form.truthful(types)):
                for i, amount in enumerate(form.payments(outcome)):
                    expected[i] += weight * p * amount
    paid = [Bar(name, amount, "supply") for name, amount in zip(form.players, expected, strict=True)]
    total = [Bar("all", record.total(form), "bad")]
    return _payments("What is expected to be paid", paid, total, record)


DRAWN: dict[type, Callable[[Any, Any], Picture]] = {
    **dict.fromkeys(EITHER_WAY, either_way),
    Improvement: what_each_gains,
    GroupLie: what_each_gains,
    HigherSurplus: surpluses,
    Imbalance: imbalance,
    ExpectedImbalance: expected_imbalance,
}


def _compared(name: str, amount: Fraction, best: Fraction) -> Bar:
    return Bar(name, amount, "good" if amount == best else "bad")


def _payments(
    heading: str, paid: Sequence[Bar], total: Sequence[Bar], record: Imbalance | ExpectedImbalance
) -> Picture:
    least = "at least " if record.only_deficits else ""
    panel = bars_panel(heading, [Bars("by", paid), Bars("together", total)])
    return Picture((panel,), f"Together it should be {least}0.")
