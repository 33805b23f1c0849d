"""Does a mixture of the plans of a part dominate, as far as is listed? Settled exactly.

For a part of the plans exactly one holds (the theorem of the alternative: Gale, Kuhn and Tucker 1951):

open    going from z to a mixture of its plans loses in no listed row and gains at the mean;
closed  under a positive weight of the mean, and weights of rows that are not negative, none of its plans
        gains over z.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeVar

import numpy as np

from gametheory.games.exact import IntegerArray, common_denominator, matrix_product
from gametheory.optimisation.linear_inequalities import find_solution
from gametheory.optimisation.linear_programming import TINY, Floats, Optimum, Program, maximise, propose
from gametheory.plans.evidence import Leaf, Part
from gametheory.plans.form import Plan
from gametheory.plans.listing import Listing
from gametheory.plans.relaxation import Proposal, in_units

Others = TypeVar("Others")


def settle(listing: Listing[Others], part: Part, proposal: Proposal | None) -> Leaf | IntegerArray:
    """Exactly: the leaf that closes the part, or a multiple of x - z for a mixture x that passes.

    The mixtures are sought among few *directions* (z' - z for plans z' of the part) and against few rows. A
    direction or a row that was left out and matters comes in, which happens finitely often. Where z is in the
    part, a change of z at a single cell is a direction, and every plan with z's root a sum of those.
    """
    form = listing.form
    directions = [] if proposal is None else list(_support(listing, part, proposal.x))
    likely_open = proposal is not None and proposal.value > TINY
    rows = [] if proposal is None else [e for e, weight in enumerate(proposal.weights) if weight > TINY]
    while True:
        leaf = Leaf(1)
        if directions:
            across = np.array(directions, dtype=object).T
            gains, at_mean = matrix_product(listing.rows, across), matrix_product(listing.mean, across)
            weights = None if likely_open else find_solution(gains.T, -at_mean)
            if weights is not None:
                leaf = Leaf.of(dict(enumerate(weights)))
            elif (optimum := _steepest(gains[rows], at_mean)).value > 0:
                scale = common_denominator(optimum.x)
                shares = np.array([int(scale * share) for share in optimum.x], dtype=object)
                mixture = matrix_product(across, shares)
                earned = matrix_product(listing.rows, mixture)
                if earned.min(initial=0) >= 0:
                    return mixture
                rows.append(int(np.argmin(earned)))
                continue
            else:
                leaf = Leaf.of(dict(zip(rows, optimum.y, strict=False)))
        under = listing.under(leaf)
        most, best = part.best(form, under)
        if most <= 0:
            return leaf
        directions.extend(_directions(listing, part, best, under))


def _steepest(gains: IntegerArray, at_mean: IntegerArray) -> Optimum:
    """The largest gain at the mean of weights of directions that sum to 1 at most and lose in no row."""
    count = len(at_mean)
    A = np.vstack([-gains, np.ones((1, count), dtype=np.int64)]).astype(object)
    b = np.eye(1, len(A), len(A) - 1, dtype=np.int64)[0]
    scaled, _ = in_units(gains)
    objective, _ = in_units(at_mean[np.newaxis])
    proposal = propose(np.vstack([-scaled, np.ones((1, count))]), b.astype(np.float64), objective[0])
    return maximise(Program(A, b.astype(object), at_mean.astype(object)), proposal)


def _directions(
    listing: Listing[Others], part: Part, plan: Plan, under: IntegerArray
) -> Iterator[IntegerArray]:
    """From z to a plan of the part, in one; or in single cells, where one may and where that gains."""
    form, z = listing.form, listing.z
    if plan.root != z.root or not part.contains(z):
        yield form.vector(plan) - form.vector(z)
        return
    old, new = (np.array(form.coordinates(each)[1:], dtype=np.int64) for each in (z, plan))
    better = under[new] > under[old]
    yield from _changes(listing, old[better], new[better])


def _support(listing: Listing[Others], part: Part, x: Floats) -> Iterator[IntegerArray]:
    """Directions from z to plans (or, where one may, to changes of single cells) that make up x, roughly."""
    form, z = listing.form, listing.z
    for a, (root, first, own) in enumerate(zip(form.roots, form.first, form.cells, strict=True)):
        if x[root] < TINY:
            continue
        if a == z.root and part.contains(z):
            start = root + 1
            likely = np.flatnonzero(x[start : start + sum(own)] > TINY) + start
            cells = np.searchsorted(np.array(first, dtype=np.int64), likely, side="right") - 1
            old = np.array(form.coordinates(z)[1:], dtype=np.int64)[cells]
            changed = (likely != old) & ~np.isin(cells, list(part.actions))
            yield from _changes(listing, old[changed], likely[changed])
            continue
        # One number, drawn uniformly, picks the action at every cell by its cumulated weights.
        ends = [np.cumsum(x[at : at + count]) / x[root] for at, count in zip(first, own, strict=True)]
        cuts = np.unique(np.concatenate([[0], *ends]).round(6))
        for left, right in pairwise(cuts[cuts < 1 + TINY].tolist()):
            plan = Plan(
                a,
                tuple(
                    min(int(np.searchsorted(end, (left + right) / 2)), count - 1)
                    for end, count in zip(ends, own, strict=True)
                ),
            )
            if part.contains(plan):
                yield form.vector(plan) - form.vector(z)


def _changes(listing: Listing[Others], old: IntegerArray, new: IntegerArray) -> Iterator[IntegerArray]:
    """One change for each pair of coordinates; in one, once for each cell, where no listed row sees it."""
    seen = (listing.rows[:, old] != listing.rows[:, new]).any(axis=0)
    unseen, at = np.unique(old[~seen], return_index=True)
    together = [(unseen, new[~seen][at])] if len(unseen) else []
    for before, after in (*zip(old[seen], new[seen], strict=True), *together):
        change = np.zeros(listing.form.size, dtype=np.int64)
        change[before], change[after] = -1, 1
        yield change
