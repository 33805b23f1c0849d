"""Witnesses in files, of every kind: replayed, written and read again, and forged in one loop."""

import importlib
import inspect
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest
import tomlkit

import proofs
from mechanisms.files.toml import InstanceError
from proofs.audit.kinds import FILE_KINDS, load_witness, table_of, witness_document
from proofs.claims.verdict import Verdict
from proofs.claims.witness_file import FileKind
from proofs.conditions.full_support import NullProfile
from proofs.large_markets.condition_2 import ModelAgainstCondition2
from tests.calls import call

TESTS = Path(__file__).parents[1]
EXAMPLES = TESTS.parent / "examples"
OLD = TESTS / "witness_files"  # a folder for each version: what it wrote is replayed for ever
FILES = sorted(EXAMPLES.glob("theorem-*/*.toml"))


class Forged(NamedTuple):
    """A file in which something is replaced, and what `check` says of it."""

    file: str
    old: str
    new: str
    says: str  # the whole finding, or the beginning of the refusal

    @property
    def is_refused(self):
        return self.says.startswith(("witness.", "sequence.", "market: "))


DOES_NOT_HOLD = "the witness does not hold"
T1 = "theorem-1/decreasing-costs"
OFF_4, ON_4 = "theorem-4/off-the-path", "theorem-4/on-the-path"
SELLER, SURVIVOR, UNSENT = "theorem-4/seller", "theorem-4/printed-condition-2", "theorem-4/unsent"
HEDGED, POOLED, TWICE, FOR_EVER = (
    f"theorem-4/{name}"
    for name in ("hedged-first-message", "pooled-first-messages", "hedged-twice", "hedged-for-ever")
)
KEPT, BY_A_PLAN = "theorem-4/undominated-plan", "theorem-4/pooled-by-a-plan"
FLAT = "theorem-5/flat-zero"
GAP, TOP = "theorem-2/gap", "theorem-2/top-buyer"
USELESS, COARSE = "theorem-3/useless-unit", "theorem-3/coarse-prices"
EVERY, RARE, DEAR, FORCED = (
    f"theorem-5/{name}" for name in ("every-signal-profile", "rare-shock", "dear-sellers", "forced-to-sell")
)
FALLING = "theorem-2/falling-excess"
INFORMED, COSTS = "theorem-5/informed-sellers", "theorem-5/shocked-costs"
OFF_6, ON_6 = "theorem-6/off-the-path", "theorem-6/on-the-path"
SECOND, THIRD, NOTHING = "theorem-6/second-averaged", "theorem-6/third-averaged", "theorem-6/nothing-best"
N_1, N_2 = "theorem-6/without-condition-1", "theorem-6/without-condition-3"
SELLERS = (
    'depends_on = ["buyers"]\nunit_costs = {"L, L, L, L" = [0], "L, L, L, H" = [0], '
    '"L, L, H, H" = ["1/2"], "L, H, H, H" = [0], "H, H, H, H" = [1]}'
)

NOT_PRIVATE = (
    'depends_on = ["own", "buyers"]\nunit_values = { "L; L, L" = [0], "L; L, H" = ["1/8"], "L; H, H" = [0], '
    '"H; L, L" = [2], "H; L, H" = [2], "H; H, H" = [2] }'
)

OWN_OF_N_1 = 'depends_on = "own"\nunit_values = { L = [0, 0], H = [1, 0] }'
OTHERS_OF_N_1 = 'depends_on = ["own", "buyers"]\n[buyer.unit_values]\n' + "".join(
    f'"{own}; {", ".join("L" * (5 - high) + "H" * high)}" = [{worth}, 0]\n'
    for own, worths in (("L", [0] * 6), ("H", [1, 1, 1, 1, 1, 2]))
    for high, worth in enumerate(worths)
)

