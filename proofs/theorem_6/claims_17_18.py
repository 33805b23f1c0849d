"""The claims on (17), (18) and the sets M_i^{2+}(ω_i), M_i^{3+}(ω_i) of section 3.5."""

from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import show
from proofs.claims.claim import Watch
from proofs.claims.scopes import how_many_prices, listing, short_size, so_many
from proofs.claims.verdict import Finding, Witnessed, held, not_settled, refuted
from proofs.conditions import g_plus_instances as instances
from proofs.conditions.g_plus_instances import anonymous_scope, revealing_family
from proofs.conditions.revealing_demands import find_violation
from proofs.theorem_6.printed_17_18 import SETS, find_interdependence, misses


def _size(game: InterdependentInstance) -> str:
    return short_size(game.mechanism.market, prices=False)


def check_17_printed(watch: Watch) -> Finding:
    """M_i^{2+} as printed, against private values."""
    return _check_printed(watch, "second")


def check_18_printed(watch: Watch) -> Finding:
    """M_i^{3+} as printed, against private values."""
    return _check_printed(watch, "third")


def _check_printed(watch: Watch, part: str) -> Finding:
    game = instances.private_values()
    size, evidence = _size(game), []
    for i in (game.mechanism.market.buyers[0], game.mechanism.market.sellers[0]):
        watch(f"{game.mechanism.market.name(i)}: {part} messages")
        found = next(misses(game, i, part), None)
        if found is None:
            return held(1, size, "the printed sets leave a best bundle")
        if find_violation(game) is not None or not found.holds(game):
            return not_settled(size)
        evidence.append(found.describe(game))
    signals = listing(sorted({so_many(len(space), "signal") for space in game.prior.spaces}), "or")
    prices = how_many_prices([len(game.mechanism.market.P)])
    return refuted(f"{size}, {signals} a side, {prices}", "; ".join(evidence), Witnessed(found, game))


def check_17(watch: Watch) -> Finding:
    """M_i^{2+} as read: never empty with anonymous payoffs, and D_i(ω_i) at private values."""
    return _check_read(watch, "second")


def check_18(watch: Watch) -> Finding:
    """M_i^{3+} as read: never empty with anonymous payoffs, and D_i(ω_i) at private values."""
    return _check_read(watch, "third")


def _check_read(watch: Watch, part: str) -> Finding:
    cases = private = 0
    for game in revealing_family(watch):
        for i in (game.mechanism.market.sellers[0], game.mechanism.market.buyers[0]):
            is_private = find_interdependence(game, i) is None
            for signal in game.prior.spaces[i]:
                asked = SETS[part](game, i, signal)
                cases += 1
                private += is_private
                conflict = asked.find_conflict()
                if conflict is not None:
                    return refuted(
                        anonymous_scope(), f"empty: {conflict.describe(game)}", Witnessed(conflict, game)
                    )
                taking = price_taking_given_own(game, i, signal)
                if is_private and any(asked.at(shown) != taking for shown in asked.requirements):
                    return refuted(anonymous_scope(), f"{game.mechanism.market.name(i)}: not D_i({signal})")
    evidence = f"not empty; in the {private:,} with private values D_i(ω_i) after price-taking first messages"
    return held(cases, anonymous_scope(), evidence)


def check_sets_are_not_empty(watch: Watch) -> Finding:
    """That M_i^{2+}(ω_i) and M_i^{3+}(ω_i) are not empty under (15) alone, with the own signal known."""
    game, signal = instances.choosy_buyer(), "L"
    market, size = game.mechanism.market, _size(game)
    buyer = market.buyers[0]
    if find_violation(game) is not None:
        return not_settled(size, "(15) fails")
    sentences = []
    for part, messages in SETS.items():
        watch(f"{part} messages of a buyer who cares who has which signal")
        conflict = messages(game, buyer, signal).find_conflict()
        if conflict is None:
            return held(1, size, f"{part} messages: not empty")
        if not conflict.holds(game):
            return not_settled(size)
        best = [" or ".join(map(show, requirement.best[conflict.p])) for requirement in conflict.requirements]
        sentences.append(f"her {part} message must ask for {', and for '.join(best)} after one tuple")
    who = f"{market.name(buyer)} with signal {signal}, who cares which of the others has which signal"
    return refuted(
        f"{size}, {how_many_prices([len(market.P)])}",
        f"(15) holds, yet both sets are empty for {who}: {'; '.join(sentences)}",
    )
