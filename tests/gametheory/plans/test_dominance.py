"""Dominance over plans by optimisation, against the matrix of all plans and profiles; no solver is believed."""

import sys
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.dominance.rows import dominated_rows
from gametheory.games.errors import CoefficientError, MissingLibraryError, PlanError, UndecidedError
from gametheory.games.relation import By
from gametheory.plans import branching as plan_branching
from gametheory.plans import dominance as plan_dominance
from gametheory.plans import relaxation as plan_relaxation
from gametheory.plans.dominance import domination_or_support, find_plan_domination, find_support
from gametheory.plans.evidence import CellBranch, Leaf, Part, PlanDomination, RootBranch, UndominatedPlan
from gametheory.plans.form import Plan, PlanForm
from gametheory.plans.game import ListedEnvironments
from gametheory.plans.listing import Listing
from gametheory.plans.program import propose_plan
from gametheory.plans.realisation import RealisationPlan
from gametheory.plans.relaxation import Proposal
from gametheory.plans.settlement import settle
from tests.random_plans import listed_environments


def assert_right(environments, by, **options):
    """Every plan, against the slow definition; the evidence holds."""
    form = environments.form
    plans = list(form.plans())
    matrix = np.array([form.vector(plan) for plan in plans]).astype(object) @ environments.rows.T
    dominated = {plans[removal.a] for removal in dominated_rows(matrix, by)}
    for plan in plans:
        answer = domination_or_support(environments, plan, by, **options)
        assert answer.holds(environments)
        assert isinstance(answer, PlanDomination) == (plan in dominated)


@given(environments=listed_environments(), by=st.sampled_from(By))
@settings(max_examples=40)
def test_it_agrees_with_dominance_among_the_rows_of_a_matrix(environments, by):
    assert_right(environments, by)


@given(environments=listed_environments(scale=10**30 + 1), by=st.sampled_from(By))
@settings(max_examples=10)
def test_so_it_does_beyond_64_bits(environments, by):
    assert_right(environments, by)


def lying(answer):
    """A solver that proposes the same, whatever it is asked."""
    return lambda form, rows, objective: answer(form)


def refusing(form):
    raise CoefficientError("row 0: too large")


@pytest.mark.parametrize(
    "answer",
    [lambda form: None, lambda form: next(form.plans()), lambda form: list(form.plans())[-1], refusing],
)
@given(environments=listed_environments())
@settings(max_examples=10)
def test_a_lying_program_is_not_believed(answer, environments):
    assert_right(environments, By.PURE, propose=lying(answer))


@given(environments=listed_environments(), by=st.sampled_from(By), data=st.data())
@settings(max_examples=20)
def test_a_lying_relaxation_is_not_believed(environments, by, data):
    shares = st.lists(st.integers(0, 2), min_size=environments.form.size, max_size=environments.form.size)

    def relax(listing, part, room=0):
        """Rounded weights, plans that are none, and a value out of the blue."""
        weights = data.draw(
            st.lists(st.integers(0, 3), min_size=len(listing.rows), max_size=len(listing.rows))
        )
        value = data.draw(st.sampled_from([None, -1, 0, 1]))
        x = np.array(data.draw(shares)) / 2
        return (
            None
            if value is None
            else Proposal(x, tuple(map(Fraction, weights)), (Fraction(1),) * len(weights), value)
        )

    with pytest.MonkeyPatch.context() as patch:
        for module in (plan_dominance, plan_branching, plan_relaxation):
            patch.setattr(module, "relax", relax)
        assert_right(environments, by)


@pytest.mark.thorough
@given(environments=listed_environments(), data=st.data())
@settings(max_examples=20)
def test_every_part_is_settled_exactly_whatever_was_proposed(environments, data):
    """All profiles listed: a part is closed, or a mixture in it dominates."""
    form = environments.form
    nonsense = np.array(data.draw(st.lists(st.integers(0, 2), min_size=form.size, max_size=form.size))) / 2
    for z in form.plans():
        listing = Listing(environments, z)
        for e in environments.profiles:
            listing.add(e)
        weights = (Fraction(1),) * len(listing.rows)
        for part in (
            Part(),
            *map(Part, range(len(form.cells))),
            *(Part(a, {0: 0}) for a, own in enumerate(form.cells) if own),
        ):
            for proposal in (
                None,
                Proposal(nonsense, weights, weights, 0),
                Proposal(nonsense, weights, weights, 1),
            ):
                settled = settle(listing, part, proposal)
                if isinstance(settled, Leaf):
                    assert part.best(form, listing.under(settled))[0] <= 0
                else:
                    assert listing.passes(settled)
                    assert outside(part, settled, listing) == 0