FORGED = [
    Forged(*row)
    for row in [
        # Theorem 1
        (T1, '\npayoff = "-1/4"', '\npayoff = "-1/5"', f"{DOES_NOT_HOLD}: her message pays -1/4, not -1/5"),
        (T1, "better_payoff = 0", "better_payoff = 1", f"{DOES_NOT_HOLD}: the better message pays 0, not 1"),
        (
            T1,
            "agent = 1",
            "agent = 2",
            f"{DOES_NOT_HOLD}: seller 2 satisfies Condition 1; the message of seller 2 is not price-taking; her "
            "message pays 0, not -1/4; in the stated event seller 2 earns 0, not a loss of -1/2",
        ),
        (
            T1,
            'payoff = "-1/2"',
            'payoff = "-1/3"',
            f"{DOES_NOT_HOLD}: in the stated event seller 1 earns -1/2, not a loss of -1/3",
        ),
        (T1, "agent = 1", "agent = 5", "witness.agent: one of the 4 agents, got 5"),
        (T1, "agent = 1", "agents = 1", "witness.agents: unknown key (did you mean agent?)"),
        (T1, "better = [0, 0]", "better = [0]", "witness.better: a bundle at each of the 2 prices"),
        (T1, "better = [0, 0]", "better = [0, 3]", "witness.better[2]: amounts from 0 to l = 2, got 3"),
        (
            T1,
            "sellers = [1, 2]",
            "sellers = [1, 1]",
            "witness.loss.sellers: the sellers 1 to 2 in some order, got [1, 1]",
        ),
        (T1, '"Theorem 1"', '"Theorem 2"', "witness.claim: one of Theorem 1, Section 2.4, got Theorem 2"),
        # Theorem 4, one buyer in a group
        (ON_4, 'payoff = "1/20"', 'payoff = "1/21"', "the plans pay 1/20 and 1/4, not 1/21 and 1/4"),
        (ON_4, "third = [[0], [1]]", "third = [[1], [0]]", DOES_NOT_HOLD),
        (ON_4, "eliminated on the path", "eliminated off the path", DOES_NOT_HOLD),
        (ON_4, '"s, s, H, L"]\n1 = "1/2"', '"s, s, H, L"]\n1 = "2/5"', DOES_NOT_HOLD),
        (SELLER, "message = [0]", "message = [1]", DOES_NOT_HOLD),
        (SURVIVOR, "[1, 0]", "[1, 1]", DOES_NOT_HOLD),
        (UNSENT, "asked = [0, 0]", "asked = [1, 0]", DOES_NOT_HOLD),
        (ON_4, "agent = 3", "agent = 1", "witness.agent: an agent from 3 to 4, got 1"),
        (ON_4, '\nsignal = "H"', '\nsignal = "M"', "witness.signal: one of L, H, got M"),
        (
            ON_4,
            "third = [[0], [1]]",
            "third = [[0]]",
            "witness.plan.third: a third demand after each of the mate's 2",
        ),
        (
            ON_4,
            "H = [[0], [0]]",
            "H = [[0]]",
            "witness.others.mate.H: a first message and a second demand after it",
        ),
        (ON_4, '"eliminated on the path"', '"luck"', "witness.reason: one of seller, survivor, unsent, "),
        (ON_4, "first = [1]", "first = [2]", "witness.plan.first[1]: amounts from 0 to l = 1, got 2"),
        # Theorem 4, hedges
        (HEDGED, "[[1, 1], [1, 0], [1, 1]]", "[[1, 1], [1, 1], [1, 1]]", DOES_NOT_HOLD),
        (HEDGED, '"H; L, H, H" = ["5/2"]', '"H; L, H, H" = ["3"]', DOES_NOT_HOLD),
        (POOLED, "price = 2", "price = 1", DOES_NOT_HOLD),
        (FOR_EVER, '2 = "11/4"', "2 = 2", DOES_NOT_HOLD),
        (TWICE, '1 = "9/8"\n2 = "23/8"', '1 = "9/8"\n2 = "13/4"', DOES_NOT_HOLD),
        (TWICE, "first = [2, 1]\nsecond = [[[0, 0]", "first = [1, 1]\nsecond = [[[0, 0]", DOES_NOT_HOLD),
        (TWICE, "[[witness.after.sent]]\nL = [2, 0]", "[[witness.after.sent]]\nL = [2, 2]", DOES_NOT_HOLD),
        (TWICE, "[[witness.after]]", "[[witness.later]]", "witness.later: unknown key"),
        (
            TWICE,
            "[[witness.after]]\nagent = 5",
            "[[witness.after]]\nagent = 4",
            "witness.after[1].agent: an agent",
        ),
        (HEDGED, "unit_costs = [0]", SELLERS, "hypotheses that fail: Condition 2"),
        (POOLED, "agent = 5", "agent = 4", "witness.hedge[1].agent: an agent from 5 to 8, got 4"),
        (POOLED, '"pooling"\nsignal = "L"', '"pooling"\nsignal = "M"', "witness.signal: one of L, H, got M"),
        (
            POOLED,
            "[[0, 0], [1, 0], [1, 0]]",
            "[[0, 0], [1, 0]]",
            "witness.hedge[1].second[1]: the mate's first message, the demands at (first, m)",
        ),
        (POOLED, "first = [1, 1]", "first = [1]", "witness.hedge[1].first: a bundle at each of the 2 prices"),
        (POOLED, "L = [0, 0]", "K = [0, 0]", "witness.hedge[1].sent[1].K: unknown key"),
        (POOLED, "price = 2", "price = 3", "witness.price: a place in P, 1 to 2, got 3"),
        (BY_A_PLAN, "price = 2", "price = 1", DOES_NOT_HOLD),
        (
            BY_A_PLAN,
            "first = [1, 1]\n\n[[witness.hedge.profile]]",
            "first = [1, 0]\n\n[[witness.hedge.profile]]",
            DOES_NOT_HOLD,
        ),
        (BY_A_PLAN, '"L; L, L, H" = ["99/100"]', '"L; L, L, H" = ["49/100"]', DOES_NOT_HOLD),
        (
            BY_A_PLAN,
            'signal = "L"\nfirst = [1, 1]',
            'signal = "L"\nfirst = [1, 2]',
            "witness.hedge[1].first[2]: amounts from 0",
        ),
        (BY_A_PLAN, 'by = "root"', 'by = "luck"', "witness.hedge[1].tree.by: one of root, cell, got luck"),
        (
            SELLER,
            '"seller"\nagent = 1\nsignal = "s"\nmessage = [0]',
            '"for ever"',
            "witness.reason: a witness for two buyers in a group, got n = 1",
        ),
        # Theorem 4, an undominated plan
        (KEPT, '"H; L, H, H" = ["5/2"]', '"H; L, H, H" = ["7/2"]', DOES_NOT_HOLD),
        (KEPT, '"H; L, L, H" = ["1/4"]', '"H; L, L, H" = ["2"]', DOES_NOT_HOLD),
        (KEPT, "agent = 5", "agent = 1", "witness.agent: an agent from 5 to 8, got 1"),
        (
            KEPT,
            "mean = 1\n",
            "mean = 0\n",
            "witness.tree.parts[4].parts[1].parts[1].parts[1].mean: a positive integer, got 0",
        ),
        (
            KEPT,
            "listed = [[1, ",
            "listed = [[999, ",
            "witness.tree.parts[1].listed: the number of a profile, 1 to 35, got 999",
        ),
        (KEPT, 'by = "root"', 'by = "luck"', "witness.tree.by: one of root, cell, got luck"),
        (
            KEPT,
            "listed = [[1, ",
            "listed = [[1, 2, ",
            "witness.tree.parts[1].listed: pairs of a profile and its weight",
        ),
        # Theorems 2, 3 and 5 along sequences of markets
        (GAP, 'least = "1/2"', 'least = "3/5"', DOES_NOT_HOLD),  # at n = 8 that is not seen
        (GAP, 'least = "1/2"', "least = 0", DOES_NOT_HOLD),
        (GAP, "start = 8", "start = 7", DOES_NOT_HOLD),
        (GAP, '1 = "1/2"', '1 = "1/3"', DOES_NOT_HOLD),
        (GAP, '10 = "45086469/59676188"', '10 = "45086468/59676188"', DOES_NOT_HOLD),
        (GAP, 'name = "gap"', 'name = "even"', DOES_NOT_HOLD),
        (GAP, 'name = "gap"', 'name = "gaps"', "sequence.name: one of even, gap, "),
        (GAP, 'tie = "lowest"', 'tie = "middle"', "sequence.tie: one of lowest, highest, got middle"),
        (GAP, "1 = ", "0 = ", "witness.figures.0: n from 1 to 400, got 0"),
        (GAP, "10 = ", "1000000 = ", "witness.figures.1000000: n from 1 to 400"),
        (GAP, '"uniform pricing"', '"luck"', "witness.reason: one of uniform pricing, efficiency, got luck"),
        (GAP, '"Theorem 2"', '"Theorem 5"', "witness.claim: one of Theorem 2, Theorem 3, got Theorem 5"),
        (GAP, "start = 8", "from = 8", "witness.from: unknown key"),
        (GAP, "[sequence]", "[market]\n[sequence]", "market: unknown key"),
        (TOP, '"efficiency"', '"uniform pricing"', DOES_NOT_HOLD),
        (TOP, 'name = "top buyer"', 'name = "top buyer, slow"', DOES_NOT_HOLD),
        (USELESS, "start = 30", "start = 20", DOES_NOT_HOLD),
        (USELESS, "2 = ", "1 = ", "witness.figures.1: n from 2 to 400, got 1"),
        (COARSE, "start = 1000000", "start = 300000", DOES_NOT_HOLD),
        (EVERY, '1 = "7/10"', '1 = "8/10"', DOES_NOT_HOLD),
        (EVERY, 'name = "opposite shocks"', 'name = "forced to sell"', DOES_NOT_HOLD),
        (RARE, 'least = "1/16"', 'least = "1/15"', DOES_NOT_HOLD),
        (RARE, "5 = ", "6 = ", DOES_NOT_HOLD),
        (RARE, "5 = ", "41 = ", "witness.figures.41: n from 1 to 40, got 41"),
        (RARE, 'tie = "lowest"', 'tie = "highest"', DOES_NOT_HOLD),
        (DEAR, 'least = "1/10"', 'least = "1/8"', DOES_NOT_HOLD),
        (DEAR, '20 = "36', '20 = "35', DOES_NOT_HOLD),
        (FLAT, '20 = "63', '20 = "64', DOES_NOT_HOLD),
        (COARSE, '40 = "19', '40 = "18', DOES_NOT_HOLD),
        (FORCED, '5 = "57', '5 = "58', DOES_NOT_HOLD),
        (FLAT, "start = 10000", "start = 5000", DOES_NOT_HOLD),
        (FLAT, 'tie = "lowest"', 'tie = "highest"', DOES_NOT_HOLD),
        (FORCED, 'least = "1/16"', 'least = "1/12"', DOES_NOT_HOLD),
        (FORCED, 'tie = "lowest"', 'tie = "highest"', DOES_NOT_HOLD),
        # What sections 2.4 and 3.4 say of their models
        (FALLING, "excess = 0", "excess = 1", "the excesses are 0 and -2, not 1 and -2"),
        (FALLING, "commodity = 2", "commodity = 1", DOES_NOT_HOLD),
        (FALLING, 'to = ["1/2", "1/4"]', 'to = ["1/2", 0]', DOES_NOT_HOLD),
        (FALLING, "commodity = 2", "commodity = 3", "witness.commodity: a commodity from 1 to 2, got 3"),
        (FALLING, 'to = ["1/2", "1/4"]', 'to = ["1/3", "1/4"]', "witness.to: one of the 25 prices, got ["),
        (INFORMED, '"9/80"', '"1/10"', DOES_NOT_HOLD),
        (INFORMED, "agent = 3", "agent = 2", DOES_NOT_HOLD),
        (INFORMED, 'name = "informed sellers"', 'name = "opposite shocks"', "witness.at[1]: one of y1, y2"),
        (
            INFORMED,
            'instead = "high1"',
            'instead = "high2"',
            "witness.instead: one of low1, low2, high1, got",
        ),
        (INFORMED, "agent = 3", "agent = 5", "witness.agent: an agent from 1 to 4, got 5"),
        (COSTS, 'instead = "1,1"', 'instead = "0,1"', DOES_NOT_HOLD),
        (COSTS, 'name = "shocked costs"', 'name = "opposite shocks"', DOES_NOT_HOLD),
        (COSTS, '"Condition 2"', '"condition 2"', "witness.reason: one of participation, Condition 2, got"),
        # Theorem 6
        (ON_6, '"9/64"', '"9/65"', "the messages pay 9/64 and 3/20, not 9/65 and 3/20"),
        (ON_6, "on the path", "off the path", DOES_NOT_HOLD),
        (ON_6, "better = 1", "better = 0", DOES_NOT_HOLD),
        (ON_6, "first = [1]", "first = [0]", DOES_NOT_HOLD),
        (ON_6, '"H; L, L" = ["1/4"]', '"H; L, L" = ["1/3"]', DOES_NOT_HOLD),
        (OFF_6, "second = [[0], [0], [0], [1]]", "second = [[1], [0], [0], [1]]", DOES_NOT_HOLD),
        (OFF_6, "second = [[0], [0], [0], [1]]", "second = [[0], [0], [0], [0]]", DOES_NOT_HOLD),
        (
            OFF_6,
            "[0], [1]]\n\n[[witness.sent]]",
            "[0], [0]]\n\n[[witness.sent]]",
            DOES_NOT_HOLD,
        ),  # breaks (18)
        (SECOND, "H = [2]", "H = [0]", "hypotheses that fail: (15)"),
        (SECOND, 'depends_on = "own"\nunit_values = { L = [0], H = [2] }', NOT_PRIVATE, DOES_NOT_HOLD),
        (SECOND, "senders = [1, 5]", "senders = [1, 3]", DOES_NOT_HOLD),
        (SECOND, "senders = [1, 5]", "senders = [1, 4]", DOES_NOT_HOLD),
        (THIRD, "senders = [2, 6, 1, 5]", "senders = [2, 6, 2, 5]", DOES_NOT_HOLD),
        (THIRD, "asked = [1]", "asked = [0]", DOES_NOT_HOLD),
        (NOTHING, ', [[1, "s"], [6, "L"]]', "", DOES_NOT_HOLD),
        (NOTHING, '[6, "L"]', '[6, "H"]', DOES_NOT_HOLD),
        (N_2, 'H, H, H, H, H, H" = [2]', 'H, H, H, H, H, H" = ["1/4"]', "hypotheses that fail: none"),
        (N_1, '["3/4", "1/8"]', '["5/8", "1/8"]', DOES_NOT_HOLD),
        (N_1, '["3/4", "1/8"]', '["1/8", "3/4"]', "hypotheses that fail: none"),
        (
            N_1,
            "L = [0, 0]",
            "L = [0, 1]",
            f"{DOES_NOT_HOLD}: buyer 7 with signal L has 2 price-taking messages",
        ),
        (N_1, 'prices = ["1/2"]', 'prices = ["1/2", 3]', "witness.shown"),
        (
            N_1,
            OWN_OF_N_1,
            OTHERS_OF_N_1,
            f"{DOES_NOT_HOLD}: what buyer 7 gains depends on the signal of buyer 8",
        ),
        (
            N_1,
            'agent = 1\nsignal = "s"',
            'agent = 7\nsignal = "L"',
            f"{DOES_NOT_HOLD}: it is not about a third message of a seller",
        ),
        (N_2, 'without Condition 3"', 'without Condition 1"', "hypotheses that fail: Condition 3"),
        (N_2, "asked = 0\nbetter = 1", "asked = 1\nbetter = 0", DOES_NOT_HOLD),
        (ON_6, "agent = 4", "agent = 7", "witness.agent: an agent from 1 to 6, got 7"),
        (ON_6, '\nsignal = "H"', '\nsignal = "M"', "witness.signal: one of L, H, got M"),
        (ON_6, 'part = "second"', 'part = "first"', "witness.part: one of second, third, got first"),
        (ON_6, "shown = [[1], [0]]", "shown = [[1]]", "witness.shown: 2 first messages, of sellers"),
        (ON_6, 'price = "1/2"', 'price = "1/3"', "witness.price: one of 1/2, got 1/3"),
        (ON_6, "second = [[0], [0], [0], [1]]", "second = [[0]]", "witness.message.second: a demand"),
        (ON_6, '"eliminated on', '"expelled on', "witness.reason: one of eliminated off the path, "),
        (ON_6, "better = 1", "better = 2", "witness.better: amounts from 0 to l = 1, got 2"),
        (ON_6, "[[witness.sent]]\ns = [1]\n", "", "witness.sent: one table for each agent"),
        (SECOND, "senders = [1, 5]", "senders = [1, 9]", "witness.senders: an agent from 1 to 6, got 9"),
        (NOTHING, '[6, "L"]', '[6, "M"]', "witness.behind: one of L, H, got M"),
        (NOTHING, '[6, "L"]', '["6", "L"]', "witness.behind: an agent from 1 to 6, got 6"),
        (NOTHING, "part =", "better = 1\npart =", "witness.better: unknown key"),
    ]
]


