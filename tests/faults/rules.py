"""Faults in G*, G** and G+ that the checks of `proofs.rules` must notice."""

from dataclasses import dataclass, replace
from itertools import product

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Market, Tie, price_grid
from mechanisms.markets.triplicate import Everywhere, Triplicate
from proofs.claims.verdict import Verdict
from proofs.conditions.ranges import HALF, VALUES, Range
from proofs.rules.outcome import Outcome
from tests import broken, broken_g_double_star, broken_g_plus
from tests.faults.fault import Fault, all_of, change, faults

TINY = (1, 1, 1, price_grid(1, 1))
CROWDED = (2, 1, 2, ((HALF,),))
SINGLE_PRICE = (1, 1, 1, ((HALF,),))


@dataclass(frozen=True)
class RangeOf(Range):
    """A range whose markets have this mechanism."""

    mechanism: type[GStar] = GStar

    def mechanisms(self):
        market = Market(self.n, self.k, self.l, self.P)
        return (self.mechanism(replace(market, tie=tie)) for tie in Tie)


def g_star(mechanism=GStar, size=TINY, every=True):
    """Look at one small market: at every outcome, or at random ones only."""
    only = [RangeOf(*size, VALUES[:3], mechanism)]
    names = [
        f"{module}.{name}"
        for module in ("rules.in_g_star", "theorem_1.claims")
        for name in ("LISTED", "PLANNED")
    ]
    return all_of(
        change("rules.in_g_star.EVERY_OUTCOME", only if every else []),
        *(change(name, only) for name in names),
    )


class LeakyGStar(GStar):
    """Probabilities that do not add up."""

    def lottery(self, m):
        return {a: share / 2 for a, share in super().lottery(m).items()}


def in_g_star(*mechanisms, says=""):
    return faults(*(Fault(each.__name__, g_star(each), says=says) for each in mechanisms), small=g_star())


ONE_PRICE = Fault("a single price, where p̃* = p̂*", g_star(size=SINGLE_PRICE), Verdict.HELD)

IN_G_STAR = {
    "rules.in_g_star.check_goods": in_g_star(broken.Unrationed, says="is sold as bought"),
    "rules.in_g_star.check_budget": in_g_star(broken.Subsidised, says="(2): sellers receive what buyers pay"),
    "rules.in_g_star.check_printed_groups": faults(
        Fault("n of each side", change("rules.in_g_star.PRINTED_GROUP_1", (1, 1)), Verdict.HELD)
    ),
    "rules.in_g_star.check_weights": in_g_star(LeakyGStar, says="add up to 1/2"),
    "rules.in_g_star.check_clearing": in_g_star(broken.OwnPrice),
    "rules.in_g_star.check_rationing": faults(
        Fault("Unrationed", g_star(broken.Unrationed)),
        Fault("LargestFirst", g_star(broken.LargestFirst, CROWDED, every=False)),
        small=g_star(size=CROWDED, every=False),
    ),
    "rules.in_g_star.check_4_printed": faults(ONE_PRICE, small=g_star()),
    "rules.in_g_star.check_4": in_g_star(broken.OwnPrice, says="seller"),
    "rules.in_g_star.check_5_printed": faults(ONE_PRICE, small=g_star()),
    "rules.in_g_star.check_5": in_g_star(broken.OwnPrice, says="buyer"),
}


def g_double_star(mechanism=GDoubleStar):
    """Random outcomes of two sizes."""
    here = "rules.in_g_double_star"
    return all_of(
        change(f"{here}.GDoubleStar", mechanism),
        change(f"{here}.SIZES", [(1, 1, 1, 1), (1, 1, 2, 1), (2, 1, 1, 1)]),
        change(f"{here}.RANDOM", 20),
        change(f"{here}.every_outcome", lambda g: ()),
    )


class AnyEta(GDoubleStar):
    """Nobody looks at η."""

    def __post_init__(self):
        pass


