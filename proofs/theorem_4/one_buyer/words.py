"""Witnesses against Theorem 4 in words that an economist can follow with pencil and paper."""

from mechanisms.g_double_star.one_buyer.plans import Others
from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market, show
from proofs.claims.words import describe_message, minus
from proofs.theorem_4.one_buyer.printed import BuyerEliminated, BuyerSurvivor, SellerSurvivor, UnsentEntry
from proofs.theorem_4.one_buyer.rule_10 import buyer_characterisation, sent_by


def describe_seller(instance: InterdependentInstance, found: SellerSurvivor) -> str:
    """A seller who may say anything."""
    market = instance.mechanism.market
    taking = next(iter(price_taking_given_own(instance, found.i, found.signal)))
    return (
        f"{market.name(found.i)} with signal {found.signal} should supply "
        f"{describe_message(market, taking)} by (9), but the only seller of a group sells what its buyer "
        f"asks, whatever she says: supplying {describe_message(market, found.message)} is never dominated"
    )


def describe_eliminated(instance: InterdependentInstance, found: BuyerEliminated) -> str:
    """A plan that satisfies (10) and leaves in round 1."""
    market = instance.mechanism.market
    i, signal = found.agent
    demands = list(market.messages())
    (d,) = (
        place
        for place, (old, new) in enumerate(zip(found.plan.third, found.better.third, strict=True))
        if old != new
    )
    senders = sent_by(instance, i, demands[d])
    sent = f"which {' or '.join(senders)} sends" if senders else "which no signal sends"
    before, after = found.payoffs(instance, found.strict_at)
    return (
        f"{market.name(i)} with signal {signal}: after the mate's first message "
        f"({describe_message(market, demands[d])}), {sent}, (10) allows the third demand "
        f"({describe_message(market, found.plan.third[d])}), which "
        f"({describe_message(market, found.better.third[d])}) dominates: "
        f"{_against(market, found.strict_at)} she expects {minus(before)} instead of {minus(after)}"
    )


def describe_unsent(instance: InterdependentInstance, found: UnsentEntry) -> str:
    """A literal message that breaks (10) where it is never read."""
    market = instance.mechanism.market
    i, signal = found.agent
    return (
        f"{market.name(i)} with signal {signal} sends ({describe_message(market, found.message.first)}); "
        f"that she would ask for ({describe_message(market, found.message.second[found.unsent,])}) after "
        f"her own first message ({describe_message(market, found.unsent)}), just as good but not sent, "
        f"breaks (10) and is never read"
    )


def describe_survivor(instance: InterdependentInstance, found: BuyerSurvivor) -> str:
    """A plan that survives and breaks (10)."""
    market = instance.mechanism.market
    i, signal = found.agent
    demands = list(market.messages())
    rule = buyer_characterisation(instance, found.agent)
    d = next(d for d, box in rule.thirds.items() if found.plan.third[d] not in box)
    best = "; ".join(
        f"{' or '.join(map(show, choices))} at {show(p)}"
        for p, choices in zip(market.P, rule.thirds[d].choices, strict=True)
    )
    return (
        f"{market.name(i)} with signal {signal}: after the mate's first message "
        f"({describe_message(market, demands[d])}), sent by {' or '.join(sent_by(instance, i, demands[d]))}, "
        f"(10) asks for {best}, but the third demand ({describe_message(market, found.plan.third[d])}) "
        f"survives: values depend on the sellers' signals, and the price may reveal a seller's"
    )


def _against(market: Market, others: Others) -> str:
    sent = ", ".join(
        f"({describe_message(market, first)}) with signal {t}" for t, (first, _) in others.mate.items()
    )
    return f"against a mate who sends {sent}"
