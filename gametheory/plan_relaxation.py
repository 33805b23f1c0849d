"""Linear programs over realisation plans: does a mixture of plans of a part dominate, as far as is listed?

What profiles of the others let the coordinates earn is listed *over the plan z in question*: payoffs of z are
subtracted at the roots, so that z earns 0 everywhere. For a part of the plans exactly one holds (the theorem
of the alternative):

open    a mixture of its plans loses in no listed row and gains at the mean;
closed  under a positive weight of the mean, and weights of rows that are not negative, none of its plans
        gains.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Generic, TypeVar

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from gametheory.exact import (
    IntegerArray,
    common_denominator,
    integer_dtype,
    largest_magnitude,
    matrix_product,
)
from gametheory.linear_programming import Floats, Optimum, maximise, propose
from gametheory.plan_evidence import Leaf, Part
from gametheory.plan_form import Environments, Plan, PlanForm
from gametheory.realisation import RealisationPlan

Others = TypeVar("Others")

_TINY = 1e-7  # only sorts a proposal into zero and not zero: what it says is never believed
_PENALTY = 2.0**16  # what a loss in a row costs in a proposal
_LITTLE = 2**-8  # how much of its unit a mixture should gain in a row to be safe from rounding
_ROOMS = (2**-5, 2**-10, 2**-15, 0)  # tried in turn
_DENOMINATORS = (12, 5040, 1 << 20)  # the coarsest rounding that verifies is the easiest to read


class Listing(Generic[Others]):
    """The profiles listed so far, what they let the coordinates earn over z, and the same for the mean."""

    def __init__(self, environments: Environments[Others], z: Plan) -> None:
        self.environments = environments
        self.form = environments.form
        self.z = z
        self.own = self.form.coordinates(z)
        self.mean = self._over_z(environments.mean())
        self.profiles: list[Others] = []
        self.rows = np.zeros((0, self.form.size), dtype=np.int64)

    def add(self, others: Others) -> bool:
        """List one more profile; False where the others do there what they do at a listed one."""
        row = self._over_z(self.environments.gains(others))
        if (self.rows == row).all(axis=1).any():
            return False
        self.profiles.append(others)
        rows = np.vstack([self.rows, row])
        self.rows = rows.astype(integer_dtype(largest_magnitude(rows)))
        return True

    def passes(self, direction: IntegerArray) -> bool:
        """Is this multiple of z' - z nowhere negative in the rows, and positive at the mean?"""
        return int(matrix_product(self.mean, direction)) > 0 and bool(
            (matrix_product(self.rows, direction) >= 0).all()
        )

    def scaled(self) -> tuple[Floats, list[int]]:
        """For a float solver: the rows and last the mean, each in the unit that is given with it."""
        units = [_unit(row) for row in (*self.rows, self.mean)]
        return _scaled(np.vstack([self.rows, self.mean]), units), units

    def _over_z(self, gains: IntegerArray) -> IntegerArray:
        shifted = gains.astype(object)
        shifted[list(self.form.roots)] -= sum(shifted[at] for at in self.own)
        return shifted


@dataclass(frozen=True, slots=True)
class Proposal:
    """A float solver's idea of a realisation plan, and of the rows' weights when the mean has weight 1."""

    x: Floats
    weights: tuple[Fraction, ...]
    value: float  # about the largest gain at the mean, scaled; not positive: the part seems to be closed


def relax(listing: Listing[Others], part: Part, room: float = 0) -> Proposal | None:
    """Maximise the gain at the mean over the mixtures of a part that lose in no row; None on failure.

    A loss in a row is allowed at a high price, so that there always is a solution, and a dual one. With
    `room` whatever differs from z gains so much more: weights that close the part even so can be rounded.
    """
    rows, units = listing.scaled()
    objective = rows[-1] + room * _differences(listing.form, listing.z, rows)
    loss = np.full((len(rows) - 1, 1), -1)
    result, x = _solve(
        listing.form, part, rows[:-1], loss, objective, np.array([-_PENALTY]), np.array([np.inf])
    )
    if result.status != 0:
        return None
    weights = tuple(
        Fraction(max(0, -weight)) * units[-1] / unit
        for weight, unit in zip(result.ineqlin.marginals.tolist(), units, strict=False)
    )
    return Proposal(x, weights, -result.fun)


def spread(listing: Listing[Others], part: Part) -> Floats | None:
    """A mixture that gains a little in as many rows as it can, so that it can be rounded; None on failure."""
    rows, _ = listing.scaled()
    count = len(rows)
    extra = np.column_stack([np.eye(count), np.full(count, -1)])
    prices = np.append(np.full(count, 1), -_PENALTY)
    most = np.append(np.full(count, _LITTLE), np.inf)
    result, x = _solve(listing.form, part, rows, extra, np.zeros(listing.form.size), prices, most)
    return x if result.status == 0 else None


