"""`eliminate` of a class: by the dominance that it asks for, and of which variant."""

import pytest

from tests.calls import call

MIDDLING = """
from mechanisms import Mechanism

class Middling(Mechanism):
    \"\"\"c pays 1 whatever player 2 says; a or b, by a toss of a coin, 3/2.\"\"\"
    players, types = 2, {0: ("t", "s"), 1: ("u",)}
    messages = {0: ("a", "b", "c"), 1: ("L", "R")}
    elimination = "ex post, mixed"
    parameters = {"most": (3, 1)}
    def outcome(self, messages): return messages
    def payoff(self, i, type, outcome):
        said, other = outcome
        return 0 if i else 1 if said == "c" else self.most * ((said, other) in (("a", "L"), ("b", "R")))
"""


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "1 round of weak dominance by mixed strategies, ex post"),
        (("--by", "mixed"), "1 round of weak dominance by mixed strategies, ex post"),
        (("--by", "pure"), "No message is dominated: weak dominance by pure strategies, ex post."),
    ],
)
def test_a_class_asks_for_mixed_dominators(tmp_path, options, said):
    file = tmp_path / "middling.py"
    file.write_text(MIDDLING, encoding="utf-8")
    called = call("eliminate", file, *options)
    assert called.status == 0, called.err
    assert said in called.out
    assert "Middling with most = 3 (one of 2 variants)" in called.out
    assert "Middling with most = 3 (one of 2 variants): 2 players" in call("show", file).out
