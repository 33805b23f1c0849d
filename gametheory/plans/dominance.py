"""Is a plan weakly dominated against everything the others can do? Decided without listing plans or profiles.

By constraint generation: a solver proposes a plan (or a realisation plan) that is never worse against the
profiles listed so far and better at the mean over all profiles; the separation oracle names the profile that
hurts it most, and that is listed too; until nothing hurts it, or there is nothing left to propose. For pure
dominators what is left is shown to be nothing by branch and bound (Land and Doig 1960): plans are divided
into parts until the linear relaxation closes each.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

import numpy as np

from gametheory.games.errors import CoefficientError
from gametheory.games.relation import By
from gametheory.optimisation.linear_programming import TINY
from gametheory.plans.branching import Branching
from gametheory.plans.contested import contested
from gametheory.plans.evidence import Leaf, Part, PlanDomination, Tree, UndominatedPlan
from gametheory.plans.form import Environments, Plan
from gametheory.plans.listing import Listing
from gametheory.plans.program import Proposer, propose_plan
from gametheory.plans.relaxation import close, nearby, relax, spread
from gametheory.plans.settlement import settle

Others = TypeVar("Others")


def domination_or_support(
    environments: Environments[Others],
    plan: Plan,
    by: By = By.PURE,
    *,
    listed: Iterable[Others] = (),
    propose: Proposer = propose_plan,
    most_parts: int = 10_000,
) -> PlanDomination[Others] | UndominatedPlan[Others]:
    """Whichever there is: what weakly dominates the plan, or why nothing does.

    `listed` are profiles to begin with, such as those of the evidence about a similar plan. Raises
    `PlanError` when the plan does not belong to the form. For `By.PURE`, where only mixtures dominate, raises
    `MissingLibraryError` without OR-tools, and `UndecidedError` when `most_parts` parts of the plans do not
    suffice.

    >>> from gametheory.plans.form import PlanForm
    >>> from gametheory.plans.game import ListedEnvironments
    >>> rows = np.array([[0, 3, 0, 1], [0, 0, 3, 1]])
    >>> environments = ListedEnvironments(PlanForm(((3,),)), ("left", "right"), rows)
    >>> domination_or_support(environments, Plan(0, (2,)), By.MIXED).dominator.weights[1:]
    (Fraction(2, 3), Fraction(1, 3), Fraction(0, 1))
    >>> type(domination_or_support(environments, Plan(0, (2,)), By.PURE).tree).__name__
    'RootBranch'
    """
    listing = Listing(environments, plan)
    for others in listed:
        listing.add(others)
    return _mixed(listing) if by is By.MIXED else _pure(listing, propose, most_parts)


def find_plan_domination(
    environments: Environments[Others], plan: Plan, by: By = By.PURE, *, listed: Iterable[Others] = ()
) -> PlanDomination[Others] | None:
    """What weakly dominates the plan, or None."""
    answer = domination_or_support(environments, plan, by, listed=listed)
    return answer if isinstance(answer, PlanDomination) else None


def find_support(
    environments: Environments[Others], plan: Plan, by: By = By.PURE, *, listed: Iterable[Others] = ()
) -> UndominatedPlan[Others] | None:
    """Why nothing weakly dominates the plan, or None if something does."""
    answer = domination_or_support(environments, plan, by, listed=listed)
    return answer if isinstance(answer, UndominatedPlan) else None


def _mixed(listing: Listing[Others]) -> PlanDomination[Others] | UndominatedPlan[Others]:
    """Every turn lists a profile that is new, so it ends."""
    while True:
        leaf = None
        proposal = relax(listing, Part())
        if proposal is None or proposal.value <= TINY:
            leaf = close(listing, Part())
        else:
            answer = listing.ask(nearby(listing, Part(), proposal.x))
            if answer is False and (x := spread(listing, Part())) is not None:
                answer = listing.ask(nearby(listing, Part(), x))
            if isinstance(answer, PlanDomination):
                return answer
            if answer:
                continue
        settled = leaf or settle(listing, Part(), proposal)
        if isinstance(settled, Leaf):
            return _undominated(listing, By.MIXED, settled)
        answer = listing.ask(settled)
        if isinstance(answer, PlanDomination):
            return answer


def _pure(
    listing: Listing[Others], propose: Proposer, most_parts: int
) -> PlanDomination[Others] | UndominatedPlan[Others]:
    search = Branching(listing, most_parts)
    found = search.narrow(Part())
    answer = (
        _by_program(listing, propose) or search.divide(Part(), found)
        if isinstance(found, np.ndarray)
        else found
    )
    return answer if isinstance(answer, PlanDomination) else _undominated(listing, By.PURE, answer)


def _by_program(listing: Listing[Others], propose: Proposer) -> PlanDomination[Others] | None:
    """Candidates of the solver, until it has none that passes. Its word that there is none is not used."""
    answer: PlanDomination[Others] | bool = True
    while answer is True:
        left = contested(listing.form, Part(), np.vstack([listing.rows, listing.mean]), listing.z)
        try:
            candidate = propose(left.form, left.gains(listing.rows), left.gains(listing.mean))
        except CoefficientError:
            return None
        if candidate is None:
            return None
        answer = listing.ask(left.whole(left.form.vector(candidate)) - listing.form.vector(listing.z))
    return answer or None


def _undominated(listing: Listing[Others], by: By, tree: Tree) -> UndominatedPlan[Others]:
    """The evidence, with the profiles that have weight in some leaf and no others."""
    used = sorted({e for leaf in _leaves(tree) for e, _ in leaf.listed})
    place = {e: k for k, e in enumerate(used)}
    profiles = tuple(listing.profiles[e] for e in used)
    return UndominatedPlan(listing.z, by, profiles, _renumbered(tree, place))


def _leaves(tree: Tree) -> Iterator[Leaf]:
    if isinstance(tree, Leaf):
        yield tree
    else:
        for child in tree.children:
            yield from _leaves(child)


def _renumbered(tree: Tree, place: dict[int, int]) -> Tree:
    if isinstance(tree, Leaf):
        return replace(tree, listed=tuple((place[e], weight) for e, weight in tree.listed))
    return replace(tree, children=tuple(_renumbered(child, place) for child in tree.children))
