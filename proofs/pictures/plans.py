"""Plans of Theorems 4 and 6 as pictures: what is asked for, what survives or leaves, and what both earn."""

from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.g_plus.play import entry
from mechanisms.markets.informed_price_taking import price_taking_given_own, second_demands
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import show, show_message
from proofs.pictures.bars import Bar, Bars, bars_panel
from proofs.pictures.messages import messages_panel
from proofs.pictures.picture import Picture
from proofs.theorem_4.hedges.hedged_refutation import Pooled
from proofs.theorem_4.hedges.undominated_plan import HedgedPlan
from proofs.theorem_4.one_buyer.printed import BuyerEliminated, BuyerSurvivor, SellerSurvivor, UnsentEntry
from proofs.theorem_4.one_buyer.rule_10 import rule_10
from proofs.theorem_4.one_buyer.statement import Unexpected
from proofs.theorem_6.bounds import AskedEntryLoses
from proofs.theorem_6.printed import EntryEliminated


def seller_survivor(record: SellerSurvivor, instance: InterdependentInstance) -> Picture:
    """What (9) asks, and what survives."""
    market = instance.mechanism.market
    taking = next(iter(price_taking_given_own(instance, record.i, record.signal)))
    columns = [("(9) asks", taking, "good"), ("survives", record.message, "bad")]
    caption = (
        f"{market.name(record.i)} is the only seller of her group: she sells what its buyer asks, "
        "whatever she says. "
        "So what she says is never dominated."
    )
    return Picture((messages_panel(f"Supply with signal {record.signal}", market, columns),), caption)


def buyer_survivor(record: BuyerSurvivor, instance: InterdependentInstance) -> Picture:
    """After one first message of the mate, what (10) asks, and what survives."""
    market = instance.mechanism.market
    demands, rule = list(market.messages()), rule_10(instance, record.agent)
    d = next(d for d, box in rule.thirds.items() if record.plan.third[d] not in box)
    asked = next(iter(rule.thirds[d]))
    columns = [("(10) asks", asked, "good"), ("survives", record.plan.third[d], "bad")]
    caption = (
        f"Third demands of {market.name(record.agent[0])} with signal {record.agent[1]} after the mate's "
        "first message "
        f"{show_message(demands[d])}. The price may reveal a seller's signal, which (10) leaves out of "
        "account."
    )
    return Picture((messages_panel(f"After {show_message(demands[d])}", market, columns),), caption)


def buyer_eliminated(record: BuyerEliminated, instance: InterdependentInstance) -> Picture:
    """The third demands in which two plans differ, and what both earn against one behaviour of the others."""
    market = instance.mechanism.market
    demands = list(market.messages())
    before, after = record.payoffs(instance, record.strict_at)
    bars = [Bar("allowed", before, "bad"), Bar("dominating", after, "good")]
    mate = ", ".join(f"{show_message(first)} with {t}" for t, (first, _) in record.strict_at.mate.items())
    caption = (
        f"{market.name(record.agent[0])} with signal {record.agent[1]}: (10) allows both third demands, "
        "yet one of them "
        "is never better and sometimes worse."
    )
    panels = (
        *(
            messages_panel(
                f"Third demands after {show_message(demands[d])}",
                market,
                [("(10) allows", record.plan.third[d], "bad"), ("dominates", record.better.third[d], "good")],
            )
            for d in record.changed
        ),
        bars_panel("What she earns", [Bars(f"against a mate who sends {mate}", bars)]),
    )
    return Picture(panels, caption)


def unsent_entry(record: UnsentEntry, instance: InterdependentInstance) -> Picture:
    """The second demands after an own message that is not sent: what (10) asks, and what survives."""
    market, (i, signal) = instance.mechanism.market, record.agent
    asked = next(iter(second_demands(instance, i, signal).at((record.unsent,))))
    named = record.message.second[record.unsent,]
    columns = [("(10) asks", asked, "good"), ("survives", named, "bad")]
    caption = (
        f"{market.name(i)} with signal {signal} sends {show_message(record.message.first)}; what she "
        "would ask for after "
        f"{show_message(record.unsent)}, just as good but not sent, is never read."
    )
    return Picture(
        (messages_panel(f"After her own {show_message(record.unsent)}", market, columns),), caption
    )


