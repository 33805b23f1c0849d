"""The register: every numbered item of the paper, in its order, with the check that settles it so far.

Ids are stable: files and other programs keep them. Checks are named, so that the register costs nothing to
read; a test resolves each name, and finds no check that is not here. `docs/paper.md` is made from it.
"""

from collections.abc import Mapping
from itertools import chain

from proofs.claims.claim import Claim
from proofs.claims.kernel_proof import KernelProof
from proofs.claims.verdict import Reading

PRINTED, READ = Reading.PRINTED, Reading.READ


def _over(file: str, *theorems: str) -> tuple[str, ...]:
    """The theorems for payoffs that are integers, rational and real numbers."""
    return tuple(f"{file}_{values}.{theorem}" for theorem in theorems for values in "ZQR")


_ONE_BUYER = KernelProof(
    ("Theorem4.theorem_4_buyers", "Theorem4.theorem_4_sellers"),
    "all k, l, P, tie rules, signals, f with full support, rational payoffs, η, by pure or mixed dominance",
)

# By section of the paper.
REGISTER: Mapping[str, tuple[Claim, ...]] = {
    "2.1 The model": (
        Claim(
            "1.printed",
            "(1)",
            "in G*, goods balance at every outcome",
            PRINTED,
            "rules.in_g_star.check_goods",
            proof=KernelProof(("GStar.equation_1",), "all n, k, l, P, tie rules and messages"),
        ),
        Claim(
            "2.printed",
            "(2)",
            "in G*, the budget balances at every outcome",
            PRINTED,
            "rules.in_g_star.check_budget",
            proof=KernelProof(("GStar.equation_2",), "all n, k, l, P, tie rules and messages"),
        ),
    ),
    "2.2 Auction design": (
        Claim(
            "section-2.2.printed.groups",
            "Section 2.2",
            "φ(1), …, φ(2n) and φ(2n+1), …, φ(4n) are group 1, the rest of each group 2",
            PRINTED,
            "rules.in_g_star.check_printed_groups",
        ),
        Claim(
            "section-2.2.read.weights",
            "Section 2.2",
            "each of ((2n)!)² groupings has the same probability; they add up to 1",
            READ,
            "rules.in_g_star.check_weights",
            proof=KernelProof(("Grouping.Phi_count", "Grouping.orders_once"), "all n"),
        ),
        Claim(
            "section-2.2.read.clearing",
            "Section 2.2",
            "each group trades at a price that minimises the other group's excess, ties as named",
            READ,
            "rules.in_g_star.check_clearing",
            proof=KernelProof(
                ("GStar.price_clears", "GStar.price_of_a_group"), "all n, k, l, P, tie rules and messages"
            ),
        ),
        Claim(
            "3.printed",
            "(3)",
            "the short side is served in full, the long side in order up to an agent î",
            PRINTED,
            "rules.in_g_star.check_rationing",
            proof=KernelProof(("GStar.equation_3",), "all n, k, l, P, tie rules and messages"),
        ),
    ),
    "2.3 Dominant strategies": (
        Claim(
            "condition-1.read.needed",
            "Condition 1",
            "needed for the conclusion of Theorem 1",
            READ,
            "theorem_1.claims.check_condition_1_is_needed",
            ("condition-1-not-needed.toml",),
        ),
        Claim(
            "theorem-1.printed",
            "Theorem 1",
            "under Condition 1 dominant means price-taking, and dominant profiles are ex post "
            "individually rational",
            PRINTED,
            "theorem_1.claims.check_theorem_1",
            proof=KernelProof(
                _over("Theorem1", "theorem_1", "ex_post_rational"), "all n, k, l, P, tie rules and payoffs"
            ),
            certificates=("theorem-1-n1-k1-l2-T1", "theorem-1-k1-l2-T2", "theorem-1-k2-l1-T1"),
        ),
        Claim(
            "theorem-1.read.sharp-form",
            "Theorem 1",
            "sharp form: a message is dominant if and only if at every price its caps are optimal below each "
            "cap",
            READ,
            "theorem_1.claims.check_sharp_form",
            proof=KernelProof(_over("Theorem1", "sharp_form"), "all n, k, l, P, tie rules and payoffs"),
            certificates=("sharp-form-n1-k1-l2-T1",),
        ),
        Claim(
            "theorem-1.read.rationality",
            "Theorem 1",
            "dominant messages are ex post individually rational, with Condition 1 or without it",
            READ,
            "theorem_1.claims.check_rationality",
            proof=KernelProof(_over("Theorem1", "ex_post_rational"), "all n, k, l, P, tie rules and payoffs"),
        ),
        Claim(
            "4.printed",
            "(4)",
            "a seller trades at p̃* in both groups",
            PRINTED,
            "rules.in_g_star.check_4_printed",
        ),
        Claim(
            "4.read",
            "(4)",
            "a seller trades at p̃* in group 1 and p̂* in group 2, whatever she announces",
            READ,
            "rules.in_g_star.check_4",
            proof=KernelProof(
                ("OwnMessage.own_message", "GStar.price_of_a_group"), "all n, k, l, P, tie rules and messages"
            ),
        ),
        Claim(
            "5.printed",
            "(5)",
            "a buyer trades at p̃* in both groups",
            PRINTED,
            "rules.in_g_star.check_5_printed",
        ),
        Claim(
            "5.read",
            "(5)",
            "a buyer trades at p̃* in group 1 and p̂* in group 2, whatever she announces",
            READ,
            "rules.in_g_star.check_5",
            proof=KernelProof(
                ("OwnMessage.own_message", "GStar.price_of_a_group"), "all n, k, l, P, tie rules and messages"
            ),
        ),
    ),
    "2.4 Asymptotic efficiency and generalization": (
        Claim(
            "6.printed", "(6)", "price-taking messages have a continuous excess supply in the limit", PRINTED
        ),
        Claim(
            "theorem-2.printed",
            "Theorem 2",
            "price-taking profiles are ε-efficient and ε-uniform in large markets",
            PRINTED,
        ),
        Claim(
            "theorem-3.printed",
            "Theorem 3",
            "in large markets the price-taking messages are dominant without Condition 1",
            PRINTED,
            "theorem_3.claims.check_theorem_3",
            ("theorem-3.toml",),
            proof=KernelProof(
                (
                    "Theorem3.theorem_3_fails",
                    "Theorem3.every_D_is_a_singleton",
                    "Theorem3.theorem_3_fails_along_the_sequence",
                ),
                "at every n and under every tie rule",
                refutes=True,
            ),
        ),
        Claim(
            "theorem-3.read",
            "Theorem 3",
            "whether the price-taking messages are dominant does not depend on n",
            READ,
            "theorem_3.claims.check_theorem_3_read",
            proof=KernelProof(_over("Theorem1", "sharp_form"), "all n, k, l, P, tie rules and payoffs"),
        ),
    ),
    "3.2 Auction design": (
        Claim(
            "section-3.2.printed.weights",
            "Section 3.2",
            "the probabilities η/((2n!)²T) and (1-3η)/((2n!)²T) of G** sum to 1, for η in (0, 1/2)",
            PRINTED,
            "rules.in_g_double_star.check_printed_weights",
        ),
        Claim(
            "section-3.2.read.weights",
            "Section 3.2",
            "with ((2n)!)²|P| in the denominator they are positive and sum to 1, for η in (0, 1/3)",
            READ,
            "rules.in_g_double_star.check_weights",
        ),
        Claim(
            "section-3.2.printed.feasible",
            "Section 3.2",
            "in G**, goods and budget balance at every outcome",
            PRINTED,
            "rules.in_g_double_star.check_feasibility",
            proof=KernelProof(
                ("GDoubleStar.equation_1_in_g_double_star", "GDoubleStar.equation_2_in_g_double_star"),
                "all n, k, l, P, tie rules and messages",
            ),
        ),
        Claim(
            "7.printed",
            "(7)",
            "in G**, sellers are served or raised in order up to an agent î",
            PRINTED,
            "rules.in_g_double_star.check_serving",
            proof=KernelProof(("GDoubleStar.equation_7",), "all n, k, l, P, tie rules and messages"),
        ),
    ),
    "3.3 Iterative dominance": (
        Claim(
            "section-3.3.printed.xi",
            "Section 3.3",
            "Ξ_i(ω_i) has an element under symmetry of the signals",
            PRINTED,
            "theorem_4.one_buyer.claims.check_xi_is_not_empty",
        ),
        Claim(
            "section-3.3.read.without-symmetry",
            "Section 3.3",
            "with n = 1, Theorem 4 as read holds without symmetry of the signals",
            READ,
            "theorem_4.one_buyer.claims.check_without_symmetry",
            proof=_ONE_BUYER,
        ),
        Claim(
            "section-3.3.read.without-full-support",
            "Section 3.3",
            "with n = 1, Theorem 4 as read holds without full support",
            READ,
            "theorem_4.one_buyer.claims.check_without_full_support",
        ),
        Claim(
            "8.read.needed",
            "(8)",
            "with n = 1, Theorem 4 as read holds without it",
            READ,
            "theorem_4.one_buyer.claims.check_without_8",
            proof=KernelProof(
                ("ControlsOfTheorem4.equation_8_is_needed",),
                "k = l = 1, P = {1/2}, every tie rule and η",
                refutes=True,
            ),
        ),
        Claim(
            "condition-2.printed",
            "Condition 2",
            "values independent of the own signal suffice for (10)",
            PRINTED,
            "theorem_4.one_buyer.claims.check_without_condition_2",
            ("theorem-4/printed-condition-2.toml",),
        ),
        Claim(
            "theorem-4.printed.n1",
            "Theorem 4",
            "S^∞ = S² is (9) and (10), and interchangeable",
            PRINTED,
            "theorem_4.one_buyer.claims.check_theorem_4_printed",
            (
                "theorem-4/seller.toml",
                "theorem-4/off-the-path.toml",
                "theorem-4/on-the-path.toml",
                "theorem-4/unsent.toml",
                "theorem-4/printed-condition-2.toml",
            ),
        ),
        Claim(
            "theorem-4.read.n1",
            "Theorem 4",
            "with n = 1, S^∞ = S² = S^1 ∩ (10) for buyers, and interchangeable",
            READ,
            "theorem_4.one_buyer.claims.check_theorem_4_read",
            proof=_ONE_BUYER,
        ),
        Claim(
            "theorem-4.read.n1.every-payoff",
            "Theorem 4",
            "with n = k = l = T = 1 and two signals, S^∞ = S² = S^1 ∩ (10) for buyers, and interchangeable, "
            "whatever the values, f and η",
            READ,
            "theorem_4.every_payoff.check_one_buyer",
        ),
        Claim(
            "theorem-4.read.n1.one-round",
            "Theorem 4",
            "with n = 1, one round suffices if and only if some demand is best whatever the mate's signal",
            READ,
            "theorem_4.one_buyer.claims.check_one_round",
        ),
        Claim(
            "theorem-4.printed.n2.first-messages",
            "Theorem 4",
            "with n = 2, first messages in S^1 are price-taking",
            PRINTED,
            "theorem_4.hedges.claims.check_first_messages",
            ("theorem-4/hedged-first-message.toml",),
        ),
        Claim(
            "theorem-4.printed.n2.pure-plan",
            "Theorem 4",
            "with n = 2, a plan whose first message is not price-taking is dominated by some plan",
            PRINTED,
            "theorem_4.hedges.claims.check_no_pure_plan",
            ("theorem-4/undominated-plan.toml",),
        ),
        Claim(
            "theorem-4.printed.n2.two-rounds",
            "Theorem 4",
            "with n = 2, S² satisfies (10)",
            PRINTED,
            "theorem_4.hedges.claims.check_two_rounds",
            ("theorem-4/pooled-first-messages.toml",),
        ),
        Claim(
            "theorem-4.printed.n2.for-ever",
            "Theorem 4",
            "with n = 2, first messages in S^∞ are price-taking",
            PRINTED,
            "theorem_4.hedges.claims.check_limit",
            ("theorem-4/hedged-for-ever.toml",),
        ),
        Claim(
            "theorem-4.read.n2.frontier",
            "Theorem 4",
            "with n = 2, by pure dominance, another first message survives round 1 only if it loses less "
            "than half of what turns on a mate's signal",
            READ,
            "theorem_4.hedges.claims.check_frontier",
        ),
        Claim(
            "theorem-4.read.n2.frontier.every-payoff",
            "Theorem 4",
            "with n = 2 and k = l = T = 1, copies outdo a first message that is wrong at price 1 alone if "
            "and only if it loses half the smaller stake or more, whatever the values and f",
            READ,
            "theorem_4.every_payoff.check_frontier",
        ),
        Claim(
            "theorem-4.read.n2.single-price",
            "Theorem 4",
            "with n = 2 and a single price, S^∞ = S² = S^1 ∩ (10) for buyers, and interchangeable",
            READ,
            "theorem_4.groups.claims.check_single_price",
        ),
        Claim(
            "theorem-4.read.n2.mixed",
            "Theorem 4",
            "with n = 2, by mixed dominance, S^∞ = S² = S^1 ∩ (10) for buyers, and interchangeable",
            READ,
            "theorem_4.mixed.claims.check_theorem_4_mixed",
        ),
        Claim(
            "9.printed",
            "(9)",
            "iteratively undominated sellers take prices",
            PRINTED,
            "theorem_4.one_buyer.claims.check_seller",
            ("theorem-4/seller.toml",),
        ),
        Claim(
            "9.read",
            "(9)",
            "with n >= 2, round 1 leaves sellers exactly D_i(ω_i)",
            READ,
            "theorem_4.groups.claims.check_sellers",
            proof=KernelProof(
                _over("SellersInGDoubleStar", "equation_9"),
                "all n >= 2, k, l, P, tie rules, signals, unit costs and η",
            ),
        ),
        Claim(
            "10.read.n1",
            "(10)",
            "with n = 1, iteratively undominated buyers satisfy it in plans",
            READ,
            "theorem_4.one_buyer.claims.check_only_if",
            proof=_ONE_BUYER,
        ),
        Claim(
            "10.read.n1.uneven-ties",
            "(10)",
            "with n = 1, it differs from S^∞ on the path if and only if a tie is uneven",
            READ,
            "theorem_4.one_buyer.claims.check_uneven_ties",
            ("theorem-4/on-the-path.toml",),
        ),
        Claim(
            "10.read.n2",
            "(10)",
            "with n = 2, it allows what is best against all whose first messages are price-taking, and no "
            "more",
            READ,
            "theorem_4.groups.claims.check_best_after_price_taking",
        ),
        Claim(
            "11.printed",
            "(11)",
            "in G**, no buyer's message influences her own price",
            PRINTED,
            "rules.in_g_double_star.check_own_price",
        ),
    ),
    "3.4 Asymptotic efficiency": (
        Claim("12.printed", "(12)", "buyers' signals tell macro shocks apart", PRINTED),
        Claim("13.printed", "(13)", "they do so uniformly in n", PRINTED),
        Claim(
            "theorem-5.printed",
            "Theorem 5",
            "(9) and (10) are ε-efficient and ε-uniform in large markets",
            PRINTED,
        ),
    ),
    "3.5 Generalization": (
        Claim(
            "section-3.5.printed.goods",
            "Section 3.5",
            "in G+, goods balance at every outcome (1)",
            PRINTED,
            "rules.in_g_plus.check_goods",
            proof=KernelProof(("GPlus.equation_1_in_g_plus",), "all r, n, k, l, P, tie rules and messages"),
        ),
        Claim(
            "section-3.5.printed.budget",
            "Section 3.5",
            "in G+, the budget balances at every outcome (2)",
            PRINTED,
            "rules.in_g_plus.check_budget",
            proof=KernelProof(("GPlus.equation_2_in_g_plus",), "all r, n, k, l, P, tie rules and messages"),
        ),
        Claim(
            "section-3.5.printed.weights",
            "Section 3.5",
            "the weights of G+ sum to 1",
            PRINTED,
            "rules.in_g_plus.check_printed_weights",
        ),
        Claim(
            "section-3.5.read.weights",
            "Section 3.5",
            "with ((rn)!)²|P| in the denominator the weights are positive and sum to 1, for η in (0, 1/6)",
            READ,
            "rules.in_g_plus.check_weights",
        ),
        Claim(
            "section-3.5.printed.own-influence",
            "Section 3.5",
            "in G+, a message moves nobody's own price, and in each branch only what the paper says",
            PRINTED,
            "rules.in_g_plus.check_own_influence",
        ),
        Claim(
            "14.printed",
            "(14)",
            "in G+ sellers are served or raised in order in branch 7",
            PRINTED,
            "rules.in_g_plus.check_14_printed",
        ),
        Claim(
            "14.read",
            "(14)",
            "the same, places counted within the group",
            READ,
            "rules.in_g_plus.check_14",
            proof=KernelProof(("GPlus.equation_14",), "all r, n, k, l, P, tie rules and messages"),
        ),
        Claim(
            "15.printed",
            "(15)",
            "price-taking first messages reveal everybody's signals",
            PRINTED,
            "conditions.claims.check_15_printed",
        ),
        Claim(
            "15.read",
            "(15)",
            "with anonymous payoffs and symmetric f, a tuple of first messages reveals the signals behind it",
            READ,
            "conditions.claims.check_15",
        ),
        Claim(
            "section-3.5.printed.sets",
            "Section 3.5",
            "under (15) alone M_i^{2+}(ω_i) and M_i^{3+}(ω_i) have elements",
            PRINTED,
            "theorem_6.claims_17_18.check_sets_are_not_empty",
            ("theorem-6/nothing-best.toml",),
        ),
        Claim(
            "condition-3.read",
            "Condition 3",
            "equivalent to: no seller's strict preference at a grid price turns on one buyer's signal, "
            "nor, if n >= 2, on one other seller's",
            READ,
            "conditions.claims.check_condition_3",
        ),
        Claim(
            "condition-3.read.idle-n1",
            "Condition 3",
            "with n = 1, Theorem 6 as read holds without it",
            READ,
            "theorem_6.claims.check_condition_3_idle_at_n_1",
        ),
        Claim(
            "condition-3.read.needed-n2",
            "Condition 3",
            "with n = 2, Theorem 6 as read holds without it",
            READ,
            "theorem_6.claims.check_condition_3_needed_at_n_2",
            ("theorem-6/without-condition-3.toml",),
        ),
        Claim(
            "16.printed",
            "(16)",
            "S^1 leaves exactly the price-taking first messages",
            PRINTED,
            "theorem_6.claims.check_16",
        ),
        Claim(
            "17.printed",
            "(17)",
            "second messages in M_i^{2+}, the own signal averaged away, survive round 1",
            PRINTED,
            "theorem_6.claims_17_18.check_17_printed",
            ("theorem-6/second-averaged.toml",),
        ),
        Claim(
            "17.read",
            "(17)",
            "with anonymity, M_i^{2+} given the own signal has elements, D_i(ω_i) at private values",
            READ,
            "theorem_6.claims_17_18.check_17",
        ),
        Claim(
            "18.printed",
            "(18)",
            "third messages in M_i^{3+}, the own signal averaged away, survive round 1",
            PRINTED,
            "theorem_6.claims_17_18.check_18_printed",
            ("theorem-6/third-averaged.toml",),
        ),
        Claim(
            "18.read",
            "(18)",
            "with anonymity, M_i^{3+} given the own signal has elements, D_i(ω_i) at private values",
            READ,
            "theorem_6.claims_17_18.check_18",
        ),
        Claim(
            "theorem-6.printed",
            "Theorem 6",
            "in G+, S^∞ = S² is (16), (17) and (18), and interchangeable",
            PRINTED,
            "theorem_6.claims.check_theorem_6_printed",
            (
                "theorem-6/off-the-path.toml",
                "theorem-6/on-the-path.toml",
                "theorem-6/second-averaged.toml",
                "theorem-6/third-averaged.toml",
                "theorem-6/nothing-best.toml",
            ),
        ),
        Claim(
            "theorem-6.read",
            "Theorem 6",
            "with n = 1, and n = 2 at a single price, S^∞ = S² = S^1 ∩ (17) ∩ (18), and interchangeable",
            READ,
            "theorem_6.claims.check_theorem_6",
        ),
        Claim(
            "theorem-6.read.engine",
            "Theorem 6",
            "rounds 1 and 2 on sampled plans, decided by optimisation",
            READ,
            "theorem_6.claims.check_rounds_by_engine",
        ),
        Claim(
            "theorem-6.read.without-15",
            "Theorem 6",
            "with n = 1, as read it holds without (15)",
            READ,
            "theorem_6.claims.check_theorem_6_without_15",
        ),
        Claim(
            "theorem-6.read.without-condition-1",
            "Theorem 6",
            "with n = 2, as read it holds without the sellers' part of Condition 1",
            READ,
            "theorem_6.claims.check_condition_1_needed_at_n_2",
            ("theorem-6/without-condition-1.toml",),
        ),
    ),
}

CLAIMS: tuple[Claim, ...] = tuple(chain.from_iterable(REGISTER.values()))
