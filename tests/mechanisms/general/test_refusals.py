"""What a user may write that cannot be used: one line with file, class, rule and value, and exit status 2."""

import pytest

from mechanisms import load_classes
from mechanisms.general.game_form import GameForm
from proofs import check
from tests.calls import call

GOOD = """
from fractions import Fraction
from mechanisms import Mechanism

class Auction(Mechanism):
    players = 2
    types = range(3)
    messages = range(3)
    prior = "uniform"
    def outcome(self, bids):
        return bids.index(max(bids)), min(bids)
    def payoff(self, i, type, outcome):
        winner, price = outcome
        return type - price if winner == i else 0
    def payments(self, outcome):
        return [outcome[1] if i == outcome[0] else 0 for i in range(2)]
    def feasible(self):
        return [(0, 0), (1, 0)]
    def outside(self, i, type):
        return 0
    def share(self, i, outcome):
        return i == outcome[0]
"""

REFUSALS = [  # what is replaced, by what, and what is said
    ("players = 2", "players = 0", ".players: at least one player, got 0"),
    ("players = 2", "players = 10**5000", ".players: at most 10,000 players, got 1000"),
    ("players = 2", "players = ['a', 'a']", ".players: distinct names, at least one, got"),
    ("players = 2", "players = ['a', '']", ".players: names that neither begin nor end with a blank, got \"\""),
    ("players = 2", "players = [['a', 'b']]", ".players: distinct names, at least one, got"),
    ("players = 2", "players = __import__('itertools').count()", ".players: at most 10,000 players, got more"),
    ("players = 2", "players = ['a\\nb', 'b']", ".players: names of one line, got"),
    ("players = 2", "players = ['\\u00e9', 'e\\u0301']", ".players: names that look distinct, got"),
    ("types = range(3)", "types = ['\\u00e9', 'e\\u0301']", ".types: player 1: values that look distinct, got"),
    ("players = 2", "players = 2.0", ".players: how many players there are, or a list of their names, got 2.0"),
    ("    players = 2\n", "", ".players: how many players there are, or a list of their names, got None"),
    ("types = range(3)", "types = []", ".types: player 1: at least one of them, got none"),
    ("types = range(3)", "types = range(10**12)", ".types: player 1: at most 1,000,000 of them, got more"),
    ("types = range(3)", "types = 3", ".types: player 1: a list, got 3"),
    ("types = range(3)", "types = [1, 1]", ".types: player 1: distinct values, got 1 twice"),
    ("types = range(3)", "types = [0, 0.5]", ".types: player 1: integers, Fractions or names, got the float 0.5"),
    ("types = range(3)", "types = [[0, 1], [0, 2]]", ".types: player 1: hashable values; lists for each player stand in a dict, got [0, 1]"),
    ("types = range(3)", "types = {0: [0, 1]}", ".types: a list for each player, none for player 2"),
    ("types = range(3)", "types = {0: [0], 'seller': [1]}", ".types: keys are player 1, player 2 or numbers from 0, got seller"),
    ("messages = range(3)", "messages = 'abc'", ".messages: player 1: a list, got abc"),
    ("messages = range(3)", "def messages(self): return 1 / 0", ".messages(): fails (line 8): ZeroDivisionError: division by zero"),
    ("return type - price if winner == i else 0", "return (type - price) / 2 if winner == i else 0", ".payoff(0, 0, (0, 0)): an exact number is an integer or a Fraction, got the float 0.0: divide by Fraction(a, b), not a / b"),
    ("return type - price if winner == i else 0", "type - price", ".payoff(0, 0, (0, 0)): an exact number is an integer or a Fraction, got None (is a return missing?)"),
    ("return type - price if winner == i else 0", "return type - cost", ".payoff(0, 0, (0, 0)): fails (line 14): NameError: name 'cost' is not defined"),
    ("return type - price if winner == i else 0", "return winner == i", "got the bool True"),
    ("def payoff(self, i, type, outcome)", "def payoff(self, i, outcome)", ".payoff(0, 0, (0, 0)): fails: TypeError: Auction.payoff() takes 3 positional arguments but 4 were given"),
    ("def payoff(", "def payof(", ".payoff: required, but missing (did you mean payof?)"),
    ("def outcome(self, bids)", "def outcome(self, i, bids)", ".outcome((0, 0)): fails: TypeError: Auction.outcome() missing 1 required positional argument: 'bids'"),
    ("return bids.index(max(bids)), min(bids)", "return [bids.index(max(bids)), min(bids)]", ".outcome((0, 0)): hashable (tuples, not lists), or {outcome: probability}, got the list [0, 0]"),
    ("return bids.index(max(bids)), min(bids)", "return bids[2]", ".outcome((0, 0)): fails (line 11): IndexError: tuple index out of range"),
    ("return bids.index(max(bids)), min(bids)", "return {(0, 0): Fraction(1, 2), (1, 0): Fraction(1, 3)}", ".outcome((0, 0)): probabilities sum to 1, got 5/6"),
    ("return bids.index(max(bids)), min(bids)", "return {(0, 0): 2, (1, 0): -1}", ".outcome((0, 0)): probabilities are not negative, got -1"),
    ("return bids.index(max(bids)), min(bids)", "return {(0, 0): 0.5, (1, 0): 0.5}", ".outcome((0, 0))[(0, 0)]: an exact number is an integer or a Fraction, got the float 0.5: divide by"),
    ("return bids.index(max(bids)), min(bids)", "return {}", ".outcome((0, 0)): a lottery has at least one outcome, got none"),
    ("return bids.index(max(bids)), min(bids)", "raise SystemExit", ".outcome((0, 0)): fails (line 11): SystemExit"),
    ('prior = "uniform"', 'prior = "flat"', '.prior: a function of types, a dict by types, or "uniform", got flat'),
    ('prior = "uniform"', "prior = {(0, 0): 1, (0, 9): 0}", ".prior: its keys are profiles: a tuple of everybody's types, got (0, 9)"),
    ('prior = "uniform"', "prior = {(0, 0): Fraction(1, 2)}", ".prior: probabilities sum to 1, got 1/2"),
    ('prior = "uniform"', "def prior(self, types): return Fraction(1, 9) if types != (0, 1) else -1", ".prior((0, 1)): probabilities are not negative, got -1"),
    ('prior = "uniform"', "def prior(self, types): return types[5]", ".prior: fails (line 9): IndexError: tuple index out of range"),
    ("return [outcome[1] if i == outcome[0] else 0 for i in range(2)]", "return outcome[1]", ": one payment for each of 2 players, got"),
    ("return [outcome[1] if i == outcome[0] else 0 for i in range(2)]", "return {5, -5}", ": one payment for each of 2 players, got"),
    ("return [outcome[1] if i == outcome[0] else 0 for i in range(2)]", "return {0: 5}", ": a payment for each player, none for player 2"),
    ("return [outcome[1] if i == outcome[0] else 0 for i in range(2)]", "return {'winner': 5, 'other': -5}", ": keys are player 1, player 2 or numbers from 0, got winner"),
    ("players = 2", "players = {'a', 'b'}", ".players: how many players there are, or a list of their names, got {"),
    ("players = 2", "players = 2; parameters = {'reserve': {1, 2}}", "Auction.parameters: reserve: a list of values, got {1, 2}"),
    ("players = 2", "players = 2; elimination = ('ex post', 'mixed')", '.elimination: a stage (interim, ex ante, ex post), and "pure" or "mixed", got'),
    ("players = 2", "players = 2; parameters = [1]", "Auction.parameters: lists of values by name, got [1]"),
    ("players = 2", "players = 2; parameters = {'x': range(10**9)}", "Auction.parameters: at most 100,000 combinations of values, got more"),
    ("players = 2", "players = 2; parameters = {'x': (n for n in range(3))}", "Auction.parameters: x: a list of values, got"),
    ("return [(0, 0), (1, 0)]", "return []", ".feasible(): at least one outcome, got none"),
    ("return [(0, 0), (1, 0)]", "pass", ".feasible(): a list of outcomes, got None"),
    ("return [(0, 0), (1, 0)]", "return [[0, 0]]", ".feasible(): hashable (tuples, not lists), or {outcome: probability}, got the list [0, 0]"),
    ("return i == outcome[0]", "return [i]", ".share(0, (0, 0)): hashable"),
    ("players = 2", "players = 2; expect = {'truth-dominated': 'held'}", ".expect: unknown claim (did you mean truth-dominant?), got truth-dominated"),
    ("players = 2", "players = 2; expect = {'truth-dominant': 'yes'}", ".expect[truth-dominant]: one of held, proved, refuted, open, inapplicable, unchecked, got yes"),
    ("players = 2", "players = 2; expect = {'truth-dominant': ['held']}", ".expect[truth-dominant]: one of held, proved, refuted, open, inapplicable, unchecked, got"),
    ("players = 2", "players = 2; expect = ['truth-dominant']", ".expect: verdicts by id of the claim, got"),
    ("players = 2", "players = 2; symmetric = True", ".symmetric: declared, but when player 1 says 0 and player 2 says 0, player 1 of type 1 gets 1; if player 1 and player 2 change places, whoever stands for her gets 0"),
    ("players = 2", "players = 2; parameters = {'reserve': []}", "Auction.parameters: at least one value of each"),
    ("players = 2", "players = 2; transfers = 3", ".transfers: what each player pays is payments(outcome)"),
    ("from mechanisms import Mechanism", "from mechanisms import Mechanism\nimport nothing_of_that_name", "auction.py: fails (line 4): ModuleNotFoundError: No module named 'nothing_of_that_name'"),
    ("class Auction(Mechanism):", "class Auction(Mechanism)", "auction.py: line 5: not Python: expected ':'"),
    ("class Auction(Mechanism):", "class Auction:", "auction.py: at least one subclass of Mechanism, found none"),
    ("    players = 2", "    def __init__(self, n):\n        self.players = n", "Auction: is made without arguments: Auction.__init__() missing 1 required positional argument: 'n'"),
    ("    players = 2", "    players = 2\n    truth = lambda self, i, type: 7", ".truth(0, 0): one of her messages, got 7"),
    ("    players = 2", "    players = 2\n    elimination = 'ex nunc'", '.elimination: a stage (interim, ex ante, ex post), and "pure" or "mixed", got ex nunc'),
]  # fmt: skip


