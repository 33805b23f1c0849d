"""Linear programs over realisation plans, in floats: what they say is a proposal, verified by who uses it."""

from dataclasses import dataclass
from fractions import Fraction
from operator import mul
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from gametheory.games.exact import IntegerArray, largest_magnitude
from gametheory.optimisation.linear_programming import TINY, Floats
from gametheory.plans.contested import contested
from gametheory.plans.evidence import Leaf, Part
from gametheory.plans.form import Plan, PlanForm
from gametheory.plans.listing import Listing

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Others = TypeVar("Others")


_PENALTY = 2.0**16  # what a loss in a row costs
_LITTLE = 2**-8  # how much of its unit a mixture should gain in a row to be safe from rounding
_ROOMS = (2**-5, 2**-10, 2**-15, 0)  # tried in turn
_DENOMINATORS = (12, 5040, 1 << 20)  # the coarsest rounding that verifies is the easiest to read


@dataclass(frozen=True, slots=True)
class Proposal:
    """A float solver's idea of a realisation plan, and of the rows' weights when the mean has weight 1."""

    x: Floats
    weights: tuple[Fraction, ...]
    units: tuple[Fraction, ...]  # of the weights
    value: float  # about the largest gain at the mean, scaled; not positive: the part seems to be closed


def relax(listing: Listing[Others], part: Part, room: float = 0) -> Proposal | None:
    """Maximise the gain at the mean over the mixtures of a part that lose in no row; None on failure.

    A loss in a row is allowed at a high price, so that there always is a solution, and a dual one. With
    `room` whatever differs from z gains so much more: weights that close the part even so can be rounded.
    """
    rows, units = in_units(np.vstack([listing.rows, listing.mean]))
    objective = rows[-1] + room * _differences(listing.form, listing.z, rows)
    loss = np.full((len(rows) - 1, 1), -1)
    result, x = _solve(listing, part, rows[:-1], loss, objective, np.array([-_PENALTY]), np.array([np.inf]))
    if result.status != 0:
        return None
    weights = tuple(Fraction(max(0, -weight)) for weight in result.ineqlin.marginals.tolist())
    return Proposal(x, weights, tuple(Fraction(units[-1], unit) for unit in units[:-1]), -result.fun)


def spread(listing: Listing[Others], part: Part) -> Floats | None:
    """A mixture that gains a little in as many rows as it can, so that it can be rounded; None on failure."""
    rows, _ = in_units(np.vstack([listing.rows, listing.mean]))
    count = len(rows)
    extra = np.column_stack([np.eye(count), np.full(count, -1)])
    prices = np.append(np.full(count, 1), -_PENALTY)
    most = np.append(np.full(count, _LITTLE), np.inf)
    result, x = _solve(listing, part, rows, extra, np.zeros(listing.form.size), prices, most)
    return x if result.status == 0 else None


def _solve(
    listing: Listing[Others],
    part: Part,
    rows: Floats,
    extra: Floats,
    objective: Floats,
    prices: Floats,
    most: Floats,
) -> tuple[Any, Floats]:
    """Maximise objective x + prices y over mixtures x and 0 <= y <= most such that extra y <= rows x."""
    from scipy.optimize import linprog

    form = listing.form
    left = contested(form, part, np.vstack([rows, objective]), listing.z)
    flow = _flow(left.form, len(prices))
    result = linprog(
        -np.concatenate([left.gains(objective), prices]),
        A_ub=np.column_stack([-left.gains(rows), extra]),
        b_ub=np.zeros(len(rows)),
        A_eq=flow,
        b_eq=np.eye(1, flow.shape[0])[0],
        bounds=np.column_stack([np.zeros(flow.shape[1]), np.append(np.full(left.form.size, np.inf), most)]),
        method="highs",
    )
    solved = result.status == 0
    x = left.whole(np.maximum(result.x[: left.form.size], 0)) if solved else np.zeros(form.size)
    return result, x