def _solve(
    form: PlanForm, part: Part, rows: Floats, extra: Floats, objective: Floats, prices: Floats, most: Floats
) -> tuple[Any, Floats]:
    """Maximise objective x + prices y over mixtures x and 0 <= y <= most such that extra y <= rows x."""
    kept = _coordinates(form, part)
    flow = _flow(form, part, kept, len(prices))
    result = linprog(
        -np.concatenate([objective[kept], prices]),
        A_ub=np.column_stack([-rows[:, kept], extra]),
        b_ub=np.zeros(len(rows)),
        A_eq=flow,
        b_eq=np.eye(1, flow.shape[0])[0],
        bounds=np.column_stack([np.zeros(flow.shape[1]), np.append(np.full(len(kept), np.inf), most)]),
        method="highs",
    )
    x = np.zeros(form.size)
    if result.status == 0:
        x[kept] = np.maximum(result.x[: len(kept)], 0)
    return result, x


def _differences(form: PlanForm, z: Plan, rows: Floats) -> Floats:
    """For every action after z's root how much it differs from z's at most; 1 for every other root."""
    differences = np.zeros(form.size)
    differences[list(form.roots)] = 1
    differences[form.roots[z.root]] = 0
    for at, count, own in zip(form.first[z.root], form.cells[z.root], z.actions, strict=True):
        there = slice(at, at + count)
        differences[there] = np.abs(rows[:, there] - rows[:, [at + own]]).max(axis=0)
    return differences


def close(listing: Listing[Others], part: Part) -> Leaf | None:
    """The leaf that rounded weights make, if one verifies: no plan of the part gains."""
    for room in _ROOMS:
        proposal = relax(listing, part, room)
        if proposal is None or proposal.value > _TINY:
            continue
        for denominator in _DENOMINATORS:
            weights = {
                e: weight.limit_denominator(denominator)
                for e, weight in enumerate(proposal.weights)
                if weight
            }
            leaf = _leaf(weights)
            if part.best(listing.form, _under(listing, leaf))[0] <= 0:
                return leaf
    return None


def settle(listing: Listing[Others], part: Part, proposal: Proposal | None) -> Leaf | IntegerArray:
    """Exactly: the leaf that closes the part, or a multiple of x - z for a mixture x that passes.

    The mixtures are sought among few *directions* (z' - z for plans z' of the part) and against few rows. A
    direction or a row that was left out and matters comes in, which happens finitely often. Where z is in the
    part, a change of z at a single cell is a direction, and every plan with z's root a sum of those.
    """
    form = listing.form
    directions = [] if proposal is None else list(_support(listing, part, proposal.x))
    rows = [] if proposal is None else [e for e, weight in enumerate(proposal.weights) if weight > _TINY]
    while True:
        leaf = Leaf(1)
        if directions:
            across = np.array(directions, dtype=object).T
            optimum = _steepest(
                matrix_product(listing.rows[rows], across), matrix_product(listing.mean, across)
            )
            if optimum.value > 0:
                scale = common_denominator(optimum.x)
                weights = np.array([int(scale * weight) for weight in optimum.x], dtype=object)
                mixture = matrix_product(across, weights)
                gains = matrix_product(listing.rows, mixture)
                if gains.min(initial=0) >= 0:
                    return mixture
                rows.append(int(np.argmin(gains)))
                continue
            leaf = _leaf(dict(zip(rows, optimum.y, strict=False)))
        under = _under(listing, leaf)
        most, best = part.best(form, under)
        if most <= 0:
            return leaf
        directions.extend(_directions(listing, part, best, under))


def nearby(listing: Listing[Others], part: Part, x: Floats) -> IntegerArray:
    """A multiple of x' - z for a rounding x' of x: the coarsest that passes, else the finest."""
    form = listing.form
    for denominator in _DENOMINATORS:
        rounded = np.zeros(form.size, dtype=np.int64)
        _share(rounded, list(form.roots), x, denominator)
        for a in _roots(form, part):
            for at, count in zip(form.first[a], form.cells[a], strict=True):
                _share(rounded, list(range(at, at + count)), x, int(rounded[form.roots[a]]))
        direction: IntegerArray = rounded - denominator * form.vector(listing.z)
        if listing.passes(direction):
            break
    return direction


def _share(rounded: IntegerArray, places: list[int], x: Floats, total: int) -> None:
    """Divide a total in integers as x does, by largest remainders (Hamilton's method)."""
    shares = x[places] if x[places].any() else np.eye(1, len(places))[0]
    quotas = shares / shares.sum() * total
    rounded[places] = np.floor(quotas)
    left = total - int(rounded[places].sum())
    for k in np.argsort(np.floor(quotas) - quotas, kind="stable")[:left].tolist():
        rounded[places[k]] += 1


def realisation_plan(listing: Listing[Others], direction: IntegerArray) -> RealisationPlan:
    """The realisation plan that lies furthest from z in a direction from z to another one."""
    furthest = max(-int(direction[at]) for at in listing.own)
    return RealisationPlan(
        tuple(
            Fraction(int(one) * furthest + int(change), furthest)
            for one, change in zip(listing.form.vector(listing.z), direction, strict=True)
        )
    )


