"""Every property of mechanisms that is checked, in the order in which it is reported. Ids never change."""

from difflib import get_close_matches

from proofs.properties import (
    budget,
    coalitions,
    dominance,
    efficiency,
    epsilon,
    equilibria,
    fairness,
    interim_incentives,
    obvious_manipulation,
    order,
    participation,
    plan_form,
    sampling,
    solvability,
    surviving_truth,
)
from proofs.properties.property import Property

_TRUTH = ("truth",)
_PRIOR = ("truth", "prior")
_MONEY = ("truth", "payments")

PROPERTIES = (
    Property(
        "truth-dominant",
        "Truth",
        "is very weakly dominant (DSIC): no lie ever pays",
        plan_form.check_truth,
        _TRUTH,
        sample=sampling.LIES,
    ),
    Property(
        "truth-weakly-dominant",
        "Truth",
        "is weakly dominant: no lie ever pays, and each sometimes costs",
        dominance.check_weakly,
        _TRUTH,
        sample=sampling.LIES,
    ),
    Property(
        "truth-strictly-dominant",
        "Truth",
        "is strictly dominant: each lie always costs",
        dominance.check_strictly,
        _TRUTH,
        sample=sampling.LIES,
    ),
    Property(
        "ex-post-ic",
        "Truth",
        "is an ex post equilibrium: no lie pays when the others tell the truth",
        plan_form.check_ex_post,
        _TRUTH,
        sample=sampling.EX_POST_LIES,
    ),
    Property(
        "bayesian-ic",
        "Truth",
        "is a Bayesian equilibrium: no type expects to gain by a lie",
        interim_incentives.check_bayesian,
        _PRIOR,
        cardinal=True,
    ),
    Property(
        "epsilon-dominant",
        "Truth",
        "is dominant up to ε: what a lie gains at most",
        epsilon.check_epsilon,
        _TRUTH,
        cardinal=True,
    ),
    Property(
        "epsilon-bayesian",
        "Truth",
        "is a Bayesian equilibrium up to ε: what a type expects to gain at most",
        interim_incentives.check_interim_epsilon,
        _PRIOR,
        cardinal=True,
    ),
    Property(
        "not-obviously-manipulable",
        "Truth",
        "has no obvious manipulation: no lie is better in the worst case, or in the best",
        obvious_manipulation.check_not_obviously_manipulable,
        _TRUTH,
    ),
    Property(
        "group-strategy-proof-weak",
        "Groups",
        "cannot lie so that each member gains (weakly group strategy-proof)",
        coalitions.check_weakly,
        _TRUTH,
    ),
    Property(
        "group-strategy-proof-strong",
        "Groups",
        "cannot lie so that somebody gains and no member loses (strongly group strategy-proof)",
        coalitions.check_strongly,
        _TRUTH,
    ),
    Property(
        "dominant-messages",
        "Dominance",
        "every type has a very weakly dominant message",
        plan_form.check_messages,
    ),
    Property(
        "individually-rational-ex-post",
        "Participation",
        "is rational ex post: nobody ever gets less than if she stays away",
        participation.check_ex_post_rational,
        _TRUTH,
        sample=sampling.LOSSES,
        of_truth=True,
    ),
    Property(
        "individually-rational-interim",
        "Participation",
        "is rational interim: no type expects less",
        participation.check_interim_rational,
        _PRIOR,
        cardinal=True,
        of_truth=True,
    ),
    Property(
        "individually-rational-ex-ante",
        "Participation",
        "is rational ex ante: no player expects less",
        participation.check_ex_ante_rational,
        _PRIOR,
        cardinal=True,
        of_truth=True,
    ),
    Property(
        "budget-balanced-ex-post",
        "Budget",
        "is balanced ex post: payments always sum to zero",
        budget.check_balanced,
        _MONEY,
        sample=sampling.IMBALANCES,
        of_truth=True,
    ),
    Property(
        "budget-balanced-ex-ante",
        "Budget",
        "is balanced ex ante: payments are expected to sum to zero",
        budget.check_balanced_ex_ante,
        (*_MONEY, "prior"),
        of_truth=True,
    ),
    Property(
        "no-deficit-ex-post",
        "Budget",
        "has no deficit ex post: payments never sum to less than zero",
        budget.check_no_deficit,
        _MONEY,
        sample=sampling.DEFICITS,
        of_truth=True,
    ),
    Property(
        "no-deficit-ex-ante",
        "Budget",
        "has no deficit ex ante: payments are not expected to sum to less than zero",
        budget.check_no_deficit_ex_ante,
        (*_MONEY, "prior"),
        of_truth=True,
    ),
    Property(
        "pareto-efficient",
        "Efficiency",
        "what truth brings is Pareto efficient",
        efficiency.check_pareto,
        ("truth", "feasible"),
        of_truth=True,
    ),
    Property(
        "surplus-maximising",
        "Efficiency",
        "what truth brings maximises the surplus, payments added",
        efficiency.check_surplus,
        ("truth", "feasible", "payments"),
        cardinal=True,
        of_truth=True,
    ),
    Property(
        "anonymous",
        "Fairness",
        "names do not matter (anonymous, in payoffs)",
        fairness.check_anonymous,
    ),
    Property(
        "non-bossy",
        "Fairness",
        "nobody changes what others get without changing what she gets (non-bossy)",
        fairness.check_non_bossy,
        ("share",),
    ),
    Property(
        "dominance-solvable",
        "Elimination",
        "is dominance solvable: all survivors pay everybody the same (Moulin 1979)",
        solvability.check_dominance_solvable,
    ),
    Property(
        "twice-dominance-solvable",
        "Elimination",
        "is over after two rounds (twice dominance solvable)",
        plan_form.check_twice,
    ),
    Property(
        "interchangeable",
        "Elimination",
        "every profile of survivors is an equilibrium (interchangeable)",
        plan_form.check_interchangeable,
    ),
    Property(
        "order-independent",
        "Elimination",
        "ends alike in every order, up to duplicates and names",
        order.check_order_independent,
    ),
    Property(
        "truth-survives",
        "Elimination",
        "leaves the truth of every type",
        plan_form.check_truth_survives,
        _TRUTH,
    ),
    Property(
        "survivors-implement-truth",
        "Elimination",
        "whatever survives brings about what truth does",
        surviving_truth.check_survivors_implement_truth,
        _TRUTH,
    ),
    Property(
        "pure-equilibrium",
        "Equilibria",
        "there is one in pure strategies, Nash or Bayesian",
        plan_form.check_equilibrium,
    ),
    Property(
        "equilibria-implement-truth",
        "Equilibria",
        "each in pure strategies brings about what truth does",
        equilibria.check_equilibria_implement_truth,
        _TRUTH,
    ),
)
IDS = tuple(each.id for each in PROPERTIES)
# What else the field calls some of them: for hints, in lower case without blanks and hyphens.
ALSO_CALLED = {
    "dsic": "truth-dominant",
    "strategyproof": "truth-dominant",
    "strategyproofness": "truth-dominant",
    "truthful": "truth-dominant",
    "incentivecompatible": "truth-dominant",
    "bic": "bayesian-ic",
    "ir": "individually-rational-ex-post",
    "individuallyrational": "individually-rational-ex-post",
    "expostir": "individually-rational-ex-post",
    "interimir": "individually-rational-interim",
    "budgetbalance": "budget-balanced-ex-post",
    "budgetbalanced": "budget-balanced-ex-post",
    "weakbudgetbalance": "no-deficit-ex-post",
    "nodeficit": "no-deficit-ex-post",
    "efficient": "surplus-maximising",
    "groupstrategyproof": "group-strategy-proof-weak",
    "nom": "not-obviously-manipulable",
    "anonymity": "anonymous",
    "nash": "pure-equilibrium",
}


def also_called(name: object) -> str:
    """The id of the claim that the field calls so too, or nothing.

    >>> also_called("Strategy-proof"), also_called("nice")
    ('truth-dominant', '')
    """
    return ALSO_CALLED.get("".join(filter(str.isalnum, str(name).casefold())), "")


def hint_of_claim(name: object) -> str:
    """What somebody may have meant who names a claim that there is not."""
    if other := also_called(name):
        return f"did you mean {other}?"
    close = get_close_matches(str(name), IDS, n=1)
    return f"did you mean {close[0]}?" if close else f"ids are {', '.join(IDS)}"
