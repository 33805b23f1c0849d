"""The register: every numbered item of the paper, in its order, with the check that settles it so far."""

from mechanisms.market import Side
from proofs import g_star_claims
from proofs.claim import Claim
from proofs.verdict import Reading

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
    Claim("(7)", "in G** sellers are served or raised in order", PRINTED),
    # 3.3 Iterative dominance
    Claim("(8)", "price-taking first messages reveal the signals", PRINTED),
    Claim("Condition 2", "costs are private, values depend on buyers' signals only", PRINTED),
    Claim("Theorem 4", "in G**, S^∞ = S² is (9) and (10), and interchangeable", PRINTED),
    Claim("(9)", "sellers take prices", PRINTED),
    Claim("(10)", "buyers take prices in all three messages, with what the others revealed", PRINTED),
    Claim("(11)", "a buyer's payoff, and that her message does not influence her price", PRINTED),
    # 3.4 Asymptotic efficiency
    Claim("(12)", "buyers' signals tell macro shocks apart", PRINTED),
    Claim("(13)", "they do so uniformly in n", PRINTED),
    Claim("Theorem 5", "(9) and (10) are ε-efficient and ε-uniform in large markets", PRINTED),
    # 3.5 Generalization
    Claim("(14)", "in G+ sellers are served or raised in order in branch 7", PRINTED),
    Claim("(15)", "price-taking first messages reveal everybody's signals", PRINTED),
    Claim("Condition 3", "sellers' preferences are settled by the signals of other groups", PRINTED),
    Claim("(16)", "first messages are price-taking", PRINTED),
    Claim("(17)", "second messages are optimal given the next group's signals", PRINTED),
    Claim("(18)", "third messages are optimal given the other groups' signals", PRINTED),
    Claim("Theorem 6", "in G+, S^∞ = S² is (16), (17) and (18), and interchangeable", PRINTED),
)