def hedged_plan(record: HedgedPlan, instance: InterdependentInstance) -> Picture:
    """The first message of a plan that no plan dominates, beside the price-taking one."""
    market = instance.mechanism.market
    first = BuyerForm(market, record.agent[0]).demands[record.evidence.plan.root]
    columns = [("price-taking", record.instead, "good"), ("the plan sends", first, "bad")]
    caption = (
        f"{market.name(record.agent[0])} with signal {record.agent[1]}. No plan dominates this one: the "
        "certificate rests "
        f"on {len(record.evidence.profiles)} profiles of the others. A mixture of two plans with the "
        "price-taking message "
        "does."
    )
    return Picture((messages_panel("First messages", market, columns),), caption)


def entry_eliminated(record: EntryEliminated, instance: InterdependentInstance) -> Picture:
    """What an entry that (17) or (18) allows earns against some others, and what a better one does."""
    market, (part, shown, p) = instance.mechanism.market, record.cell
    before, after = record.payoffs(instance)
    allowed = entry(record.message, record.cell)
    words = f"{part.value} message after ({'; '.join(map(show_message, shown))}) at price {show(market.P[p])}"
    bars = [
        Bar(f"{show(allowed)}, allowed", before, "bad"),
        Bar(f"{show(record.better)}, never worse", after, "good"),
    ]
    caption = (
        f"{market.name(record.i)} with signal {record.own}, against one behaviour of others, by running G+."
    )
    return Picture((bars_panel("What she earns", [Bars(words, bars)]),), caption)


def asked_entry_loses(record: AskedEntryLoses, instance: InterdependentInstance) -> Picture:
    """What the entry that (18) asks earns, and a better one, whatever the other sellers name."""
    market = instance.mechanism.market
    groups = [
        Bars(
            f"all other sellers name {show(y)}",
            [
                Bar(f"{show(record.asked)}, asked by (18)", earned[record.asked], "bad"),
                Bar(f"{show(record.better)}, better", earned[record.better], "good"),
            ],
        )
        for y, earned in record.against_all_alike(instance).items()
    ]
    caption = (
        f"{market.name(record.i)} in branches 5 and 7. What is best given the other groups' signals is "
        "not best within "
        f"the bounds that her own group sets, without {record.without}."
    )
    return Picture((bars_panel("What she earns", groups),), caption)


def unexpected(record: Unexpected, instance: InterdependentInstance) -> Picture:
    """The plan that is in one of two sets which should be the same: its first message and its third ones."""
    market, (i, signal) = instance.mechanism.market, record.agent
    demands = list(market.messages())
    columns = [
        (f"after {show_message(d)}", third, "demand")
        for d, third in zip(demands, record.plan.third, strict=True)
    ]
    inside, outside = ("S^∞", "S^1 and (10)") if record.survives else ("S^1 and (10)", "S^∞")
    caption = (
        f"Third demands of a plan of {market.name(i)} with signal {signal} that is in {inside} and not "
        f"in {outside}, by "
        f"the mate's first message; she sends {show_message(record.plan.first)}."
    )
    return Picture((messages_panel("The plan's third demands", market, columns),), caption)


def pooled(record: Pooled, instance: InterdependentInstance) -> Picture:
    """What (10) asks her second message for after a message that all signals may send, and what is best."""
    market, i = instance.mechanism.market, record.kept[0].agent[0]
    own = price_taking_given_own(instance, i, record.signal)
    first = next(iter(own))
    asked = next(iter(second_demands(instance, i, record.signal).at((first, record.message))))
    (best,) = own.choices[record.p]
    named = (*asked[: record.p], best, *asked[record.p + 1 :])
    columns = [("(10) asks", asked, "bad"), ("best on average", named, "good")]
    caption = (
        f"With signal {record.signal} after a mate's {show_message(record.message)}, which every signal "
        "may send in S^1: "
        "(10) takes it for one signal's, and asks for what is best given that."
    )
    return Picture((messages_panel("Second demands", market, columns),), caption)
