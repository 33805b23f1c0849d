"""What is against Theorems 4 and 6 as read, as pictures: plans, actions and what they earn."""

from collections.abc import Callable
from typing import Any

from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message, show, show_message
from proofs.audit.on_any_mechanism import TruthLost
from proofs.pictures.bars import Bar, Bars, bars_panel
from proofs.pictures.chips import Chip, Chips, chips_panel
from proofs.pictures.messages import messages_panel
from proofs.pictures.picture import Picture
from proofs.theorem_4.groups.best_after_price_taking import BetterAction, NeverWorse, NothingAllowed
from proofs.theorem_4.groups.sellers_take_prices import InterimLoss, OtherEvent, Regret
from proofs.theorem_4.groups.single_price import Violation
from proofs.theorem_4.mixed.statement import BetterAtTheMean, NoCopy
from proofs.theorem_4.one_buyer.statement import BetterReply, LateRound
from proofs.theorem_6.statement import RoomMatters


def plan(record: TruthLost | LateRound, instance: InterdependentInstance) -> Picture:
    """What the plan that leaves asks for: its third demands, by the mate's first message."""
    market, (i, signal) = instance.mechanism.market, record.agent
    columns = [
        (f"after {show_message(d)}", third, "demand")
        for d, third in zip(market.messages(), record.plan.third, strict=True)
    ]
    when = f"in round {record.r}" if isinstance(record, LateRound) else "at some time"
    caption = (
        f"Third demands of a plan of {market.name(i)} with signal {signal} that is eliminated {when}, by the "
        f"mate's first message; she sends {show_message(record.plan.first)}."
    )
    return Picture((messages_panel("The plan's third demands", market, columns),), caption)


def better_reply(record: BetterReply, instance: InterdependentInstance) -> Picture:
    """The third demands in which the two plans differ, and what both earn."""
    market, (i, signal) = instance.mechanism.market, record.agent
    pairs = zip(market.messages(), record.plan.third, record.better.third, strict=True)
    panels = [
        messages_panel(f"After {show_message(d)}", market, [("survives", a, "bad"), ("is better", b, "good")])
        for d, a, b in pairs
        if a != b
    ]
    before, after = record.payoffs(instance)
    bars = [Bar("survives", before, "bad"), Bar("is better", after, "good")]
    panels.append(bars_panel("What she earns", [Bars("against some survivors", bars)]))
    caption = f"{market.name(i)} with signal {signal} has a better reply to what survives."
    return Picture(tuple(panels), caption)


def two_actions(record: BetterAction, instance: InterdependentInstance) -> Picture:
    """What the action that (10) allows earns, and the better one."""
    market, (i, signal) = instance.mechanism.market, record.agent
    before, after = record.payoffs(instance)
    bars = [
        Bar(f"{show(record.allowed)}, allowed", before, "bad"),
        Bar(f"{show(record.better)}, better", after, "good"),
    ]
    caption = f"{market.name(i)} with signal {signal} earns more by what (10) does not allow."
    return Picture((bars_panel("What she earns", [Bars(record.cell.label(market), bars)]),), caption)


def allowed_and_not(record: NeverWorse | NothingAllowed, instance: InterdependentInstance) -> Picture:
    """What (10) allows at a cell, and what it does not."""
    market, (i, signal) = instance.mechanism.market, record.agent
    if isinstance(record, NothingAllowed):
        chips = [Chip(show(x), gone=True) for x in market.X]
        caption = "No bundle is best in every case that (10) asks about."
    else:
        chips = [
            Chip(show(record.allowed), "good", note="allowed"),
            Chip(show(record.forbidden), "bad", gone=True, note="never worse"),
        ]
        caption = "(10) forbids what is never worse than what it allows."
    panel = chips_panel(f"{market.name(i)} with signal {signal}", [Chips(record.cell.label(market), chips)])
    return Picture((panel,), caption)


def regret(record: Regret, g: BranchMechanism[Any]) -> Picture:
    """What a price-taking offer earns in the event, and the other one."""
    taking, other = record.payoffs(g)
    bars = [
        Bar(f"{show(record.best)}, price-taking", taking, "bad"),
        Bar(f"{show(record.other)}", other, "good"),
    ]
    panel = bars_panel("What she earns", [Bars(record.event.label(g.market), bars)])
    return Picture((panel,), f"{g.market.name(record.i)} gains by another offer.")