def outside(part, direction, listing):
    """The weight, in the plan furthest in a direction, of what plans of the part do not do."""
    form = listing.form
    weights = direction + form.vector(listing.z) * max(-direction[at] for at in listing.own)
    inside = {at for plan in form.plans() if part.contains(plan) for at in form.coordinates(plan)}
    assert min(weights) >= 0
    return sum(weights[at] for at in set(range(form.size)) - inside)


HEDGE = ListedEnvironments(
    PlanForm(((3,), (2,))), ("left", "right"), np.array([[0, 3, 0, 1, 0, 0, 0], [0, 0, 3, 1, 0, 1, 0]])
)
SAFE = Plan(0, (2,))


def test_a_hedge_is_dominated_by_a_mixture_only():
    found = find_plan_domination(HEDGE, SAFE, By.MIXED)
    assert found.holds(HEDGE)
    ((root, weight, (lottery,)),) = found.dominator.behaviour(HEDGE.form)
    assert (root, weight, lottery[2]) == (0, 1, 0)
    assert min(lottery[:2]) >= Fraction(1, 3)
    assert find_support(HEDGE, SAFE, By.MIXED) is None
    support = find_support(HEDGE, SAFE, By.PURE)
    assert support.holds(HEDGE)
    assert support.belief() is None
    assert find_plan_domination(HEDGE, SAFE, By.PURE) is None


def test_an_undominated_plan_is_a_best_reply_to_a_belief_that_gives_every_profile_weight():
    support = find_support(HEDGE, Plan(0, (0,)), By.MIXED)
    assert support.tree == Leaf(1)
    assert support.belief() == (1, ())
    low = ListedEnvironments(HEDGE.form, HEDGE.profiles, HEDGE.rows * np.array([[1], [5]]))
    support = find_support(low, Plan(0, (0,)), By.MIXED)
    mean, ((profile, weight),) = support.belief()
    assert profile == "left"
    assert mean + weight == 1
    assert 3 * (weight + mean) >= 15 * mean  # the mean has both profiles with weight 1


def test_profiles_to_begin_with_change_no_answer():
    for plan in HEDGE.form.plans():
        for by in By:
            answers = {
                type(domination_or_support(HEDGE, plan, by, listed=listed))
                for listed in ((), ("left",), ("right", "left", "left"))
            }
            assert len(answers) == 1


def test_a_plan_of_another_form_is_refused():
    with pytest.raises(PlanError, match=r"root: one of 0, \.\.\., 1, got 2"):
        domination_or_support(HEDGE, Plan(2, ()))


HALF = Fraction(1, 2)
MIXTURE = RealisationPlan((Fraction(1), HALF, HALF, *[Fraction(0)] * 4))


@pytest.mark.parametrize(
    "broken",
    [
        PlanDomination(SAFE, Plan(0, (0,)), "left"),  # worse at right
        PlanDomination(SAFE, SAFE, "left"),  # better nowhere
        PlanDomination(Plan(1, (1,)), Plan(1, (0,)), "left"),  # better at right, and no different at left
        PlanDomination(SAFE, Plan(0, (3,)), "left"),  # no plan
        PlanDomination(Plan(0, ()), MIXTURE, "left"),  # of no plan
        PlanDomination(SAFE, RealisationPlan((Fraction(2), *MIXTURE.weights[1:])), "left"),  # not a mixture
        PlanDomination(SAFE, RealisationPlan((*MIXTURE.weights[:3], *[HALF] * 4)), "left"),
    ],
)
def test_broken_dominations_do_not_hold(broken):
    assert PlanDomination(SAFE, MIXTURE, "left").holds(HEDGE)
    assert PlanDomination(Plan(1, (1,)), Plan(1, (0,)), "right").holds(HEDGE)
    assert not broken.holds(HEDGE)


def test_where_profiles_are_listed_no_oracle_is_believed(monkeypatch):
    monkeypatch.setattr(ListedEnvironments, "worst", lambda self, direction: (0, self.profiles[0]))
    assert PlanDomination(SAFE, MIXTURE, "left").holds(HEDGE)
    assert not PlanDomination(SAFE, Plan(0, (0,)), "left").holds(HEDGE)  # worse at right