@pytest.mark.parametrize(("what", "by", "said"), REFUSALS, ids=[f"{by[:30]}" for _, by, _ in REFUSALS])
def test_what_cannot_be_used_is_one_line(tmp_path, what, by, said):
    assert what in GOOD
    file = tmp_path / "auction.py"
    file.write_text(GOOD.replace(what, by))
    called = call("check", file)
    *_, line = called.err.splitlines()
    assert said in line
    assert line.startswith(f"undominated: {file}") or "Auction" in line
    assert called.status == 2
    assert "Traceback" not in called.err


def test_the_mechanism_itself_is_fine(tmp_path):
    file = tmp_path / "auction.py"
    file.write_text(GOOD)
    assert call("check", file).status == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nothing.py", "cannot be read: No such file or directory"),
        ("auction.py::Second", "mechanisms are Auction, got Second"),
        ("nothing.py::Auction", "cannot be read"),
    ],
)
def test_a_file_or_class_that_is_not_there(tmp_path, name, said):
    (tmp_path / "auction.py").write_text(GOOD)
    called = call("check", tmp_path / name)
    assert called.status == 2
    assert said in called.err


def test_hypotheses_are_not_for_mechanisms(tmp_path):
    file = tmp_path / "auction.py"
    file.write_text(GOOD)
    called = call("check", file, "--without", "Condition 1")
    assert called.status == 2
    assert "--without: hypotheses of the paper's claims" in called.err


