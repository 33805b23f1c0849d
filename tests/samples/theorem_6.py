"""Records about Theorem 6, beside those in files."""

from dataclasses import replace

from mechanisms.g_plus.cells import Part, State
from proofs.theorem_6.orbits import find_violation
from proofs.theorem_6.statement import RoomMatters
from tests.g_plus_instances import even_or_odd
from tests.samples.sample import sample, samples_of


@samples_of(RoomMatters)
def room_matters():
    game = even_or_odd()
    found = find_violation(game)
    yield sample(
        found,
        game,
        forged=[
            replace(found, state=State(found.state.shown)),
            replace(found, state=replace(found.state, room=((0,), (0,)))),
            replace(found, action=(1 - found.action[0],)),
            replace(found, cell=found.cell._replace(part=Part.SECOND)),
        ],
    )
