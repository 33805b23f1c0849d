"""A plan form that a class declares is compared with runs of the mechanism, which may show that it is wrong.

Two messages that differ in one cell are run against the same messages of the others, drawn at random:

mixture    where one of the two actions pays no less than the other in any state of the cell, so does its
           message;
isolation  where the others single out a state, the message pays more whose action does in that state.

A sample proves nothing: that the two assumptions hold everywhere is what the author must establish.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from random import Random
from typing import Any

from gametheory.plans.separable import SeparablePlans
from mechanisms.general.calls import call, called, error, show
from mechanisms.general.game_form import GameForm

RUNS = 200  # pairs for each type, of which half are isolating
SEED = 0


def require_agreement(form: GameForm, plans: Sequence[tuple[int, int, SeparablePlans[Any, Any]]]) -> None:
    """Raise `MechanismError` where a pair of runs contradicts the plans of a player and type."""
    pairs = _Pairs(form, {i: [own.actions(c) for c in range(len(own.cells))] for i, _, own in plans})
    for i, t, own in plans:
        several = [c for c, actions in enumerate(pairs.cells[i]) if len(actions) > 1]
        for run in range(RUNS if several else 0):
            pairs.compare(i, t, own, pairs.random.choice(several), is_isolated=bool(run % 2))


@dataclass
class _Pairs:
    form: GameForm
    cells: Mapping[int, Sequence[Sequence[Any]]]  # by player the actions in each
    random: Random = field(default_factory=partial(Random, SEED))

    def message(self, j: int) -> tuple[Any, ...]:
        """A listed one, or any."""
        if self.random.randrange(2):
            return tuple(self.random.choice(self.form.messages[j]))  # type: ignore[arg-type]
        return tuple(map(self.random.choice, self.cells[j]))

    def compare(self, i: int, t: int, plans: SeparablePlans[Any, Any], c: int, is_isolated: bool) -> None:
        """Run two messages of player i that differ in cell c."""
        form, (a, b), own = self.form, self.random.sample(self.cells[i][c], 2), self.message(i)
        one, other = ((*own[:c], action, *own[c + 1 :]) for action in (a, b))
        if is_isolated:
            state = self.random.choice(list(plans.cells[c]))
            said, rows = isolating(form, i, c, state, one), [plans.cells[c][state]]
        else:
            said, rows = [self.message(j) for j in range(form.count)], list(plans.cells[c].values())
        types = [self.random.randrange(len(each)) for each in form.types]
        context = form.context(i, (*types[:i], t, *types[i + 1 :]))
        before, after = (
            form.payoff_at(i, context, (*said[:i], message, *said[i + 1 :])) for message in (one, other)
        )
        if _contradicts(after - before, [row[b] - row[a] for row in rows], is_isolated):
            others = show((*said[:i], *said[i + 1 :]))
            raise error(
                form.mechanism,
                called("plan_form", (i, form.types[i][t])),
                f"what {show(other)} pays in place of {show(one)} when the others say {others}: "
                f"{after} in place of {before}",
            )


def _contradicts(gain: Fraction, declared: Sequence[Fraction], is_isolated: bool) -> bool:
    """Has the gain from one action to another a sign that no mixture of what is declared has?"""
    if is_isolated and gain == 0 and declared[0] != 0:
        return True
    return (gain > 0 and max(declared) <= 0) or (gain < 0 and min(declared) >= 0)


def isolating(form: GameForm, i: int, cell: int, state: Any, message: Any) -> Sequence[Any]:
    """What all say so that player i, who says the message, meets this state in this cell, or nothing else."""
    said = call(form.mechanism, "isolating", i, cell, state, message)
    if not isinstance(said, list | tuple) or len(said) != form.count:
        place = called("isolating", (i, cell, state, message))
        raise error(form.mechanism, place, f"a list of the messages of all {form.count} players", said)
    return said
