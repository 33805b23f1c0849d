"""From Python, and on the command line: mechanisms in a file, what is expected of them, and what is refused."""

import json
from fractions import Fraction

import pytest

from gametheory import InputError
from mechanisms import Mechanism, MechanismError
from proofs import Verdict, check
from proofs.audit.row import Expectation, Row
from proofs.claims.claim import Claim
from proofs.claims.verdict import Finding, Reading
from proofs.commands.checking import finish
from tests.calls import call

AUCTIONS = '''
from fractions import Fraction
from mechanisms import Mechanism

class Auction(Mechanism):
    players, types, symmetric = 2, range(3), True
    def price(self, bids): raise NotImplementedError
    def payoff(self, i, type, outcome):
        winner, price = outcome
        return type - price if winner == i else 0

class SecondPrice(Auction):
    """The highest bid wins and pays the second."""
    def outcome(self, bids):
        winners = [i for i, bid in enumerate(bids) if bid == max(bids)]
        return {(i, sorted(bids)[-2]): Fraction(1, len(winners)) for i in winners}
    expect = {"truth-dominant": "held"}

class FirstPrice(SecondPrice):
    def outcome(self, bids):
        winners = [i for i, bid in enumerate(bids) if bid == max(bids)]
        return {(i, max(bids)): Fraction(1, len(winners)) for i in winners}
    expect = {"truth-dominant": "refuted"}
'''


@pytest.fixture
def auctions(tmp_path):
    file = tmp_path / "auctions.py"
    file.write_text(AUCTIONS)
    return file


def test_each_mechanism_in_a_file_is_checked(auctions):
    called = call("check", auctions, "--claim", "truth-dominant")
    assert called.status == 0
    assert f"{auctions}::SecondPrice:" in called.out.replace("\n", "")  # however long the path is
    assert "1 held, 1 refuted as expected" in called.out
    assert "Auction:" not in called.out  # a base that is not complete
    assert not list(auctions.parent.glob("__pycache__"))


def test_one_mechanism_of_a_file(auctions):
    rows = json.loads(call("check", f"{auctions}::FirstPrice", "--claim", "truth-dominant", "--json").out)
    assert [(row["id"], row["verdict"], row["reading"]) for row in rows] == [
        ("truth-dominant", "refuted", "defined")
    ]
    assert rows[0]["witness"] == {"record": "Lie", "i": 0, "context": [1], "messages": [0, 0]}
    assert rows[0]["evidence"] == (
        "player 1 of type 1 says 0 instead of 1 when player 2 says 0: she gets 1/2 instead of 0, and gains 1/2"
    )


def test_what_is_expected_and_not_found_is_a_contradiction(auctions):
    auctions.write_text(AUCTIONS.replace('"refuted"', '"held"'))
    called = call("check", auctions)
    assert called.status == 1
    assert "FirstPrice: Truth: is very weakly dominant" in called.err
    assert "expected held, found refuted" in called.err


class Reserve(Mechanism):
    """A price is posted, and whoever says that she is worth it, first, pays it; a bonus tempts to lie."""

    players = 2
    types = range(3)
    parameters = {"players": (1, 2), "price": (1, 2), "bonus": (0, 2)}  # noqa: RUF012

    def outcome(self, values):
        return next((i for i, value in enumerate(values) if value >= self.price), None)

    def payoff(self, i, type, outcome):
        return type - self.price + self.bonus if outcome == i else 0


def test_a_parameter_is_swept():
    found = check(Reserve, ["truth-dominant", "anonymous"])
    refuted = found["truth-dominant"]
    assert refuted.scope.startswith("players = 1, price = 1, bonus = 2: ")
    assert refuted.evidence.endswith("(refuted on 4 of 8 variants)")
    assert refuted.witness.record.holds(Reserve(players=1, price=1, bonus=2))
    assert not refuted.witness.record.holds(Reserve(players=1, price=1, bonus=0))
    assert found["anonymous"].evidence.endswith("(refuted on 4 of 8 variants)")
    assert [m.price for m in Reserve.variants()] == [1, 1, 2, 2, 1, 1, 2, 2]


def test_what_is_said_of_variants_says_of_which():
    found = check(Reserve, ["epsilon-dominant", "pure-equilibrium"])
    told = found["epsilon-dominant"].evidence
    assert (
        "players = 1, price = 1, bonus = 0 and 3 others: ε = 0; players = 1, price = 1, bonus = 2: ε = 1"
        in told
    )
    assert found["epsilon-dominant"].scope == "8 of 8 variants"


