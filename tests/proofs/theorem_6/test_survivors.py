"""What is left of an instance of G+ is what (16) to (18) ask."""

from mechanisms.files.interdependent import load_instance
from mechanisms.g_plus.cells import Part
from proofs.theorem_6.printed_17_18 import SETS
from proofs.theorem_6.statement import NothingBest
from proofs.theorem_6.survivors import survivors
from tests.example_games import EXAMPLES


def test_survivors_are_those_of_17_and_18():
    found = survivors(load_instance(EXAMPLES / "g-plus-common-values.toml"))
    for left in found.left:
        for part in (Part.SECOND, Part.THIRD):
            rules = SETS[part.value](found.instance, left.i, left.own)
            assert all(rules.at(shown) == box for shown, box in left.later[part].items())


def test_where_nothing_is_best_the_cell_is_named():
    found = survivors(load_instance(EXAMPLES / "theorem-6" / "nothing-best.toml"))
    assert isinstance(found, NothingBest)