@pytest.mark.thorough
@pytest.mark.parametrize(
    "row", FORGED, ids=lambda row: f"{row.file}: {row.new.splitlines()[0] if row.new else ''}"
)
def test_a_forged_file_is_open_or_refused_in_one_line(tmp_path, row):
    text = (EXAMPLES / f"{row.file}.toml").read_text(encoding="utf-8")
    assert row.old in text
    file = tmp_path / "forged.toml"
    file.write_text(text.replace(row.old, row.new), encoding="utf-8")
    status, out, err = call("check", file)
    if row.is_refused:
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert err.startswith(f"undominated: {file}: {row.says}")
    else:
        assert status == 1
        assert "open" in out
        assert err.startswith("done: ")
        assert f"expected refuted, found open: {row.says}\n" in err


def name(file):
    return str(file.relative_to(EXAMPLES).with_suffix(""))


def concrete_kinds(kind=FileKind):
    """All subclasses that can be made, wherever in `proofs` they are."""
    for each in kind.__subclasses__():
        yield from concrete_kinds(each)
        if not inspect.isabstract(each) and each.__module__ != __name__:
            yield each


def test_every_kind_is_in_the_table_has_an_example_and_is_forged():
    for file in Path(proofs.__file__).parent.glob("**/*.py"):
        importlib.import_module(".".join(file.relative_to(EXAMPLES.parent).with_suffix("").parts))
    assert {type(kind) for kind in FILE_KINDS} == set(concrete_kinds())
    shown = {(kind.claim, reason) for kind in FILE_KINDS for reason in kind.reasons or (None,)}
    written = {str(file): tomlkit.parse(file.read_text(encoding="utf-8"))["witness"] for file in FILES}
    assert {(table["claim"], table.get("reason")) for table in written.values()} == shown
    forged = {load_witness(EXAMPLES / f"{row.file}.toml").kind for row in FORGED if not row.is_refused}
    assert forged == set(FILE_KINDS)


