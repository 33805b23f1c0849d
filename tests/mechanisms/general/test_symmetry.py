"""Anonymity by hand: who takes whose place when neighbours change places."""

import pytest

from mechanisms.general.game_form import GameForm
from mechanisms.general.mechanism import Mechanism
from mechanisms.general.symmetry import Asymmetry


class ThirdIsPaid(Mechanism):
    """Whatever is said, the third player is paid 1."""

    players, types, messages = 3, ("a",), ("x", "y")

    def outcome(self, messages):
        return None

    def payoff(self, i, type, outcome):
        return int(i == 2)


def test_only_the_neighbours_take_each_others_places():
    everything = (0, 0, 0)
    assert [Asymmetry(i, k, (0,), everything).holds(ThirdIsPaid()) for i in (0, 1) for k in (0, 1, 2)] == [
        False, False, False,
        False, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize("first", ["a", "b", "c"])
@pytest.mark.parametrize("part", ["types", "messages"])
def test_neighbours_with_different_lists_are_no_equals(part, first):
    class Named(ThirdIsPaid):
        def payoff(self, i, type, outcome):
            return 0

    setattr(Named, part, {0: (first, "x"), 1: ("b", "x"), 2: ("b", "x")})
    assert Asymmetry(0).holds(Named()) == (first != "b")
    assert not Asymmetry(1).holds(Named())


def test_who_has_no_type_is_named_alone():
    everything, form = (0, 0, 0), GameForm(ThirdIsPaid())
    assert Asymmetry(1, 2, (0,), everything).words(form) == (
        "when player 1 says x, player 2 says x and player 3 says x, player 3 gets 1; "
        "if player 2 and player 3 change places, whoever stands for her gets 0"
    )
