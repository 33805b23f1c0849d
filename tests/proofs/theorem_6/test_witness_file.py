"""Witnesses against Theorem 6: their files, forgeries, and what `check` says of them."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import tomlkit

from mechanisms.files.interdependent import read_interdependent
from mechanisms.files.toml import read_toml
from mechanisms.g_plus.third_payoffs import third_payoffs
from proofs.claims.claim import unwatched
from proofs.claims.verdict import Verdict
from proofs.commands.command_line import main
from proofs.theorem_6 import bounds as theorem_6_bounds
from proofs.theorem_6 import claims as theorem_6_claims
from proofs.theorem_6.hypotheses import broken_hypotheses
from proofs.theorem_6.printed import EntryEliminated
from proofs.theorem_6.witness_file import Theorem6Witness, theorem_6_witness_document
from proofs.theorem_6.witness_reader import read_theorem_6_witness
from proofs.theorem_6.witnesses import NEEDED, WITNESSES

EXAMPLES = Path(__file__).parents[3] / "examples" / "theorem-6"
ALL = WITNESSES | NEEDED
N_1, N_2 = "without-condition-1", "without-condition-3"
HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as stop:
        main(list(map(str, arguments)))
    out, err = capsys.readouterr()
    return stop.value.code or 0, out, err


def load(file):
    content = read_toml(file)
    return read_theorem_6_witness(content, read_interdependent(content))


@pytest.fixture(scope="module")
def found():
    """The witnesses; those of the searches as the files have them, which is rechecked below."""
    loaded = {name: load(EXAMPLES / f"{name}.toml") for name in NEEDED}
    return {name: make() for name, make in WITNESSES.items()} | {
        name: (witness.instance, witness.record) for name, witness in loaded.items()
    }


@pytest.mark.parametrize("name", ALL)
def test_the_examples_are_the_witnesses(found, name):
    instance, record = found[name]
    loaded = load(EXAMPLES / f"{name}.toml")
    assert (loaded.instance, loaded.record) == (instance, record)
    assert loaded.replay().verdict is Verdict.REFUTED
    assert broken_hypotheses(instance) == ([record.without] if name in NEEDED else [])


@pytest.mark.parametrize("name", NEEDED)
def test_the_searches_find_what_the_files_have(monkeypatch, found, name):
    """In a short stretch of the family that is searched: costs that do no harm, then those of the file."""
    instance, record = found[name]
    bare, family = replace(instance, paper=""), theorem_6_bounds.FAMILIES[record.without]
    assert any(member == bare for member in family())
    monkeypatch.setitem(theorem_6_bounds.FAMILIES, record.without, lambda: [next(family()), bare])
    assert NEEDED[name]() == (instance, record)


@pytest.mark.parametrize("name", [name for name in ALL if name != N_2])
def test_witnesses_are_written_and_read_again(found, tmp_path, name):
    instance, record = found[name]
    paid = record.payoffs(instance) if isinstance(record, EntryEliminated) else None
    witness = Theorem6Witness(instance, record, paid)
    file = tmp_path / "witness.toml"
    file.write_text(tomlkit.dumps(theorem_6_witness_document(witness)), encoding="utf-8")
    assert load(file) == witness


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            "on-the-path",
            'payoff = "9/64"',
            'payoff = "9/65"',
            "the messages pay 9/64 and 3/20, not 9/65 and 3/20",
        ),
        ("on-the-path", "on the path", "off the path", "the witness does not hold"),
        ("on-the-path", "better = 1", "better = 0", "the witness does not hold"),
        ("on-the-path", "first = [1]", "first = [0]", "the witness does not hold"),
        ("on-the-path", '"H; L, L" = ["1/4"]', '"H; L, L" = ["1/3"]', "the witness does not hold"),
        ("off-the-path", "second = [[0], [0], [0], [1]]", "second = [[1], [0], [0], [1]]", "does not hold"),
        ("off-the-path", "second = [[0], [0], [0], [1]]", "second = [[0], [0], [0], [0]]", "does not hold"),
        ("second-averaged", "H = [2]", "H = [0]", "hypotheses that fail: (15)"),
        ("second-averaged", "senders = [1, 5]", "senders = [1, 3]", "the witness does not hold"),
        ("second-averaged", "senders = [1, 5]", "senders = [1, 4]", "the witness does not hold"),
        ("third-averaged", "senders = [2, 6, 1, 5]", "senders = [2, 6, 2, 5]", "the witness does not hold"),
        ("third-averaged", "asked = [1]", "asked = [0]", "the witness does not hold"),
        ("nothing-best", ', [[1, "s"], [6, "L"]]', "", "the witness does not hold"),
        ("nothing-best", '[6, "L"]', '[6, "H"]', "the witness does not hold"),
        (N_2, 'H, H, H, H, H, H" = [2]', 'H, H, H, H, H, H" = ["1/4"]', "hypotheses that fail: none"),
        (N_1, '["3/4", "1/8"]', '["5/8", "1/8"]', "the witness does not hold"),
        (N_1, '["3/4", "1/8"]', '["1/8", "3/4"]', "hypotheses that fail: none"),
        (N_2, 'without Condition 3"', 'without Condition 1"', "hypotheses that fail: Condition 3"),
        (N_2, "asked = 0\nbetter = 1", "asked = 1\nbetter = 0", "the witness does not hold"),
    ],
)
def test_a_forged_witness_is_open(tmp_path, capsys, name, old, new, said):
    text = (EXAMPLES / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "forged.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    status, out, err = run(capsys, "check", file)
    assert status == 1
    assert "open" in out
    assert said in " ".join(err.split())


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        ("on-the-path", "agent = 4", "agent = 7", "witness.agent: an agent from 1 to 6, got 7"),
        ("on-the-path", 'signal = "H"', 'signal = "M"', "witness.signal: one of L, H, got M"),
        ("on-the-path", 'part = "second"', 'part = "first"', "witness.part: one of second, third, got first"),
        ("on-the-path", "shown = [[1], [0]]", "shown = [[1]]", "witness.shown: 2 first messages, of sellers"),
        ("on-the-path", 'price = "1/2"', 'price = "1/3"', "witness.price: one of 1/2, got 1/3"),
        (
            "on-the-path",
            "second = [[0], [0], [0], [1]]",
            "second = [[0]]",
            "witness.message.second: a demand",
        ),
        (
            "on-the-path",
            'reason = "eliminated',
            'reason = "expelled',
            "witness.reason: one of eliminated off",
        ),
        ("on-the-path", "better = 1", "better = 2", "witness.better: amounts from 0 to l = 1, got 2"),
        ("on-the-path", "[[witness.sent]]\ns = [1]\n", "", "witness.sent: one table for each agent"),
        (
            "second-averaged",
            "senders = [1, 5]",
            "senders = [1, 9]",
            "witness.senders: an agent from 1 to 6, got 9",
        ),
        ("nothing-best", '[6, "L"]', '[6, "M"]', "witness.behind: one of L, H, got M"),
        ("nothing-best", '[6, "L"]', '["6", "L"]', "witness.behind: an agent from 1 to 6, got 6"),
        ("nothing-best", "part =", "better = 1\npart =", "witness.better: unknown key"),
    ],
)
def test_a_witness_that_is_none_is_refused_in_one_line(tmp_path, capsys, name, old, new, line):
    text = (EXAMPLES / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "witness.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    status, _, err = run(capsys, "check", file)
    assert status == 2
    assert err.startswith(f"undominated: {file}: {line}")
    assert err.count("\n") == 1


def test_what_an_entry_costs_by_hand(found):
    """A unit costs 1/4, and 2 if all six buyers want one. Whoever is outside, all four have H with 1/16.

    Then in branch 5 naming 1 earns 3/4 · 1/4 + 1/4 · (−3/2) on average over the two buyers inside. In branch 7
    with 1/4 both inside have H and she must sell a unit at a loss of 3/2; with 1/2 one of them has H, and she
    sells for a gain of 1/4: always or never if her mate says the opposite, half of the times if he says the same.
    """
    instance, record = found[N_2]
    for mates, sells in ((0, (HALF, 1)), (1, (0, HALF))):
        earned = record.against_all_alike(instance)[mates,]
        for x in (0, 1):
            branch_5 = x * (3 * QUARTER * QUARTER - QUARTER * 3 * HALF)
            branch_7 = -QUARTER * 3 * HALF + HALF * sells[x] * QUARTER
            assert earned[(x,)] == (branch_5 / 10 + branch_7 * 4 / 10) / 16


def test_the_exact_entry_needs_a_single_price(found):
    instance, record = found["on-the-path"]
    market = replace(instance.mechanism.market, P=instance.mechanism.market.P * 2)
    two = replace(instance, mechanism=replace(instance.mechanism, market=market))
    with pytest.raises(ValueError, match="prices: a single one, got 2"):
        third_payoffs(two, 0, "s", record.cell, {}, {})


def test_the_printed_claims(monkeypatch, found):
    given = {name: (lambda name=name: found[name]) for name in ALL}
    monkeypatch.setattr(theorem_6_claims, "WITNESSES", {name: given[name] for name in WITNESSES})
    monkeypatch.setattr(theorem_6_claims, "NEEDED", given)
    printed = theorem_6_claims.check_theorem_6_printed(unwatched)
    assert printed.verdict is Verdict.REFUTED
    assert [f"({place})" in printed.evidence for place in range(1, 6)] == [True] * 5
    assert theorem_6_claims.check_condition_3_needed_at_n_2(unwatched).verdict is Verdict.REFUTED
    assert theorem_6_claims.check_condition_1_needed_at_n_2(unwatched).verdict is Verdict.REFUTED
    # The same with a witness that does not hold.
    instance, record = found["on-the-path"]
    wrong = {"on-the-path": lambda: (instance, replace(record, on_path=False))}
    monkeypatch.setattr(theorem_6_claims, "WITNESSES", wrong)
    given[N_2] = lambda: (instance, record)
    assert theorem_6_claims.check_theorem_6_printed(unwatched).verdict is Verdict.OPEN
    assert theorem_6_claims.check_condition_3_needed_at_n_2(unwatched).verdict is Verdict.OPEN
