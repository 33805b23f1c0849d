"""Faults that the checks on Theorem 4, (8), (9), (10) and Condition 2 must notice."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import product

from mechanisms.markets.informed_price_taking import InformedDemands, price_taking_given_own
from mechanisms.markets.market import price_grid
from proofs.claims.verdict import Verdict
from proofs.theorem_4.anonymous_buyers import EVEN, AnonymousCase, quarters, shares, units
from proofs.theorem_4.hedges.hedged_refutation import Hedged
from proofs.theorem_4.hedges.search import smallest_forever
from proofs.theorem_4.one_buyer import claims as one_buyer
from proofs.theorem_4.one_buyer import family as members
from proofs.theorem_4.one_buyer import witnesses
from tests.broken_g_double_star import Evenly, LargestFirst, OwnPrice
from tests.faults.fault import Fault, Faults, all_of, change, faults, in_process
from tests.interdependent_instances import common_values

ONE = "theorem_4.one_buyer"
SELLER_KNOWS = witnesses.printed_condition_2()


# One buyer in a group: over the family


def sample(patch):
    """Every 41st member with two of the priors, decided here and now."""
    every = list(members.family(priors=("independent", "asymmetric")))[::41]
    change(f"{ONE}.claims.family", lambda priors: every)(patch)
    change(f"{ONE}.claims._results", cache(one_buyer._results.__wrapped__))(patch)
    in_process(patch)


WITHOUT_8 = Fault(
    "members that break (8) count", change(f"{ONE}.claims.NEEDED", {"full support", "Condition 2"})
)


def seller_knows_best(patch):
    """The family has one instance only, which breaks Condition 2 as read, and that is not asked for."""
    game, _ = SELLER_KNOWS
    only = replace(next(members.family()), prior="of a seller's signals")
    change(f"{ONE}.claims.family", lambda priors: [only])(patch)
    patch.setattr(members.Case, "instance", lambda case: game)
    change(f"{ONE}.claims.NEEDED", {"full support", "(8)"})(patch)


def judged(name, value):
    """As if the outcome on every member were so."""
    return change(f"{ONE}.outcome.{name}", lambda instance: value)


def correlated(prior):
    """The members with this prior and two of the four values."""
    return change(
        f"{ONE}.claims.family", lambda priors, etas: members.family(members.VALUES[1::2], (prior,), etas=etas)
    )


FAMILY: dict[str, Faults] = {
    f"{ONE}.claims.check_theorem_4_read": faults(WITHOUT_8, small=sample),
    f"{ONE}.claims.check_one_round": faults(
        Fault("some demand is always best", judged("common_best", True)), small=sample
    ),
    f"{ONE}.claims.check_only_if": faults(
        Fault("an instance that breaks Condition 2 counts", seller_knows_best), small=sample
    ),
    f"{ONE}.claims.check_uneven_ties": faults(
        Fault("no tie is uneven", judged("uneven_tie", False)), small=sample
    ),
    f"{ONE}.claims.check_without_symmetry": faults(WITHOUT_8, small=sample),
    f"{ONE}.claims.check_without_full_support": faults(
        Fault(
            "members with full support that break (8) count",
            all_of(correlated("independent"), change(f"{ONE}.claims.broken_hypotheses", lambda game: ())),
        ),
        small=correlated("perfectly correlated"),
    ),
}


# One buyer in a group: by a witness


def forged(name, **changes):
    """The witness with this name, its record changed by what `changes` makes of the instance and the record."""
    right = getattr(witnesses, name)

    def make():
        game, record = right()
        return game, replace(record, **{key: change(game, record) for key, change in changes.items()})

    return change(f"{ONE}.witnesses.{name}", make)


HONEST_SELLER = forged(
    "a_seller", message=lambda game, found: next(iter(price_taking_given_own(game, found.i, found.signal)))
)
EXCHANGED = {"plan": lambda _, found: found.better, "better": lambda _, found: found.plan}
AS_READ = change(f"{ONE}.witnesses.printed_condition_2", lambda: (common_values(), SELLER_KNOWS[1]))


def alike():
    """n = 2, and nobody is choosy."""
    return witnesses.unit_instance(
        "alike", witnesses.AT_HALF, ["s"], ["L", "H"], lambda i, omega: int(omega[i] == "H"), n=2
    )


def is_open(what, plant, says=""):
    return Fault(what, plant, Verdict.OPEN, says)


WITNESSES: dict[str, Faults] = {
    f"{ONE}.claims.check_xi_is_not_empty": faults(
        is_open("nobody is choosy", change(f"{ONE}.witnesses.choosy_buyer", alike)),
        is_open(
            "f is not symmetric", change("conditions.symmetric_prior.find_violation", lambda game: "some")
        ),
    ),
    f"{ONE}.claims.check_without_8": faults(
        is_open("(8) holds", change(f"{ONE}.witnesses.not_revealing", common_values))
    ),
    f"{ONE}.claims.check_without_condition_2": faults(is_open("Condition 2 holds as read", AS_READ)),
    f"{ONE}.claims.check_seller": faults(is_open("she takes prices", HONEST_SELLER)),
    f"{ONE}.claims.check_theorem_4_printed": faults(
        is_open("sellers", HONEST_SELLER, "the witness sellers does"),
        is_open("off the path", forged("off_the_path", **EXCHANGED), "the witness off the path"),
        is_open("on the path", forged("on_the_path", **EXCHANGED), "the witness a tie on the path"),
        is_open(
            "unsent", forged("unsent", unsent=lambda _, found: found.message.first), "own messages not sent"
        ),
        is_open("Condition 2", AS_READ, "the witness Condition 2 as printed"),
        is_open(
            "weights", change("rules.weights.PrintedWeights.holds", lambda *_: False), "the witness weights"
        ),
    ),
}


# For all real payoffs, by certificates

FOUR, FRONTIER = "certificates.checker_theorem_4", "certificates.checker_frontier"


def nothing_is_paid(buyer, who, t):
    return [tuple(int(j == 3 * who + t) for j in range(10))] * 2


def tells_the_places_apart(buyer, d):
    return list(product((0, 1, 2), repeat=4))


CERTIFIED: dict[str, Faults] = {
    "theorem_4.every_payoff.check_one_buyer": faults(
        is_open(
            "a unit costs nothing", change(f"{FOUR}.OneBuyer.worth", nothing_is_paid), "theorem-4.json: "
        ),
        is_open(
            "every demand is best",
            change(f"{FOUR}.best", lambda run, worth: [(0, 0), (1, 1)]),
            "theorem-4.json: ",
        ),
    ),
    "theorem_4.every_payoff.check_frontier": faults(
        is_open(
            "places can be told",
            change(f"{FRONTIER}.TwoBuyers.seconds", tells_the_places_apart),
            "frontier.json: ",
        )
    ),
}


# Two buyers in a group, by pure dominance

HEDGES = "theorem_4.hedges"
PRIVATE = AnonymousCase(quarters(1, 1, 1, 1), quarters(8, 8, 8, 8), EVEN, price_grid(1, 1))
NOTHING_TO_HEDGE = is_open(
    "private values", change(f"{HEDGES}.claims.smallest_hedged", lambda *_: (PRIVATE, 1))
)


def one_hedge_less():
    case, found = smallest_forever()
    return case, Hedged(found.hedges[1:], forever=True)


HEDGED: dict[str, Faults] = {
    f"{HEDGES}.claims.check_first_messages": faults(NOTHING_TO_HEDGE),
    f"{HEDGES}.claims.check_no_pure_plan": faults(NOTHING_TO_HEDGE),
    f"{HEDGES}.claims.check_two_rounds": faults(NOTHING_TO_HEDGE),
    f"{HEDGES}.claims.check_limit": faults(
        is_open("a hedge is missing", change(f"{HEDGES}.claims.smallest_forever", one_hedge_less))
    ),
    f"{HEDGES}.claims.check_frontier": faults(
        Fault(
            "as if hedges reached twice as far",
            change(f"{HEDGES}.search.Stakes.leave_room", property(lambda s: s.loss < min(s.gain, s.lost))),
            says="if and only if there is room",
        ),
        Fault(
            "outdone by nobody",
            change(f"{HEDGES}.claims.is_outdone", lambda *_: False),
            says="v = ",
        ),
        small=all_of(
            change(f"{HEDGES}.claims.TOP", Fraction(3, 2)), change(f"{HEDGES}.claims.STEP", Fraction(1, 14))
        ),
    ),
}


# Two buyers in a group: single prices, sellers, and mixed dominance

GROUPS, MIXED = "theorem_4.groups", "theorem_4.mixed"
ALONE = AnonymousCase(quarters(0, 3), quarters(1, 5), shares(2, 1, 2))
POOLING = AnonymousCase(quarters(0, 3), quarters(0, 3), shares(1, 1, 1))
NOT_REVEALING = AnonymousCase(units(0, 0, 2, 3), units(0, 0, 2, 3), EVEN)


def broken_sellers(mechanism, says, size=(2, 1, 1, 1)):
    plant = all_of(
        change(f"{GROUPS}.claims.SIZES", [size]), change(f"{GROUPS}.claims.GDoubleStar", mechanism)
    )
    return Fault(mechanism.__name__, plant, says=says)


LARGER: dict[str, Faults] = {
    f"{GROUPS}.claims.check_sellers": faults(
        broken_sellers(LargestFirst, "a price-taking offer earns", (2, 1, 2, 1)),
        broken_sellers(Evenly, "never worse"),
        broken_sellers(OwnPrice, "in no event"),
        small=all_of(change(f"{GROUPS}.claims.SIZES", [(2, 1, 1, 1)]), change(f"{GROUPS}.claims.BEYOND", [])),
    ),
    f"{GROUPS}.claims.check_single_price": faults(
        Fault(
            "an instance that breaks (8) counts",
            all_of(
                change(f"{GROUPS}.claims.single_price_family", lambda: [POOLING]),
                change(f"{GROUPS}.claims.broken_hypotheses", lambda game: ()),
            ),
        ),
        small=all_of(change(f"{GROUPS}.claims.single_price_family", lambda: [ALONE]), in_process),
    ),
    f"{GROUPS}.claims.check_best_after_price_taking": faults(
        Fault(
            "W_i(ω_i) asks for nothing",
            change(
                f"{GROUPS}.best_after_price_taking.third_demands",
                lambda *_: InformedDemands(ALONE.market, 2, {}),
            ),
            says="may earn more",
        ),
        small=all_of(change(f"{GROUPS}.claims.two_price_family", lambda: [ALONE]), in_process),
    ),
    f"{MIXED}.claims.check_theorem_4_mixed": faults(
        Fault(
            "an instance that breaks (8) counts",
            all_of(
                change(f"{MIXED}.claims.cases", lambda: [NOT_REVEALING]),
                change(f"{MIXED}.claims.satisfies_hypotheses", lambda game: True),
            ),
        ),
        Fault(
            "copies earn something else",
            change(f"{MIXED}.statement.copies_exactly", lambda *_: False),
            Verdict.OPEN,
        ),
        small=change(f"{MIXED}.claims.cases", lambda: [PRIVATE]),
    ),
}

FAULTS = {**FAMILY, **WITNESSES, **CERTIFIED, **HEDGED, **LARGER}
