"""The register: every numbered item of the paper, in its order, with the check that settles it so far."""

from mechanisms.markets.market import Side
from proofs.audit import g_star_claims
from proofs.claims.claim import Claim
from proofs.claims.verdict import Reading
from proofs.theorem_4.groups import claims as larger_groups_claims
from proofs.theorem_4.hedges import claims as theorem_4_pure_claims
from proofs.theorem_4.mixed import claims as theorem_4_mixed_claims
from proofs.theorem_4.one_buyer import claims as theorem_4_claims
from proofs.theorem_6 import claims as theorem_6_claims
from proofs.theorem_6 import g_plus_claims

PRINTED, READ = Reading.PRINTED, Reading.READ
OWN_PRICE = "a {} trades at p̃* in group 1 and p̂* in group 2, whatever she announces"


CLAIMS: tuple[Claim, ...] = (
    # 2.1 The model
    Claim("(1)", "in G*, goods balance at every outcome", PRINTED, g_star_claims.check_goods),
    Claim("(2)", "in G*, the budget balances at every outcome", PRINTED, g_star_claims.check_budget),
    # 2.2 Auction design
    Claim(
        "Section 2.2",
        "φ(1), …, φ(2n) and φ(2n+1), …, φ(4n) are group 1, the rest of each group 2",
        PRINTED,
        g_star_claims.check_printed_groups,
    ),
    Claim(
        "Section 2.2",
        "each of ((2n)!)² groupings has the same probability; they add up to 1",
        READ,
        g_star_claims.check_weights,
    ),
    Claim(
        "Section 2.2",
        "each group trades at a price that minimises the other group's excess, ties as named",
        READ,
        g_star_claims.check_clearing,
    ),
    Claim(
        "(3)",
        "the short side is served in full, the long side in order up to an agent î",
        PRINTED,
        g_star_claims.check_rationing,
    ),
    # 2.3 Dominant strategies
    Claim(
        "Condition 1",
        "needed for the conclusion of Theorem 1",
        READ,
        g_star_claims.check_condition_1_is_needed,
    ),
    Claim(
        "Theorem 1",
        "under Condition 1 dominant means price-taking, and dominant profiles are ex post individually "
        "rational",
        PRINTED,
        g_star_claims.check_theorem_1,
    ),
    Claim(
        "Theorem 1",
        "sharp form: a message is dominant if and only if at every price its caps are optimal below each cap",
        READ,
        g_star_claims.check_sharp_form,
    ),
    Claim(
        "Theorem 1",
        "dominant messages are ex post individually rational, with Condition 1 or without it",
        READ,
        g_star_claims.check_rationality,
    ),
    Claim(
        "(4)",
        "a seller trades at p̃* in both groups",
        PRINTED,
        g_star_claims.own_price_check(PRINTED, Side.SELLER),
    ),
    Claim("(4)", OWN_PRICE.format("seller"), READ, g_star_claims.own_price_check(READ, Side.SELLER)),
    Claim(
        "(5)",
        "a buyer trades at p̃* in both groups",
        PRINTED,
        g_star_claims.own_price_check(PRINTED, Side.BUYER),
    ),
    Claim("(5)", OWN_PRICE.format("buyer"), READ, g_star_claims.own_price_check(READ, Side.BUYER)),
    # 2.4 Asymptotic efficiency and generalization
    Claim("(6)", "price-taking messages have a continuous excess supply in the limit", PRINTED),
    Claim("Theorem 2", "price-taking profiles are ε-efficient and ε-uniform in large markets", PRINTED),
    Claim(
        "Theorem 3",
        "in large markets the price-taking messages are dominant without Condition 1",
        PRINTED,
        g_star_claims.check_theorem_3,
    ),
    Claim(
        "Theorem 3",
        "whether the price-taking messages are dominant does not depend on n",
        READ,
        g_star_claims.check_theorem_3_read,
    ),
    # 3.2 Auction design
    Claim(
        "Section 3.2",
        "the probabilities η/((2n!)²T) and (1−3η)/((2n!)²T) of G** sum to 1, for η in (0, 1/2)",
        PRINTED,
        theorem_4_claims.check_printed_weights,
    ),
    Claim(
        "Section 3.2",
        "with ((2n)!)²|P| in the denominator they are positive and sum to 1, for η in (0, 1/3)",
        READ,
        theorem_4_claims.check_weights,
    ),
    Claim(
        "Section 3.2",
        "in G**, goods and budget balance at every outcome",
        PRINTED,
        theorem_4_claims.check_feasibility,
    ),
    Claim(
        "(7)",
        "in G**, sellers are served or raised in order up to an agent î",
        PRINTED,
        theorem_4_claims.check_serving,
    ),
    # 3.3 Iterative dominance
    Claim(
        "Section 3.3",
        "Ξ_i(ω_i) has an element under symmetry of the signals",
        PRINTED,
        theorem_4_claims.check_xi_is_not_empty,
    ),
    Claim(
        "Section 3.3",
        "with n = 1, Theorem 4 as read holds without symmetry of the signals",
        READ,
        theorem_4_claims.check_without_symmetry,
    ),
    Claim(
        "Section 3.3",
        "with n = 1, Theorem 4 as read holds without full support",
        READ,
        theorem_4_claims.check_without_full_support,
    ),
    Claim(
        "(8)",
        "with n = 1, Theorem 4 as read holds without it",
        READ,
        theorem_4_claims.check_without_8,
    ),
    Claim(
        "Condition 2",
        "values independent of the own signal suffice for (10)",
        PRINTED,
        theorem_4_claims.check_without_condition_2,
    ),
    Claim(
        "Theorem 4",
        "S^∞ = S² is (9) and (10), and interchangeable",
        PRINTED,
        theorem_4_claims.check_theorem_4_printed,
    ),
    Claim(
        "Theorem 4",
        "with n = 1, S^∞ = S² = S^1 ∩ (10) for buyers, and interchangeable",
        READ,
        theorem_4_claims.check_theorem_4_read,
    ),
    Claim(
        "Theorem 4",
        "with n = 1, one round suffices if and only if some demand is best whatever the mate's signal",
        READ,
        theorem_4_claims.check_one_round,
    ),
    Claim(
        "Theorem 4",
        "with n = 2, first messages in S^1 are price-taking",
        PRINTED,
        theorem_4_pure_claims.check_first_messages,
    ),
    Claim(
        "Theorem 4",
        "with n = 2, a plan whose first message is not price-taking is dominated by some plan",
        PRINTED,
        theorem_4_pure_claims.check_no_pure_plan,
    ),
    Claim("Theorem 4", "with n = 2, S² satisfies (10)", PRINTED, theorem_4_pure_claims.check_two_rounds),
    Claim(
        "Theorem 4",
        "with n = 2, first messages in S^∞ are price-taking",
        PRINTED,
        theorem_4_pure_claims.check_limit,
    ),
    Claim(
        "Theorem 4",
        "with n = 2, by pure dominance, another first message survives round 1 only if it loses less than "
        "half of what turns on a mate's signal",
        READ,
        theorem_4_pure_claims.check_frontier,
    ),
    Claim(
        "Theorem 4",
        "with n = 2 and a single price, S^∞ = S² = S^1 ∩ (10) for buyers, and interchangeable",
        READ,
        larger_groups_claims.check_single_price,
    ),
    Claim(
        "Theorem 4",
        "with n = 2, by mixed dominance, S^∞ = S² = S^1 ∩ (10) for buyers, and interchangeable",
        READ,
        theorem_4_mixed_claims.check_theorem_4_mixed,
    ),
    Claim("(9)", "iteratively undominated sellers take prices", PRINTED, theorem_4_claims.check_seller),
    Claim(
        "(9)",
        "with n >= 2, round 1 leaves sellers exactly D_i(ω_i)",
        READ,
        larger_groups_claims.check_sellers,
    ),
    Claim(
        "(10)",
        "with n = 1, iteratively undominated buyers satisfy it in plans",
        READ,
        theorem_4_claims.check_only_if,
    ),
    Claim(
        "(10)",
        "with n = 1, it differs from S^∞ on the path if and only if a tie is uneven",
        READ,
        theorem_4_claims.check_uneven_ties,
    ),
    Claim(
        "(10)",
        "with n = 2, it allows what is best against all whose first messages are price-taking, and no more",
        READ,
        larger_groups_claims.check_best_after_price_taking,
    ),
    Claim(
        "(11)",
        "in G**, no buyer's message influences her own price",
        PRINTED,
        theorem_4_claims.check_own_price,
    ),
    # 3.4 Asymptotic efficiency
    Claim("(12)", "buyers' signals tell macro shocks apart", PRINTED),
    Claim("(13)", "they do so uniformly in n", PRINTED),
    Claim("Theorem 5", "(9) and (10) are ε-efficient and ε-uniform in large markets", PRINTED),
    # 3.5 Generalization
    Claim("Section 3.5", "in G+, goods balance at every outcome (1)", PRINTED, g_plus_claims.check_goods),
    Claim(
        "Section 3.5", "in G+, the budget balances at every outcome (2)", PRINTED, g_plus_claims.check_budget
    ),
    Claim("Section 3.5", "the weights of G+ sum to 1", PRINTED, g_plus_claims.check_printed_weights),
    Claim(
        "Section 3.5",
        "with ((rn)!)²|P| in the denominator the weights are positive and sum to 1, for η in (0, 1/6)",
        READ,
        g_plus_claims.check_weights,
    ),
    Claim(
        "Section 3.5",
        "in G+, a message moves nobody's own price, and in each branch only what the paper says",
        PRINTED,
        g_plus_claims.check_own_influence,
    ),
    Claim(
        "(14)",
        "in G+ sellers are served or raised in order in branch 7",
        PRINTED,
        g_plus_claims.check_14_printed,
    ),
    Claim(
        "(14)",
        "the same, places counted within the group",
        READ,
        g_plus_claims.check_14,
    ),
    Claim(
        "(15)",
        "price-taking first messages reveal everybody's signals",
        PRINTED,
        g_plus_claims.check_15_printed,
    ),
    Claim(
        "(15)",
        "with anonymous payoffs and symmetric f, a tuple of first messages reveals the signals behind it",
        READ,
        g_plus_claims.check_15,
    ),
    Claim(
        "Section 3.5",
        "under (15) alone M_i^{2+}(ω_i) and M_i^{3+}(ω_i) have elements",
        PRINTED,
        g_plus_claims.check_sets_are_not_empty,
    ),
    Claim(
        "Condition 3",
        "equivalent to: no seller's strict preference at a grid price turns on one buyer's signal, nor, if "
        "n >= 2, on one other seller's",
        READ,
        g_plus_claims.check_condition_3,
    ),
    Claim(
        "Condition 3",
        "with n = 1, Theorem 6 as read holds without it",
        READ,
        theorem_6_claims.check_condition_3_idle_at_n_1,
    ),
    Claim(
        "Condition 3",
        "with n = 2, Theorem 6 as read holds without it",
        READ,
        theorem_6_claims.check_condition_3_needed_at_n_2,
    ),
    Claim("(16)", "S^1 leaves exactly the price-taking first messages", PRINTED, theorem_6_claims.check_16),
    Claim(
        "(17)",
        "second messages in M_i^{2+}, the own signal averaged away, survive round 1",
        PRINTED,
        g_plus_claims.check_17_printed,
    ),
    Claim(
        "(17)",
        "with anonymity, M_i^{2+} given the own signal has elements, D_i(ω_i) at private values",
        READ,
        g_plus_claims.check_17,
    ),
    Claim(
        "(18)",
        "third messages in M_i^{3+}, the own signal averaged away, survive round 1",
        PRINTED,
        g_plus_claims.check_18_printed,
    ),
    Claim(
        "(18)",
        "with anonymity, M_i^{3+} given the own signal has elements, D_i(ω_i) at private values",
        READ,
        g_plus_claims.check_18,
    ),
    Claim(
        "Theorem 6",
        "in G+, S^∞ = S² is (16), (17) and (18), and interchangeable",
        PRINTED,
        theorem_6_claims.check_theorem_6_printed,
    ),
    Claim(
        "Theorem 6",
        "with n = 1, and n = 2 at a single price, S^∞ = S² = S^1 ∩ (17) ∩ (18), and interchangeable",
        READ,
        theorem_6_claims.check_theorem_6,
    ),
    Claim(
        "Theorem 6",
        "rounds 1 and 2 on sampled plans, decided by optimisation",
        READ,
        theorem_6_claims.check_rounds_by_engine,
    ),
    Claim(
        "Theorem 6",
        "with n = 1, as read it holds without (15)",
        READ,
        theorem_6_claims.check_theorem_6_without_15,
    ),
    Claim(
        "Theorem 6",
        "with n = 2, as read it holds without the sellers' part of Condition 1",
        READ,
        theorem_6_claims.check_condition_1_needed_at_n_2,
    ),
)