def test_where_they_are_not_listed_the_oracle_says_that_nothing_is_worse(monkeypatch):
    monkeypatch.setattr(ListedEnvironments, "every", lambda self: None)
    assert PlanDomination(SAFE, MIXTURE, "left").holds(HEDGE)
    assert PlanDomination(Plan(1, (1,)), Plan(1, (0,)), "right").holds(HEDGE)  # the same at left
    assert not PlanDomination(SAFE, Plan(0, (0,)), "left").holds(HEDGE)
    assert not PlanDomination(SAFE, SAFE, "left").holds(HEDGE)
    monkeypatch.setattr(ListedEnvironments, "worst", lambda self, direction: (0, self.profiles[0]))
    assert not PlanDomination(SAFE, Plan(0, (0,)), "right").holds(HEDGE)  # worse where it should be better


@pytest.mark.parametrize(("possible", "strict_at"), [("low", "high"), ("high", "low")])
def test_it_is_better_at_a_profile_that_is_possible(monkeypatch, possible, strict_at):
    others = ListedEnvironments(PlanForm(((2,),)), ("low", "high"), np.array([[0, 0, 1], [0, 0, 2]]))
    monkeypatch.setattr(ListedEnvironments, "every", lambda self: iter([possible]))
    assert PlanDomination(Plan(0, (0,)), Plan(0, (1,)), possible).holds(others)
    assert not PlanDomination(Plan(0, (0,)), Plan(0, (1,)), strict_at).holds(others)


TREE = RootBranch(
    (CellBranch(0, (Leaf(1, ((1, 4),)), Leaf(1, ((0, 4),)), Leaf(1))), Leaf(1)),
)
SUPPORT = UndominatedPlan(SAFE, By.PURE, ("left", "right"), TREE)


@pytest.mark.parametrize(
    "broken",
    [
        replace(SUPPORT, by=By.MIXED),  # leaves say nothing about mixtures across them
        replace(SUPPORT, plan=Plan(0, (3,))),  # no plan
        replace(SUPPORT, plan=Plan(1, (1,))),  # a dominated one
        replace(SUPPORT, profiles=("right", "left")),  # weights on the wrong profiles
        replace(SUPPORT, profiles=("left",)),  # weight on a profile that is not there
        replace(SUPPORT, tree=Leaf(1)),
        replace(SUPPORT, tree=Leaf(0)),  # the mean without weight
        replace(SUPPORT, tree=RootBranch((TREE.children[0],))),  # a root forgotten
        replace(
            SUPPORT, tree=RootBranch((CellBranch(0, TREE.children[0].children[:2]), Leaf(1)))
        ),  # an action
        replace(
            SUPPORT, tree=RootBranch((CellBranch(1, TREE.children[0].children), Leaf(1)))
        ),  # no such cell
        replace(SUPPORT, tree=RootBranch((CellBranch(-1, TREE.children[0].children), Leaf(1)))),
        replace(SUPPORT, tree=RootBranch((CellBranch(2, TREE.children[0].children), Leaf(1)))),
        replace(SUPPORT, tree=RootBranch((*TREE.children, Leaf(1)))),  # one root too many
        replace(SUPPORT, tree=RootBranch((TREE.children[0], CellBranch(-1, (Leaf(1), Leaf(1)))))),
        replace(SUPPORT, tree=TREE.children[0]),  # a cell before the root
        replace(SUPPORT, tree=RootBranch((TREE, Leaf(1)))),  # the root twice
        replace(SUPPORT, tree=RootBranch((CellBranch(0, (TREE.children[0],) * 3), Leaf(1)))),  # a cell twice
        replace(
            SUPPORT,
            tree=RootBranch(
                (CellBranch(0, (Leaf(1, ((1, 4), (0, -4))), *TREE.children[0].children[1:])), Leaf(1))
            ),
        ),  # a negative weight
        replace(
            SUPPORT,
            tree=RootBranch((CellBranch(0, (Leaf(0, ((1, 4),)), *TREE.children[0].children[1:])), Leaf(1))),
        ),  # the mean without weight in one leaf
        # The last leaf needs no weights; with what is added it would still close.
        replace(SUPPORT, tree=RootBranch((TREE.children[0], Leaf(1, ((0, 0),))))),  # no weight
        replace(SUPPORT, tree=RootBranch((TREE.children[0], Leaf(1, ((-1, 1),))))),  # profiles that are not
        replace(SUPPORT, tree=RootBranch((TREE.children[0], Leaf(1, ((3, 1),))))),  # there
    ],
)
def test_broken_supports_do_not_hold(broken):
    assert SUPPORT.holds(HEDGE)
    assert not broken.holds(HEDGE)