ALONG = [file for file in FILES if "[sequence]" in file.read_text(encoding="utf-8")]


@pytest.mark.thorough
@pytest.mark.parametrize("file", ALONG, ids=name)
def test_no_number_along_a_sequence_may_change(file):
    witness = load_witness(file)
    record, a_little = witness.record, Fraction(1, 10**40)
    if isinstance(record, ModelAgainstCondition2):
        before, after = record.worths
        wrong = [replace(record, worths=some) for some in ((before + a_little, after), (before, -after))]
    else:
        wrong = [replace(record, figures=((n, figure + a_little),)) for n, figure in record.figures]
        wrong.append(replace(record, figures=record.figures[:1], least=Fraction(2)))
    for forged in wrong:
        assert not forged.holds(witness.instance)


@pytest.mark.parametrize("file", FILES, ids=name)
def test_what_is_written_is_read_again(tmp_path, file):
    witness = load_witness(file)
    document = witness_document(witness.instance, witness.record)
    assert document["witness"] == tomlkit.parse(file.read_text(encoding="utf-8"))["witness"].unwrap()
    again = tmp_path / "again.toml"
    again.write_text(tomlkit.dumps(document), encoding="utf-8")
    assert load_witness(again) == witness


@pytest.mark.thorough
@pytest.mark.parametrize("file", sorted(OLD.glob("*/*/*.toml")), ids=lambda file: str(file.relative_to(OLD)))
def test_old_files_replay_for_ever(file):
    finding = load_witness(file).replay()
    assert finding.verdict is Verdict.REFUTED
    assert finding.evidence