def interim_loss(record: InterimLoss, g: BranchMechanism[Any]) -> Picture:
    """The message and a price-taking one, and what both earn against the same others."""
    lost, taken = record.payoffs(g)
    bars = [Bar("her message", lost, "bad"), Bar("price-taking", taken, "good")]
    columns = [("hers", record.message, "bad"), ("price-taking", record.taking, "good")]
    panels = (
        messages_panel("Two messages", g.market, columns),
        bars_panel("What she earns", [Bars("against the same messages of others", bars)]),
    )
    return Picture(panels, f"{g.market.name(record.i)} loses by not taking prices.")


def other_event(record: OtherEvent, g: BranchMechanism[Any]) -> Picture:
    """Her two messages at the draw, after which she should trade what her event says."""
    columns = [("hers", record.m.sellers[record.i], "supply"), ("another", record.other, "demand")]
    panel = messages_panel(f"{g.market.name(record.i)}, branch {record.b}", g.market, columns)
    return Picture((panel,), "With the one or the other she does not trade what the event of this draw says.")


def single_price(record: Violation, instance: InterdependentInstance) -> Picture:
    """The plan's first message beside a price-taking one."""
    market, (i, signal) = instance.mechanism.market, record.agent
    first = BuyerForm(market, i).demands[record.plan.root]
    heading = f"{market.name(i)} with signal {signal}"
    caption = f"The first message of a plan against the statement: {record.part.value}."
    return _beside_price_taking(instance, i, signal, first, heading, caption)


def no_copy(record: NoCopy, instance: InterdependentInstance) -> Picture:
    """The two first messages."""
    market, (i, signal) = instance.mechanism.market, record.agent
    columns = [("first", record.first, "bad"), ("copied to", record.instead, "demand")]
    panel = messages_panel(f"{market.name(i)} with signal {signal}", market, columns)
    return Picture((panel,), "Some plan does not earn the same when it is copied from one to the other.")


def better_at_the_mean(record: BetterAtTheMean, instance: InterdependentInstance) -> Picture:
    """The two first messages."""
    market, (i, signal) = instance.mechanism.market, record.agent
    better = BuyerForm(market, i).demands[record.better.root]
    columns = [("price-taking", record.first, "bad"), ("earns more", better, "good")]
    panel = messages_panel(f"{market.name(i)} with signal {signal}", market, columns)
    return Picture(
        (panel,), "At the mean over everything that others can do a plan with the other one earns more."
    )


def room_matters(record: RoomMatters, instance: InterdependentInstance) -> Picture:
    """What each action earns in the state, by the room that she has there."""
    market, i = instance.mechanism.market, record.i
    known = {**dict(record.state.shown), **dict(record.state.group), i: record.own}
    trader, price = instance.informed(i, known), market.P[record.cell.p]
    earned = {x: trader.payoff(record.state.traded(x), price) for x in market.X}
    most = max(earned.values())
    bars = [
        Bar(
            show(x),
            amount,
            *(
                ("bad", "asked:")
                if x == record.action
                else ("good", "best:")
                if amount == most
                else ("faint", "")
            ),
        )
        for x, amount in earned.items()
    ]
    panel = bars_panel(f"What {market.name(i)} earns", [Bars(f"given {record.state.describe(market)}", bars)])
    return Picture((panel,), "What is best given the other groups' signals is not best with this room.")


def _beside_price_taking(
    instance: InterdependentInstance, i: int, signal: str, first: Message, heading: str, caption: str
) -> Picture:
    taking = next(iter(price_taking_given_own(instance, i, signal)))
    columns = [("price-taking", taking, "good"), ("the plan sends", first, "bad")]
    return Picture((messages_panel(heading, instance.mechanism.market, columns),), caption)


DRAWN: dict[type, Callable[[Any, Any], Picture]] = {
    TruthLost: plan,
    LateRound: plan,
    BetterReply: better_reply,
    BetterAction: two_actions,
    NeverWorse: allowed_and_not,
    NothingAllowed: allowed_and_not,
    Regret: regret,
    InterimLoss: interim_loss,
    OtherEvent: other_event,
    Violation: single_price,
    NoCopy: no_copy,
    BetterAtTheMean: better_at_the_mean,
    RoomMatters: room_matters,
}