class PrintedAsRead(GDoubleStar):
    """As if the paper printed what it means."""

    def printed_weight(self, b, T):
        return self.weight(b)


def in_g_double_star(*mechanisms, verdict=Verdict.REFUTED, says=""):
    planted = (Fault(each.__name__, g_double_star(each), verdict, says) for each in mechanisms)
    return faults(*planted, small=g_double_star())


IN_G_DOUBLE_STAR = {
    "rules.in_g_double_star.check_printed_weights": in_g_double_star(PrintedAsRead, verdict=Verdict.HELD),
    "rules.in_g_double_star.check_weights": faults(
        Fault("Leaky", g_double_star(broken_g_double_star.Leaky), says="they sum to 1/2"),
        Fault("AnyEta", g_double_star(AnyEta), says="accepted"),
        small=g_double_star(),
    ),
    "rules.in_g_double_star.check_feasibility": in_g_double_star(
        broken_g_double_star.NobodyIsRaised, broken_g_double_star.Subsidised
    ),
    "rules.in_g_double_star.check_serving": in_g_double_star(
        broken_g_double_star.LastServedFirst, broken_g_double_star.NobodyIsRaised
    ),
    "rules.in_g_double_star.check_own_price": in_g_double_star(
        broken_g_double_star.OwnPrice, says="changes her own price"
    ),
}


def g_plus(mechanism=GPlus):
    """Random outcomes at n = 2."""
    here = "rules.in_g_plus"
    return all_of(
        change(f"{here}.GPlus", mechanism),
        change(f"{here}.SIZES", [(2, 1, 1, 1, 3)]),
        change(f"{here}.every_outcome", lambda g: ()),
    )


def plentiful(g):
    """Branch 7, whatever buyers ask, when every seller offers all she can: nobody needs to be raised."""
    no, yes = g.market.messages()
    for asked in product((no, yes), repeat=len(g.market.buyers)):
        thirds = [yes] * len(g.market.sellers) + list(asked)
        m = [Triplicate(no, Everywhere(no), Everywhere(third)) for third in thirds]
        yield Outcome(Grouping(tuple(g.market.sellers), tuple(g.market.buyers)), 0, 7, m)


NOBODY_RAISED = all_of(
    change("rules.in_g_plus.SIZES", []), change("rules.in_g_plus.every_outcome", plentiful)
)


class GPlusPrintedAsRead(GPlus):
    """As if the paper printed what it means."""

    def printed_weight(self, b, T):
        return self.weight(b)


def in_g_plus(*mechanisms, verdict=Verdict.REFUTED, says=""):
    planted = (Fault(each.__name__, g_plus(each), verdict, says) for each in mechanisms)
    return faults(*planted, small=g_plus())


IN_G_PLUS = {
    "rules.in_g_plus.check_goods": in_g_plus(broken_g_plus.NobodyIsRaised, says="is sold as bought"),
    "rules.in_g_plus.check_budget": in_g_plus(
        broken_g_plus.Subsidised, says="(2): sellers receive what buyers pay"
    ),
    "rules.in_g_plus.check_printed_weights": in_g_plus(GPlusPrintedAsRead, verdict=Verdict.HELD),
    "rules.in_g_plus.check_weights": in_g_plus(broken_g_plus.Leaky, broken_g_plus.TwoGroups),
    "rules.in_g_plus.check_own_influence": in_g_plus(
        broken_g_plus.OwnPrice, broken_g_plus.SeesItself, broken_g_plus.SecondForFirst, broken_g_plus.NoTrade
    ),
    "rules.in_g_plus.check_14_printed": faults(
        Fault("nobody needs to be raised", NOBODY_RAISED, Verdict.HELD), small=g_plus()
    ),
    "rules.in_g_plus.check_14": in_g_plus(
        broken_g_plus.NobodyIsRaised, broken_g_plus.LastFirst, says="no i+ fits"
    ),
}

FAULTS = {**IN_G_STAR, **IN_G_DOUBLE_STAR, **IN_G_PLUS}