def test_a_tree_may_divide_by_any_cell():
    """Two cells with two actions each; the plan earns most at the mean, and the other one does not."""
    form = PlanForm(((2, 2),))
    environments = ListedEnvironments(form, ("left", "right"), np.array([[0, 1, 0, 0, 2], [0, 0, 1, 0, 2]]))
    for cell in (0, 1):
        support = UndominatedPlan(
            Plan(0, (0, 1)),
            By.PURE,
            environments.profiles,
            RootBranch((CellBranch(cell, (Leaf(1), Leaf(1))),)),
        )
        assert support.holds(environments)
        assert not replace(support, plan=Plan(0, (0, 0))).holds(environments)
    better = ListedEnvironments(PlanForm(((2,),)), ("left",), np.array([[0, 1, 2]]))
    tree = RootBranch((CellBranch(0, (Leaf(1), Leaf(1))),))
    assert UndominatedPlan(Plan(0, (1,)), By.PURE, ("left",), tree).holds(better)
    assert not UndominatedPlan(Plan(0, (0,)), By.PURE, ("left",), tree).holds(better)  # by its other action


@given(environments=listed_environments(), data=st.data())
def test_the_best_plan_of_a_part_is_the_best_of_those_in_it(environments, data):
    form, gains = environments.form, environments.rows[0]
    root = data.draw(st.integers(0, len(form.cells) - 1))
    own = form.cells[root]
    fixed = data.draw(st.sets(st.integers(0, len(own) - 1))) if own else set()
    for part in (
        Part(),
        Part(root, {cell: data.draw(st.integers(0, own[cell] - 1)) for cell in sorted(fixed)}),
    ):
        earned = {plan: int(gains @ form.vector(plan)) for plan in form.plans() if part.contains(plan)}
        most, best = part.best(form, gains)
        assert most == earned[best] == max(earned.values())
    named = {
        plan
        for plan in form.plans()
        if plan.root == root and all(plan.actions[c] == part.actions[c] for c in fixed)
    }
    assert named == set(earned)


def test_a_program_out_of_range_is_refused_and_decided_without():
    form = PlanForm(((2,),))
    with pytest.raises(CoefficientError, match="row 1: coefficients whose sum has at most 60 bits, got 61"):
        propose_plan(
            form, np.array([[0, 2**70, -(2**70)], [0, 2**60, -1]], dtype=object), np.array([0, 1, 0])
        )
    assert propose_plan(
        form, np.array([[0, 2**70, 0]], dtype=object), np.array([0, 0, 2**90], dtype=object)
    ) == Plan(0, (1,))


def test_a_search_that_takes_too_long_says_so():
    with pytest.raises(
        UndecidedError, match=r"plan Plan\(root=0, actions=\(2,\)\): undecided after 1 parts of the plans"
    ):
        domination_or_support(HEDGE, SAFE, most_parts=1)
    assert isinstance(domination_or_support(HEDGE, SAFE, most_parts=9), UndominatedPlan)


def test_without_or_tools_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    with pytest.raises(MissingLibraryError, match=r"^OR-tools is not installed: pip install ortools$"):
        find_support(HEDGE, SAFE)


def test_a_decision_with_2_to_the_144_plans():
    """Four roots, 142 cells each; a best reply to a belief is undominated, and worse with an action changed."""
    random = np.random.default_rng(1)
    form = PlanForm(((2,) * 142,) * 4)
    rows = random.integers(-(10**6), 10**6, size=(20, form.size)) * (random.random((20, form.size)) < 1 / 5)
    environments = ListedEnvironments(form, tuple(range(20)), rows)
    _, plan = form.best(random.integers(1, 100, size=20) @ rows)
    support = find_support(environments, plan)
    assert support.holds(environments)
    assert max(weight for _, weight in support.tree.listed) < 10**9  # small enough to read
    lower = rows.copy()
    lower[:, form.roots[plan.root]] -= 2 * 10**8  # more than all cells together can make good
    environments = ListedEnvironments(form, tuple(range(20)), lower)
    for by in By:
        assert find_plan_domination(environments, plan, by).holds(environments)
