"""What is known so far about a plan z: the profiles that are listed, and what the oracle says."""

from fractions import Fraction
from typing import Generic, TypeVar

import numpy as np

from gametheory.games.exact import IntegerArray, integer_dtype, largest_magnitude, matrix_product
from gametheory.plans.evidence import Leaf, PlanDomination
from gametheory.plans.form import Environments, Plan
from gametheory.plans.realisation import RealisationPlan

Others = TypeVar("Others")


class Listing(Generic[Others]):
    """Rows of what the coordinates earn *over z* at the listed profiles, and the same for the mean.

    What z earns is subtracted at the roots, so that z earns 0 everywhere. A *direction* is a multiple of
    z' - z in integers, for a realisation plan z'.
    """

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
        """Does going in this direction lose in no row, and gain at the mean?"""
        return int(matrix_product(self.mean, direction)) > 0 and bool(
            (matrix_product(self.rows, direction) >= 0).all()
        )

    def ask(self, direction: IntegerArray) -> PlanDomination[Others] | bool:
        """The oracle's word on going in a direction: it dominates; or, is one more profile listed?"""
        worst, others = self.environments.worst(direction)
        if worst < 0:
            return self.add(others)
        if int(matrix_product(self.mean, direction)) <= 0:
            return False
        _, strict_at = self.environments.worst(-direction)
        return PlanDomination(self.z, self._dominator(direction), strict_at)

    def under(self, leaf: Leaf) -> IntegerArray:
        """What the coordinates earn over z under the weights of a leaf."""
        total: IntegerArray = leaf.mean * self.mean
        for e, weight in leaf.listed:
            total = total + weight * self.rows[e].astype(object)
        return total

    def _over_z(self, gains: IntegerArray) -> IntegerArray:
        shifted = gains.astype(object)
        shifted[list(self.form.roots)] -= sum(shifted[at] for at in self.own)
        return shifted

    def _dominator(self, direction: IntegerArray) -> Plan | RealisationPlan:
        """What lies furthest from z in a direction."""
        furthest = max(-int(direction[at]) for at in self.own)
        weights = direction.astype(object) + furthest * self.form.vector(self.z).astype(object)
        if not (weights % furthest).any():
            return self.form.best(weights)[1]
        shares = {weight: Fraction(weight, furthest) for weight in set(weights.tolist())}
        return RealisationPlan(tuple(shares[weight] for weight in weights.tolist()))