def test_files_of_every_kind_are_kept():
    kinds = {load_witness(file).kind for file in OLD.glob("*/*/*.toml")}
    assert kinds == set(FILE_KINDS)


def test_a_file_without_a_witness_has_none():
    assert load_witness(EXAMPLES / "first.toml") is None


def test_a_witness_against_another_claim_is_refused(tmp_path):
    for file, claim in (T1, "Theorem 4"), (SELLER, "Theorem 6"), (ON_6, "Theorem 1"):
        text = (EXAMPLES / f"{file}.toml").read_text(encoding="utf-8")
        head, table = text.split("[witness]\n")
        forged = tmp_path / "forged.toml"
        forged.write_text(
            f'{head}[witness]\nclaim = "{claim}"\n{table.split(chr(10), 1)[1]}', encoding="utf-8"
        )
        with pytest.raises(InstanceError, match=f"witness.claim: one of Theorem .*, got {claim}"):
            load_witness(forged)


def test_a_record_of_no_kind_is_an_error():
    instance = load_witness(EXAMPLES / f"{SELLER}.toml").instance
    with pytest.raises(LookupError, match="no kind of witness for NullProfile"):
        witness_document(instance, NullProfile(("s", "s", "b", "b")))


def test_two_kinds_cannot_answer_to_the_same_words():
    first = FILE_KINDS[0]
    for kinds in (first, first), (FILE_KINDS[1], FILE_KINDS[1]):
        with pytest.raises(ValueError, match="two kinds of witnesses for"):
            table_of(kinds)

    class Another(type(first)):
        reasons = ("another",)

    for kinds in (first, Another()), (Another(), first):
        with pytest.raises(ValueError, match="two kinds of witnesses for Theorem 1"):
            table_of(kinds)