def _differences(form: PlanForm, z: Plan, rows: Floats) -> Floats:
    """For every action after z's root how much it differs from z's at most; 1 for every other root."""
    differences = np.zeros(form.size)
    differences[list(form.roots)] = 1
    differences[form.roots[z.root]] = 0
    start, counts = form.roots[z.root] + 1, form.cells[z.root]
    there = slice(start, start + sum(counts))
    own = np.repeat(np.array(form.coordinates(z)[1:], dtype=np.int64), counts)
    differences[there] = np.abs(rows[:, there] - rows[:, own]).max(axis=0)
    return differences


def close(listing: Listing[Others], part: Part) -> Leaf | None:
    """The leaf that rounded weights make, if one verifies: no plan of the part gains."""
    for room in _ROOMS:
        proposal = relax(listing, part, room)
        if proposal is None or proposal.value > TINY:
            continue
        for denominator in _DENOMINATORS:
            weights = (Fraction(round(denominator * weight), denominator) for weight in proposal.weights)
            leaf = Leaf.of(dict(enumerate(map(mul, weights, proposal.units))))
            if part.best(listing.form, listing.under(leaf))[0] <= 0:
                return leaf
    return None


def nearby(listing: Listing[Others], part: Part, x: Floats) -> IntegerArray:
    """A multiple of x' - z for a rounding x' of x: the coarsest that passes, else the finest."""
    form = listing.form
    for denominator in _DENOMINATORS:
        rounded = np.zeros(form.size, dtype=np.int64)
        _share(rounded, list(form.roots), x, denominator)
        for a in range(len(form.cells)) if part.root is None else [part.root]:
            if weight := int(rounded[form.roots[a]]):
                _share_after(rounded, form, a, x, weight)
        direction: IntegerArray = rounded - denominator * form.vector(listing.z)
        if listing.passes(direction):
            break
    return direction


def _share_after(rounded: IntegerArray, form: PlanForm, a: int, x: Floats, total: int) -> None:
    """The same at every cell after a root: at most of them x has a single action."""
    first, counts = np.array(form.first[a], dtype=np.int64), np.array(form.cells[a], dtype=np.int64)
    likely = np.flatnonzero(x[form.roots[a] + 1 : form.roots[a] + 1 + counts.sum()] > 0) + form.roots[a] + 1
    cell_of = np.searchsorted(first, likely, side="right") - 1
    alone = np.bincount(cell_of, minlength=len(counts)) == 1
    rounded[likely[alone[cell_of]]] = total
    for c in np.flatnonzero(~alone).tolist():
        _share(rounded, list(range(first[c], first[c] + counts[c])), x, total)


def _share(rounded: IntegerArray, places: list[int], x: Floats, total: int) -> None:
    """Divide a total in integers as x does, by largest remainders (Hamilton's method)."""
    shares = x[places] if x[places].any() else np.eye(1, len(places))[0]
    quotas = shares / shares.sum() * total
    rounded[places] = np.floor(quotas)
    left = total - int(rounded[places].sum())
    for k in np.argsort(np.floor(quotas) - quotas, kind="stable")[:left].tolist():
        rounded[places[k]] += 1


def _flow(form: PlanForm, more: int) -> "csr_array":
    """Left hand sides: the roots' weights sum to 1, the actions' at each cell less their root's to 0."""
    from scipy.sparse import csr_array

    entries, row = [(0, root, 1) for root in form.roots], 0
    for root, first, own in zip(form.roots, form.first, form.cells, strict=True):
        for at, count in zip(first, own, strict=True):
            row += 1
            entries.append((row, root, -1))
            entries.extend((row, j, 1) for j in range(at, at + count))
    i, j, values = zip(*entries, strict=True)
    return csr_array((values, (i, j)), shape=(row + 1, form.size + more), dtype=np.float64)


def in_units(rows: IntegerArray) -> tuple[Floats, list[int]]:
    """Every row in a unit of its own, a power of two near its largest magnitude, and the units."""
    units = [1 << largest_magnitude(row).bit_length() for row in rows]
    scaled: Floats = (rows.astype(object) / np.array(units, dtype=object)[:, np.newaxis]).astype(np.float64)
    return scaled, units
