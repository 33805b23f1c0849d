"""Where a hypothesis fails, as a picture: the two numbers that should agree, or be in order."""

from collections.abc import Callable, Sequence
from typing import Any

from mechanisms.markets.instance import Instance
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Side, show
from mechanisms.markets.price_taking import price_taking
from mechanisms.markets.trader import Trader
from proofs.conditions.anonymity import NamedPayoff
from proofs.conditions.condition_1 import Clause, Condition1Violation
from proofs.conditions.condition_3 import Condition3Violation, Reversal
from proofs.conditions.full_support import NullProfile
from proofs.conditions.private_preferences import Dependence
from proofs.conditions.revealing_demands import SharedDemand
from proofs.conditions.seller_costs import CostViolation
from proofs.conditions.singletons import SeveralPriceTaking
from proofs.conditions.symmetric_prior import Asymmetry
from proofs.pictures.bars import Bar, Bars, bars_panel
from proofs.pictures.messages import messages_panel
from proofs.pictures.picture import Picture

MOST_PROFILES = 12  # of signals, with their probabilities


def condition_1(record: Condition1Violation, trader: Trader) -> Picture:
    """What the clause compares."""
    one = "cost" if trader.side is Side.SELLER else "value"
    units = sum(record.bundle)
    expected, got, caption = {
        Clause.SEPARABLE: (
            "its commodities alone",
            f"{show(record.bundle)} together",
            f"A {one} should be the sum of those of its commodities.",
        ),
        Clause.NONNEGATIVE: ("at least", f"unit {units}", f"No unit should have a {one} below 0."),
        Clause.MONOTONE: (
            f"unit {units - 1}",
            f"unit {units}",
            "Costs of units should not fall." if one == "cost" else "Values of units should not rise.",
        ),
    }[record.clause]
    bars = [Bar(expected, record.expected, "good"), Bar(got, record.got, "bad")]
    return Picture((bars_panel(f"{one.capitalize()}s of {trader.side.value}", [Bars("", bars)]),), caption)


def costs(record: CostViolation, instance: InterdependentInstance) -> Picture:
    """The same of a seller at some signals."""
    return condition_1(record.violation, instance.traders[record.i].at[record.omega])


def reversal(record: Reversal, instance: InterdependentInstance) -> Picture:
    """What the two bundles pay her at the one signals and at the others."""
    market, paid = instance.mechanism.market, record.payoffs(instance)
    groups = [
        Bars(
            f"at ({', '.join(omega)})",
            [
                Bar(f"sells {show(record.better)}", better, "good" if better > worse else "bad"),
                Bar(f"sells {show(record.worse)}", worse, "faint"),
            ],
        )
        for omega, (better, worse) in ((record.omega, paid[:2]), (record.other, paid[2:]))
    ]
    heading = f"{market.name(record.i)} at the price {show(market.P[record.p])}"
    caption = "What she likes more should be the same at both."
    return Picture((bars_panel(heading, groups),), caption)


def condition_3(record: Condition3Violation, instance: InterdependentInstance) -> Picture:
    """The reversal, and the grouping outside whose first group signals are the same."""
    orders = (record.phi.sellers, record.phi.buyers)
    sellers, buyers = (", ".join(str(j + 1) for j in order) for order in orders)
    picture = reversal(record.reversal, instance)
    where = (
        f"Outside her group signals are the same, with sellers in the order {sellers} and buyers {buyers}."
    )
    return Picture(picture.panels, f"{picture.caption} {where}")


def named_payoff(record: NamedPayoff, instance: InterdependentInstance) -> Picture:
    """What the bundle is worth to her, and after the exchange to who stands for her."""
    market = instance.mechanism.market
    names = (market.name(record.i), market.name(record.image))
    bars = [
        Bar(f"{name}, {when}", worth, look)
        for name, when, worth, look in zip(
            names, ("before", "after"), record.worths(instance), ("supply", "demand"), strict=True
        )
    ]
    exchanged = f"{market.name(record.a)} and {market.name(record.b)} exchange their signals"
    panel = bars_panel(f"What {show(record.bundle)} is worth", [Bars(exchanged, bars)])
    return Picture((panel,), f"At the signals ({', '.join(record.omega)}): both should be the same.")


def null_profile(record: NullProfile, instance: InterdependentInstance) -> Picture:
    """The probabilities of signal profiles, the one of 0 first."""
    others = [omega for omega in instance.prior.f if omega != record.omega]
    shown = [record.omega, *others[: MOST_PROFILES - 1]]
    bars = [
        Bar(" ".join(omega), instance.prior.f[omega], "supply", "never:" if omega == record.omega else "")
        for omega in shown
    ]
    more = len(others) + 1 - len(shown)
    caption = "Every profile of signals should have some probability."
    caption += f" There are {more:,} more." if more else ""
    return Picture((bars_panel("Probabilities of signals", [Bars("", bars)]),), caption)


def asymmetry(record: Asymmetry, instance: InterdependentInstance) -> Picture:
    """The probabilities of two profiles that a permutation exchanges."""
    pairs = zip((record.omega, record.other), record.probabilities(instance), strict=True)
    bars = [Bar(" ".join(omega), p, "supply") for omega, p in pairs]
    caption = "Agents of one side change places; the probability should stay."
    return Picture((bars_panel("Probabilities of signals", [Bars("", bars)]),), caption)


def shared_demand(record: SharedDemand, instance: InterdependentInstance) -> Picture:
    """What is price-taking under either signal: the same message."""
    market, i = instance.mechanism.market, record.i
    columns = [(signal, record.message, "demand") for signal in record.signals]
    panel = messages_panel(f"{market.name(i)} with either signal", market, columns)
    return Picture((panel,), "Who reads the message cannot tell her signal.")


def several_price_taking(record: SeveralPriceTaking, instance: Instance) -> Picture:
    """What each bundle earns at the price: several are best."""
    market, trader = instance.mechanism.market, instance.traders[record.i]
    best = price_taking(trader, market).choices[record.p]
    price = market.P[record.p]
    bars = [
        Bar(show(x), trader.payoff(x, price), *(("good", "best:") if x in best else ("faint", "")))
        for x in market.X
    ]
    heading = f"{market.name(record.i)} at the price {show(price)}"
    return Picture((bars_panel(heading, [Bars("what each bundle earns", bars)]),), _so_many(best))


def _so_many(best: Sequence[object]) -> str:
    return f"{len(best)} bundles are best, so she has several price-taking messages."


DRAWN: dict[type, Callable[[Any, Any], Picture]] = {
    Condition1Violation: condition_1,
    CostViolation: costs,
    Reversal: reversal,
    Condition3Violation: condition_3,
    Dependence: lambda record, instance: reversal(record.reversal, instance),
    NamedPayoff: named_payoff,
    NullProfile: null_profile,
    Asymmetry: asymmetry,
    SharedDemand: shared_demand,
    SeveralPriceTaking: several_price_taking,
}