def test_one_variant_of_a_class():
    assert check(Reserve(price=2), ["truth-dominant"])["truth-dominant"].verdict is Verdict.HELD
    with pytest.raises(MechanismError, match="parameters are players, price, bonus, got colour"):
        Reserve(colour=3)
    held = check(type("Free", (Reserve,), {"parameters": {"price": (1, 2)}, "bonus": 0}), ["truth-dominant"])
    assert held["truth-dominant"].scope == "2 of 2 variants"
    assert held["truth-dominant"].evidence == "72 cases: no lie pays, whatever the others say"


def test_ids_that_are_not_known_are_refused():
    with pytest.raises(InputError, match=r"claims: unknown \(.*, got truth"):
        check(Reserve(), ["truth"])
    with pytest.raises(InputError, match="did you mean truth-dominant"):
        check(Reserve(), ["DSIC"])
    with pytest.raises(InputError, match="did you mean no-deficit-ex-post"):
        check(Reserve(), ["no-deficit"])
    with pytest.raises(MechanismError, match="check: a mechanism, or a class of them, got 3"):
        check(3)


def test_findings_print_a_line_each():
    assert str(check(Reserve(bonus=0), ["truth-dominant"])) == (
        "truth-dominant  held          36 cases: no lie pays, whatever the others say"
    )


def test_a_run_that_decides_nothing_is_no_success(capsys):
    claim = Claim("a", "A", "is not decided", Reading.DEFINED)
    rows = [
        Row(claim, Finding(verdict, "", "why"), 0) for verdict in (Verdict.INAPPLICABLE, Verdict.UNCHECKED)
    ]
    for some, status in (rows, 3), ([], 3), ([*rows, Row(claim, Finding(Verdict.HELD, "", ""), 0)], 0):
        with pytest.raises(SystemExit) as stop:
            finish([], some, False, "markdown")
        assert stop.value.code == status
    assert "nothing was decided" in capsys.readouterr().err
    with pytest.raises(SystemExit) as stop:  # a file of which all is decided hides none of which nothing is
        finish([], [*rows, Row(claim, Finding(Verdict.HELD, "", ""), 0, file="other.py")], False, "markdown")
    assert stop.value.code == 3
    stated = Row(claim, rows[0].finding, 0, Expectation(Verdict.INAPPLICABLE))
    with pytest.raises(SystemExit) as stop:
        finish([], [stated], False, "markdown")
    assert stop.value.code == 0


def test_what_is_open_and_not_expected_surprises_nobody(auctions):
    auctions.write_text(AUCTIONS.replace("range(3)", "range(9)"))
    assert (
        call("check", f"{auctions}::SecondPrice").status == 0
    )  # all orders are not tried in so large a game
    assert (
        call("check", f"{auctions}::SecondPrice", "--claim", "pure-equilibrium").status == 3
    )  # inapplicable
    auctions.write_text(
        AUCTIONS.replace("range(3)", "range(9)").replace('"held"}', '"held", "order-independent": "held"}')
    )
    called = call("check", f"{auctions}::SecondPrice")
    assert called.status == 3
    assert "open: " in called.err


def test_what_a_users_code_prints_is_not_in_the_json(auctions):
    auctions.write_text(
        AUCTIONS.replace("winners = [", "print('bids', bids); winners = [") + "print('loaded')\n"
    )
    called = call("check", f"{auctions}::FirstPrice", "--claim", "truth-dominant", "--json")
    assert len(json.loads(called.out)) == 1
    assert "loaded" in called.err
    assert "bids (0, 0)" in called.err


class SeldomThree(Mechanism):
    """The first player is of type 0 or 1, the second of type 0, and what is said matters to nobody."""

    players, types = 2, {0: (0, 1, 2), 1: (0,)}
    prior = {(0, 0): Fraction(1, 2), (1, 0): Fraction(1, 2), (2, 0): 0}  # noqa: RUF012

    def outcome(self, messages):
        return messages

    def payoff(self, i, type, outcome):
        return int(type == 2 and outcome[0] != 2)


@pytest.mark.parametrize(
    ("claim", "cases"),
    [
        ("bayesian-ic", 4),
        ("epsilon-bayesian", 4),
        ("individually-rational-interim", 3),
        ("dominance-solvable", 7),
        ("twice-dominance-solvable", 7),
        ("interchangeable", 7),
        ("truth-survives", 7),
    ],
)
@pytest.mark.parametrize("elimination", ["interim", "ex ante"])
def test_types_of_probability_zero_are_not_counted(claim, cases, elimination):
    mechanism = SeldomThree()
    mechanism.elimination = elimination
    found = check(mechanism, [claim])[claim]
    assert found.verdict is Verdict.HELD
    assert found.evidence.startswith(f"{cases} cases: ")
    assert found.scope.endswith("; 1 type of probability zero left out")
