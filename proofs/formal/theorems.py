"""The files of the proofs in the order in which they are compiled, and the theorems in the record."""

from collections.abc import Mapping

# Each file after those it uses. A body is not compiled by itself: other files load it.
BODIES = (
    "Over_Z",
    "Over_Q",
    "Over_R",
    "Theorem1_body",
    "SellersInGDoubleStar_body",
    "OneBuyerGains",
    "OneBuyerReplies",
    "OneBuyerSellers",
    "OneBuyerRound1",
    "OneBuyerRounds",
)
FILES = (
    "Rationing",
    "Grouping",
    "Outcome",
    "GStar",
    "OwnMessage",
    "GDoubleStar",
    "GPlus",
    "Encoding",
    "Theorem1_Z",
    "Theorem1_Q",
    "Theorem1_R",
    "SellersInGDoubleStar_Z",
    "SellersInGDoubleStar_Q",
    "SellersInGDoubleStar_R",
    "Theorem3",
    "Interdependent",
    "Sums",
    "Losses",
    "DualityLemma",
    "BestBundles",
    "Theorem4",
    "Swaps",
    "Copies",
    "CopiesDominate",
    "Theorem4InGroups",
    "Theorem6",
    "FirstMessagesInGPlus",
    "Controls",
    "ControlsOfDuality",
    "ControlsOfTheorem4",
    "ExamplesOfOpenTheorems",
)

_THEOREM_1 = (
    "sharp_form",
    "dominant_is_price_taking",
    "theorem_1",
    "ex_post_rational",
    "nothing_is_dominant",
)
_SELLERS = ("price_taking_is_best", "a_better_bundle_pays", "price_taking_exists", "equation_9")

# By file: every theorem whose statement and assumptions the record holds.
THEOREMS: Mapping[str, tuple[str, ...]] = {
    "Rationing": ("serve_is_in_order", "serve_or_raise_total", "raising_is_in_order"),
    "Grouping": ("Phi_spec", "Phi_complete", "Phi_count", "orders_once", "groups_partition"),
    "GStar": ("equation_1", "equation_2", "equation_3", "price_of_a_group", "price_clears"),
    "OwnMessage": ("own_message", "isolation", "isolation_happens"),
    "GDoubleStar": ("equation_1_in_g_double_star", "equation_2_in_g_double_star", "equation_7"),
    "GPlus": ("equation_1_in_g_plus", "equation_2_in_g_plus", "equation_14", "next_is_another_group"),
    **{f"Theorem1_{values}": _THEOREM_1 for values in "ZQR"},
    **{f"SellersInGDoubleStar_{values}": (*_SELLERS, "every_message_of_a_single_seller") for values in "ZQR"},
    "DualityLemma": ("trader_payoff_is_quasilinear", "duality_lemma", "cost_of_rationing"),
    "Theorem3": ("theorem_3_fails", "every_D_is_a_singleton", "theorem_3_fails_along_the_sequence"),
    "Theorem4": (
        "star_survives",
        "round_1_takes_prices",
        "round_2_obeys_10",
        "theorem_4_sellers",
        "theorem_4_buyers",
    ),
    "Copies": ("draws_of_places",),
    "CopiesDominate": ("copies_earn", "first_messages_take_prices"),
    "FirstMessagesInGPlus": ("equation_16",),
    "Controls": (
        "lowest_picks",
        "highest_picks",
        "Condition_1_example",
        "valid_example",
        "condition_1_is_needed",
        "an_own_price_breaks_theorem_1",
        "unraised_sellers_break_equation_1",
    ),
    "ControlsOfDuality": ("hypotheses_example", "the_excess_is_needed", "price_taking_is_needed"),
    "ExamplesOfOpenTheorems": ("theorem_4_in_groups_example", "theorem_6_example"),
    "ControlsOfTheorem4": ("theorem_4_example", "nobody_obeys_10", "equation_8_is_needed"),
}