def _steepest(gains: IntegerArray, at_mean: IntegerArray) -> Optimum:
    """The largest gain at the mean of weights of directions that sum to 1 at most and lose in no row."""
    count = len(at_mean)
    A = np.vstack([-gains, np.ones((1, count), dtype=np.int64)]).astype(object)
    b = np.eye(1, len(A), len(A) - 1, dtype=np.int64)[0]
    scaled = _scaled(gains, [_unit(row) for row in gains])
    objective = _scaled(at_mean[np.newaxis], [_unit(at_mean)])[0]
    proposal = propose(np.vstack([-scaled, np.ones((1, count))]), b.astype(np.float64), objective)
    return maximise(A, b.astype(object), at_mean.astype(object), proposal)


def _directions(
    listing: Listing[Others], part: Part, plan: Plan, under: IntegerArray
) -> Iterator[IntegerArray]:
    """From z to a plan of the part, in one; or in single cells, where one may and where that gains."""
    form, z = listing.form, listing.z
    if plan.root != z.root or not part.contains(z):
        yield form.vector(plan) - form.vector(z)
        return
    for at, x, own in zip(form.first[z.root], plan.actions, z.actions, strict=True):
        if under[at + x] > under[at + own]:
            yield _change(form, at + own, at + x)


def _support(listing: Listing[Others], part: Part, x: Floats) -> Iterator[IntegerArray]:
    """Directions from z to plans (or, where one may, to changes of single cells) that make up x, roughly."""
    form, z = listing.form, listing.z
    for a, (root, first, own) in enumerate(zip(form.roots, form.first, form.cells, strict=True)):
        if x[root] < _TINY:
            continue
        if a == z.root and part.contains(z):
            for at, count, action in zip(first, own, z.actions, strict=True):
                for other in range(count):
                    if other != action and x[at + other] > _TINY:
                        yield _change(form, at + action, at + other)
            continue
        # One number, drawn uniformly, picks the action at every cell by its cumulated weights.
        ends = [np.cumsum(x[at : at + count]) / x[root] for at, count in zip(first, own, strict=True)]
        cuts = np.unique(np.concatenate([[0], *ends]).round(6))
        for left, right in pairwise(cuts[cuts < 1 + _TINY].tolist()):
            actions = tuple(
                min(int(np.searchsorted(end, (left + right) / 2)), count - 1)
                for end, count in zip(ends, own, strict=True)
            )
            yield form.vector(Plan(a, actions)) - form.vector(z)


def _change(form: PlanForm, old: int, new: int) -> IntegerArray:
    change = np.zeros(form.size, dtype=np.int64)
    change[old], change[new] = -1, 1
    return change


def _leaf(weights: dict[int, Fraction]) -> Leaf:
    """The smallest integer weights in proportion to these, with 1 for the mean."""
    scale = common_denominator(weights.values())
    return Leaf(scale, tuple((e, int(scale * weight)) for e, weight in sorted(weights.items()) if weight))


def _under(listing: Listing[Others], leaf: Leaf) -> IntegerArray:
    """What the coordinates earn over z under the weights of a leaf."""
    total: IntegerArray = leaf.mean * listing.mean
    for e, weight in leaf.listed:
        total = total + weight * listing.rows[e].astype(object)
    return total


def _coordinates(form: PlanForm, part: Part) -> list[int]:
    """The coordinates at which some plan of the part is 1."""
    return [
        j
        for a in _roots(form, part)
        for j in (
            form.roots[a],
            *(
                at + x
                for c, (at, count) in enumerate(zip(form.first[a], form.cells[a], strict=True))
                for x in range(count)
                if part.actions.get(c, x) == x
            ),
        )
    ]


def _flow(form: PlanForm, part: Part, kept: list[int], more: int) -> csr_array:
    """Left hand sides: the roots' weights sum to 1, the actions' at each cell less their root's to 0."""
    place = {j: k for k, j in enumerate(kept)}
    entries = [(0, place[form.roots[a]], 1) for a in _roots(form, part)]
    row = 0
    for a in _roots(form, part):
        for at, count in zip(form.first[a], form.cells[a], strict=True):
            row += 1
            entries.append((row, place[form.roots[a]], -1))
            entries.extend((row, place[j], 1) for j in range(at, at + count) if j in place)
    i, j, values = zip(*entries, strict=True)
    return csr_array((values, (i, j)), shape=(row + 1, len(kept) + more), dtype=np.float64)


def _roots(form: PlanForm, part: Part) -> range:
    return range(len(form.cells)) if part.root is None else range(part.root, part.root + 1)


def _unit(row: IntegerArray) -> int:
    """A power of two near the largest magnitude of a row."""
    return 1 << largest_magnitude(row).bit_length()


def _scaled(rows: IntegerArray, units: list[int]) -> Floats:
    """For the float solver: every row in a unit of its own, correctly rounded."""
    scaled: Floats = (rows.astype(object) / np.array(units, dtype=object)[:, np.newaxis]).astype(np.float64)
    return scaled