def mechanism(file):
    ((_, cls),) = load_classes(file)
    return cls()


def test_payments_are_by_player_in_a_dict(tmp_path):
    """By number or name, in any order; not its keys."""
    file = tmp_path / "auction.py"
    paid = "[outcome[1] if i == outcome[0] else 0 for i in range(2)]"
    for by in ("{1: -5, 0: 5}", "{'player 2': -5, 'player 1': 5}"):
        file.write_text(GOOD.replace(paid, by))
        (found,) = check(mechanism(file), ["budget-balanced-ex-post"]).values()
        assert found.verdict.value == "held"


def test_a_payoff_in_words_is_a_number_each_time(tmp_path):
    file = tmp_path / "auction.py"
    file.write_text(GOOD.replace("return type - price if winner == i else 0", "return '1/2'"))
    (found,) = check(mechanism(file), ["individually-rational-ex-post"]).values()
    assert found.verdict.value == "held"


@pytest.mark.parametrize("labels", ["{'b', 'c', 'a'}", "frozenset(['c', 'b', 'a'])"])
def test_a_set_has_the_same_order_in_every_run(tmp_path, labels):
    """Python's own order of a set of names is another one in every process."""
    file = tmp_path / "auction.py"
    file.write_text(
        GOOD.replace("types = range(3)", f"types = {labels}").replace(
            "messages = range(3)\n", "messages = types\n"
        )
    )
    assert GameForm(mechanism(file)).types == (("a", "b", "c"),) * 2


def test_a_prior_of_more_players_than_an_array_has_axes_is_one_line(tmp_path):
    file = tmp_path / "many.py"
    file.write_text(
        "from mechanisms import Mechanism\n"
        "class Many(Mechanism):\n"
        "    players, types, prior = 65, {i: range(3 if i < 3 else 1) for i in range(65)}, 'uniform'\n"
        "    def outcome(self, messages): return 0\n"
        "    def payoff(self, i, type, outcome): return 0\n"
    )
    said = "the prior: 65 players, of at most 64 it is written down"
    called = call("show", file)
    assert (called.status, called.err.splitlines()[-1]) == (2, f"undominated: {said}")
    called = call("check", file, "--claim", "bayesian-ic")
    assert (called.status, "Traceback" in called.err) == (3, False)


def test_a_class_whose_new_makes_nothing_is_refused(tmp_path):
    file = tmp_path / "auction.py"
    file.write_text(GOOD + "    parameters = {'x': (1,)}\n    def __new__(cls, x): pass\n")
    called = call("check", file)
    assert (called.status, "Auction: a new one is one of its class, got NoneType" in called.err) == (2, True)
