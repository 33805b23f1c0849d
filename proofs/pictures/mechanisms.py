"""Witnesses about anybody's mechanism as pictures: what a player has either way, or what each one has."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from mechanisms.general.calls import show
from mechanisms.general.game_form import GameForm
from mechanisms.general.mechanism import Mechanism
from mechanisms.general.symmetry import Asymmetry
from proofs.claims.scopes import number_of
from proofs.pictures.bars import Bar, Bars, bars_panel
from proofs.pictures.chips import Chip, Chips, chips_panel
from proofs.pictures.picture import Picture
from proofs.properties.bayesian import InterimLie
from proofs.properties.budget import ExpectedImbalance, Imbalance
from proofs.properties.coalitions import GroupLie
from proofs.properties.dominant_messages import NoDominantMessage, better_replies
from proofs.properties.efficiency import HigherSurplus, Improvement
from proofs.properties.ex_post import ExPostLie
from proofs.properties.ex_post_survivors import Regret, UnequalMessages
from proofs.properties.fairness import Bossy, Share
from proofs.properties.interim_incentives import InterimReply
from proofs.properties.interim_survivors import InterimRegret
from proofs.properties.obvious_manipulation import ObviousManipulation
from proofs.properties.participation import ExAnteLoss, InterimLoss, Loss
from proofs.properties.truth import EqualLie, HarmlessLie, Lie, replaced, true_of_type, type_of

MOST_MESSAGES = 6  # without a dominant one that are shown

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


def harmless_lie(record: HarmlessLie, mechanism: Mechanism) -> Picture:
    """In how many cases the lie pays more than the truth, as much, or less."""
    form, i = GameForm(mechanism), record.i
    gains = [
        after - before
        for context in form.contexts(i)
        if form.own_type(i, context) == record.t
        for messages in form.message_profiles()
        if messages[i] == record.lie
        for before, after in [Lie(i, context, messages).payoffs(form)]
    ]
    counted = {
        "more": sum(gain > 0 for gain in gains),
        "as much": gains.count(Fraction(0)),
        "less": sum(gain < 0 for gain in gains),
    }
    looks = {"more": "good", "as much": "faint", "less": "bad"}
    bars = [Bar(name, Fraction(number), looks[name]) for name, number in counted.items()]
    lie, true = (form.message_name(i, m) for m in (record.lie, true_of_type(form, i, record.t)))
    words = f"{type_of(form, i, record.t)}: {lie} instead of {true}"
    caption = (
        f"In how many of {number_of(len(gains), 'case')} the lie pays more than the truth, as much, or less."
    )
    return Picture((bars_panel("What the lie pays", [Bars(words, bars)]),), caption)


def no_dominant_message(record: NoDominantMessage, mechanism: Mechanism) -> Picture:
    """For each message one that is better somewhere, and what both pay there."""
    form, i = GameForm(mechanism), record.i
    count = len(form.messages[i])
    groups = list(_better(form, record, range(min(count, MOST_MESSAGES))))
    more = f" Not shown: {number_of(count - MOST_MESSAGES, 'more message')}." if count > MOST_MESSAGES else ""
    caption = f"To each message another one is better somewhere, so none is dominant.{more}"
    return Picture((bars_panel(f"What {type_of(form, i, record.t)} has", groups),), caption)


def _better(form: GameForm, record: NoDominantMessage, messages: Sequence[int]) -> Iterator[Bars]:
    i = record.i
    for m in messages:
        better, said = next(better_replies(form, i, record.t, m))
        context = next(
            context
            for context in form.contexts(i)
            if form.own_type(i, context) == record.t and _gain(form, i, context, said, better) > 0
        )
        bars = [
            Bar(form.message_name(i, each), form.expected_payoff(i, context, replaced(said, i, each)), look)
            for each, look in ((m, "bad"), (better, "good"))
        ]
        yield Bars(form.say(said, without=i) if form.count > 1 else "", bars)


def _gain(form: GameForm, i: int, context: Any, said: Sequence[int], better: int) -> Fraction:
    before, after = (form.expected_payoff(i, context, replaced(tuple(said), i, m)) for m in (said[i], better))
    return after - before


def asymmetry(record: Asymmetry, mechanism: Mechanism) -> Picture:
    """What a player has, and who stands for her when two change places; or what the two can be and say."""
    form, i = GameForm(mechanism), record.i
    if not record.messages:
        rows = [
            Chips(f"{form.players[j]}: {what}", [Chip(show(each)) for each in own[j]])
            for j in (i, i + 1)
            for what, own in (("types", form.types), ("messages", form.messages))
        ]
        caption = "Two who do not have the same types and messages cannot change places."
        return Picture((chips_panel("Who can be and say what", rows),), caption)
    before, after = record.payoffs(form)
    assert isinstance(before, Fraction)
    assert isinstance(after, Fraction)
    bars = [Bar("before", before, "supply"), Bar("after", after, "demand")]
    one, other = form.players[i : i + 2]
    words = form.say(record.messages)
    caption = (
        f"What {form.players[record.k]} has, and, after {one} and {other} change places, who stands for her."
    )
    return Picture((bars_panel("Before and after an exchange", [Bars(words, bars)]),), caption)


def bossy(record: Bossy, mechanism: Mechanism) -> Picture:
    """What each gets before and after."""
    form, i = GameForm(mechanism), record.i
    rows = []
    for name, (before, after) in zip(form.players, record.shares(form), strict=True):
        chips = [Chip(_shared(before), "faint"), Chip(_shared(after), "bad", note="instead")]
        same = [Chip(_shared(before), "good", note="either way")]
        rows.append(Chips(f"{name} gets", same if before == after else chips))
    said, instead = (form.message_name(i, m) for m in (record.messages[i], record.message))
    caption = f"{form.players[i]} says {instead} instead of {said}: hers stays, and another's does not."
    return Picture((chips_panel("What each gets", [Chips(form.say(record.messages), []), *rows]),), caption)


def _shared(found: Share) -> str:
    pairs = sorted(found, key=str)
    return show(pairs[0][0]) if len(pairs) == 1 else show(dict(pairs))


DRAWN: dict[type, Callable[[Any, Any], Picture]] = {
    **dict.fromkeys(EITHER_WAY, either_way),
    Improvement: what_each_gains,
    GroupLie: what_each_gains,
    HigherSurplus: surpluses,
    Imbalance: imbalance,
    ExpectedImbalance: expected_imbalance,
    HarmlessLie: harmless_lie,
    NoDominantMessage: no_dominant_message,
    Asymmetry: asymmetry,
    Bossy: bossy,
}


def _compared(name: str, amount: Fraction, best: Fraction) -> Bar:
    return Bar(name, amount, "good" if amount == best else "bad")


def _payments(
    heading: str, paid: Sequence[Bar], total: Sequence[Bar], record: Imbalance | ExpectedImbalance
) -> Picture:
    least = "at least " if record.only_deficits else ""
    panel = bars_panel(heading, [Bars("by", paid), Bars("together", total)])
    return Picture((panel,), f"Together it should be {least}0.")
