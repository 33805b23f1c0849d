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

from gametheory.elimination import By
from gametheory.exact import IntegerArray, matrix_product
from gametheory.linear_programming import Floats
from gametheory.plan_evidence import CellBranch, Leaf, Part, PlanDomination, RootBranch, Tree, UndominatedPlan
from gametheory.plan_form import Environments, Plan, PlanForm
from gametheory.plan_program import CoefficientError, Proposer, propose_plan
from gametheory.plan_relaxation import Listing, close, nearby, realisation_plan, relax, settle, spread

Others = TypeVar("Others")

_TINY = 1e-7  # what a proposal must gain for its part to be divided rather than settled
_GRID = 1 << 20  # weights that a proposal gives are compared in units of this


def domination_or_support(
    environments: Environments[Others],
    plan: Plan,
    by: By = By.PURE,
    *,
    listed: Iterable[Others] = (),
    propose: Proposer = propose_plan,
) -> PlanDomination[Others] | UndominatedPlan[Others]:
    """Whichever there is: what weakly dominates the plan, or why nothing does.

    `listed` are profiles to begin with, such as those of the evidence about a similar plan. Raises
    `PlanError` when the plan does not belong to the form, and `ImportError` when OR-tools are needed (for
    `By.PURE`, where a mixture dominates) and not installed.

    >>> from gametheory.plan_game import ListedEnvironments
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
    return _mixed(listing) if by is By.MIXED else _pure(listing, propose)


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
        if proposal is None or proposal.value <= _TINY:
            leaf = close(listing, Part())
        else:
            answer = _ask(listing, nearby(listing, Part(), proposal.x))
            if answer is False and (x := spread(listing, Part())) is not None:
                answer = _ask(listing, nearby(listing, Part(), x))
            if isinstance(answer, PlanDomination):
                return answer
            if answer:
                continue
        settled = leaf or settle(listing, Part(), proposal)
        if isinstance(settled, Leaf):
            return _undominated(listing, By.MIXED, settled)
        answer = _ask(listing, settled)
        if isinstance(answer, PlanDomination):
            return answer


def _ask(listing: Listing[Others], direction: IntegerArray) -> PlanDomination[Others] | bool:
    """The oracle's word on going from z in a direction: it dominates; or, is one more profile listed?"""
    worst, others = listing.environments.worst(direction)
    if worst < 0:
        return listing.add(others)
    if int(matrix_product(listing.mean, direction)) <= 0:
        return False
    _, strict_at = listing.environments.worst(-direction)
    return PlanDomination(listing.z, realisation_plan(listing, direction), strict_at)


def _pure(listing: Listing[Others], propose: Proposer) -> PlanDomination[Others] | UndominatedPlan[Others]:
    found = _narrow(listing, Part())
    answer = (
        _by_program(listing, propose) or _divide(listing, Part(), found)
        if isinstance(found, np.ndarray)
        else found
    )
    return answer if isinstance(answer, PlanDomination) else _undominated(listing, By.PURE, answer)


def _by_program(listing: Listing[Others], propose: Proposer) -> PlanDomination[Others] | None:
    """Candidates of the solver, until it has none that passes. Its word that there is none is not used."""
    answer: PlanDomination[Others] | bool = True
    while answer is True:
        try:
            candidate = propose(listing.form, listing.rows, listing.mean)
        except CoefficientError:
            return None
        if candidate is None:
            return None
        answer = _ask(listing, listing.form.vector(candidate) - listing.form.vector(listing.z))
    return answer or None


def _narrow(listing: Listing[Others], part: Part) -> Leaf | PlanDomination[Others] | Floats:
    """The leaf that closes the part, or a plan in it that dominates, or weights that say where to divide it.

    Every turn but the last lists a profile that is new.
    """
    form = listing.form
    while True:
        proposal = relax(listing, part)
        if proposal is None or proposal.value <= _TINY or _is_single(form, part):
            leaf = close(listing, part) or settle(listing, part, proposal)
            if isinstance(leaf, Leaf):
                return leaf
        x = np.zeros(form.size) if proposal is None else proposal.x
        _, candidate = part.best(form, (x * _GRID).astype(np.int64))
        direction = form.vector(candidate) - form.vector(listing.z)
        if listing.passes(direction):
            answer = _ask(listing, direction)
            if isinstance(answer, PlanDomination):
                return answer
        elif proposal is None or _ask(listing, nearby(listing, part, x)) is not True:
            return x


def _divide(listing: Listing[Others], part: Part, x: Floats) -> PlanDomination[Others] | Tree:
    """A tree for the part, or a plan in it that dominates: by root, else by action where x is least sure."""
    form = listing.form
    if part.root is None:
        cell = None
        parts = [Part(a) for a in range(len(form.cells))]
        likely = x[list(form.roots)]
    else:
        first, own = form.first[part.root], form.cells[part.root]
        free = [c for c in range(len(own)) if c not in part.actions]
        cell = min(free, key=lambda c: x[first[c] : first[c] + own[c]].max())
        parts = [Part(part.root, part.actions | {cell: action}) for action in range(own[cell])]
        likely = x[first[cell] : first[cell] + own[cell]]
    children: list[Tree] = [Leaf(1)] * len(parts)
    for k in np.argsort(-likely, kind="stable").tolist():
        found = _narrow(listing, parts[k])
        child = _divide(listing, parts[k], found) if isinstance(found, np.ndarray) else found
        if isinstance(child, PlanDomination):
            return child
        children[k] = child
    return RootBranch(tuple(children)) if cell is None else CellBranch(cell, tuple(children))


def _is_single(form: PlanForm, part: Part) -> bool:
    """Is there one plan in the part? Then either it is closed or its plan passes."""
    return part.root is not None and len(part.actions) == len(form.cells[part.root])


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
