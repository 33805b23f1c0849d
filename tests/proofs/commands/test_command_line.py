"""The commands as a user calls them: output, exit status, files written and replayed."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from proofs.audit import instance_claims
from proofs.audit.audit import LEDGER, Row, differences, read_ledger, run
from proofs.audit.kinds import load_witness
from proofs.audit.register import CLAIMS
from proofs.claims.claim import Claim
from proofs.claims.verdict import Finding, Reading, VacuousCheckError, Verdict, held
from proofs.commands import command_line
from proofs.commands.command_line import main
from proofs.theorem_1.counterexample import KINDS, find_counterexample, search
from proofs.theorem_1.statement import NotPriceTaking
from proofs.theorem_3 import statement as theorem_3

EXAMPLES = Path(__file__).parents[3] / "examples"
KEYS = ["claim", "reading", "scope", "verdict", "evidence", "seconds"]

# The paper's numbered items, in the order in which it states them.
PAPER = [
    "(1)", "(2)", "(3)", "Condition 1", "Theorem 1", "(4)", "(5)", "(6)", "Theorem 2", "Theorem 3", "(7)", "(8)",
    "Condition 2", "Theorem 4", "(9)", "(10)", "(11)", "(12)", "(13)", "Theorem 5", "(14)", "(15)", "Condition 3",
    "(16)", "(17)", "(18)", "Theorem 6",
]  # fmt: skip


def call(capsys, *arguments):
    with pytest.raises(SystemExit) as stop:
        main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return stop.value.code or 0, printed.out, printed.err


def test_the_register_has_every_numbered_item_in_the_papers_order():
    items = [claim.item for claim in CLAIMS if not claim.item.startswith("Section")]
    assert list(dict.fromkeys(items)) == PAPER


def test_every_checker_is_registered():
    from proofs.audit import g_star_claims
    from proofs.theorem_4.one_buyer import claims as theorem_4_claims
    from proofs.theorem_6 import g_plus_claims

    registered = {claim.check for claim in CLAIMS}
    for module in (g_star_claims, theorem_4_claims, g_plus_claims):
        checkers = {value for name, value in vars(module).items() if name.startswith("check_")}
        assert checkers
        assert checkers <= registered


def test_claims_are_told_apart_by_name_and_reading():
    keys = [(claim.name, claim.reading) for claim in CLAIMS]
    assert len(set(keys)) == len(keys)


# One item at a time, so that several processes can share the work.
@pytest.mark.parametrize("item", dict.fromkeys(claim.item for claim in CLAIMS))
def test_the_audit_finds_what_the_ledger_expects(capsys, item):
    status, out, err = call(capsys, "audit", "--json", "--claim", item)
    rows = json.loads(out)
    assert status == 0
    assert "unexpected" not in err
    assert [list(row) for row in rows] == [KEYS] * sum(claim.item == item for claim in CLAIMS)
    assert {row["claim"].split(":")[0] for row in rows} == {item}


def test_the_ledger_has_every_claim_and_no_other():
    expected = read_ledger(LEDGER)
    assert list(expected) == [(claim.name, claim.reading.value) for claim in CLAIMS]
    verdicts = {(name.split(":")[0], reading): verdict for (name, reading), verdict in expected.items()}
    assert verdicts["Theorem 1", "printed"] is Verdict.HELD
    assert verdicts["Theorem 3", "printed"] is Verdict.REFUTED
    assert verdicts["Theorem 2", "printed"] is Verdict.UNCHECKED


def test_an_unexpected_verdict_is_status_1_with_the_difference(capsys, tmp_path):
    ledger = tmp_path / "ledger.toml"
    status, _, _ = call(capsys, "audit", "--claim", "Theorem 2", "--write-ledger", ledger)
    assert status == 0
    assert call(capsys, "audit", "--claim", "Theorem 2", "--ledger", ledger)[0] == 0
    ledger.write_text(ledger.read_text().replace("unchecked", "held"))
    status, _, err = call(capsys, "audit", "--claim", "Theorem 2", "--ledger", ledger)
    assert status == 1
    assert "expected held, found unchecked" in err


def test_differences_name_missing_and_surplus_claims():
    row = Row("Theorem 9: x", Reading.READ, Finding(Verdict.HELD, "", ""), 0)
    assert list(differences([row], {})) == ["Theorem 9: x (read): not in the ledger, found held"]
    gone = list(differences([], {("Theorem 9: x", "read"): Verdict.HELD}))
    assert gone == ["Theorem 9: x (read): in the ledger, but there is no such claim"]


@pytest.mark.parametrize(
    "text",
    ["", "[[row]]\nclaim = 'x'", "[[row]]\nclaim = 'x'\nreading = 'read'\nverdict = 'true'", "row = 1"],
)
def test_a_bad_ledger_is_refused(capsys, tmp_path, text):
    ledger = tmp_path / "ledger.toml"
    ledger.write_text(text)
    status, out, err = call(capsys, "audit", "--ledger", ledger)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1


def test_no_check_is_vacuous():
    with pytest.raises(VacuousCheckError):
        held(0, "nothing", "")


def test_an_interrupted_audit_says_what_it_knows(capsys, monkeypatch):
    def interrupt(watch):
        raise KeyboardInterrupt

    claims = [Claim("Theorem 1", "one", Reading.READ, lambda _: held(1, "here", "yes")),
              Claim("Theorem 2", "two", Reading.READ, interrupt)]  # fmt: skip
    monkeypatch.setattr(command_line, "CLAIMS", claims)
    status, out, err = call(capsys, "audit", "--json")
    assert status == 130
    assert [row["verdict"] for row in json.loads(out)] == ["held", "unchecked"]
    assert "interrupted" in err


def test_the_seconds_of_a_claim_without_a_check_are_reported():
    (row,) = run([Claim("(6)", "x", Reading.PRINTED)], lambda _: None)
    assert row.finding.verdict is Verdict.UNCHECKED
    assert row.document()["seconds"] == 0


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.toml")), ids=lambda file: file.stem)
def test_every_example_is_as_it_expects(capsys, file):
    status, out, err = call(capsys, "check", file, "--json")
    assert status == 0, err
    assert [list(row) for row in json.loads(out)] == [KEYS] * len(json.loads(out))


def test_a_claim_whose_hypothesis_fails_is_refused_with_the_place(capsys):
    status, out, _ = call(capsys, "check", EXAMPLES / "theorem-3.toml", "--claim", "Theorem 1", "--json")
    printed, read = json.loads(out)
    assert printed["verdict"] == "unchecked"
    assert "Condition 1 fails: seller 1: commodity 1: unit costs must not decrease" in printed["evidence"]
    assert read["verdict"] == "refuted"
    assert status == 0  # as the file expects


def test_without_the_hypothesis_the_claim_is_refuted(capsys):
    arguments = ("--claim", "Theorem 1", "--without", "Condition 1", "--json")
    status, out, err = call(capsys, "check", EXAMPLES / "theorem-3.toml", *arguments)
    row = json.loads(out)[0]
    assert row["verdict"] == "refuted"
    assert "531,441 message profiles listed" in row["scope"]
    assert "expects −1/5 instead of 0" in row["evidence"]
    assert status == 1  # what the file expects is not compared: a hypothesis was waived
    assert "Theorem 1" in err


def test_a_file_without_expectations_fails_on_what_is_refuted(capsys, tmp_path):
    file = tmp_path / "market.toml"
    file.write_text((EXAMPLES / "theorem-3.toml").read_text().split("[expect]")[0])
    assert call(capsys, "check", file)[0] == 1
    assert call(capsys, "check", file, "--claim", "(1)")[0] == 0
    # Asked for by name, a refusal is not a pass.
    file.write_text((EXAMPLES / "condition-1-not-needed.toml").read_text().split("[expect]")[0])
    assert call(capsys, "check", file, "--claim", "Theorem 1")[0] == 1


def test_a_disagreement_between_listing_and_plan_form_is_never_a_verdict(monkeypatch):
    from mechanisms.files.instances import load_instance

    instance = load_instance(EXAMPLES / "first.toml")
    violation = NotPriceTaking(0, next(instance.mechanism.market.messages()))
    monkeypatch.setattr(instance_claims, "_violations_by_listing", lambda _: iter([violation]))
    claim = next(c for c in instance_claims.claims_on(instance) if c.item == "Theorem 1")
    assert claim.find().verdict is Verdict.OPEN


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", "none.toml"),
        ("check", EXAMPLES / "first.toml", "--claim", "Theorem 9"),
        ("check", EXAMPLES / "first.toml", "--without", "reason"),
        ("show", "none.toml"),
        ("show", EXAMPLES),
        ("audit", "--claim", "Theorem 9"),
        ("counterexample",),
        ("counterexample", EXAMPLES / "first.toml", "--search", "complements"),
        ("counterexample", EXAMPLES / "first.toml", "--agent", "5"),
        ("counterexample", "--search", "complements", "--top", "1.5"),
        ("counterexample", "--search", "nonsense"),
        ("nonsense",),
    ],
    ids=lambda arguments: " ".join(str(a).rsplit("/", 1)[-1] for a in arguments),
)
def test_a_bad_call_is_one_line_and_status_2(capsys, arguments):
    status, out, err = call(capsys, *arguments)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert err.startswith("undominated: ")


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.toml")), ids=lambda file: file.stem)
def test_show_says_what_there_is(capsys, file):
    status, out, _ = call(capsys, "show", file)
    assert status == 0
    for word in ("sellers", "buyers", "Condition ", "D_i"):
        assert word in out


def test_sizes_shown_are_worked_out_by_hand(capsys):
    _, out, _ = call(capsys, "show", EXAMPLES / "two-commodities.toml")
    assert "9^9 = 387,420,489 for each agent" in out
    assert "|Φ| = 576" in out


@pytest.mark.parametrize("kind", KINDS)
def test_a_searched_counterexample_is_written_and_replayed(capsys, tmp_path, kind):
    status, out, _ = call(capsys, "counterexample", "--search", kind, "--output", tmp_path)
    assert status == 0
    assert "She has no dominant message." in out
    witness = load_witness(tmp_path / f"{kind}.witness.toml")
    assert witness.replay().verdict is Verdict.REFUTED
    assert KINDS[kind].includes(witness.instance.traders[witness.record.violation.i])
    status, out, _ = call(capsys, "check", tmp_path / f"{kind}.witness.toml", "--json")
    assert (status, json.loads(out)[0]["verdict"]) == (0, "refuted")
    # The instance file stands on its own.
    assert call(capsys, "check", tmp_path / f"{kind}.toml")[0] == 1


@pytest.mark.parametrize(
    ("kind", "size", "loses"),
    [
        ("externality", (1, 2, 1, 1), False),
        ("decreasing-costs", (1, 1, 2, 1), True),
        ("complements", (1, 2, 1, 1), True),
        ("substitutes", (1, 2, 1, 1), False),
        ("increasing-values", (1, 1, 2, 1), True),
    ],
)
def test_the_smallest_sizes_by_hand(kind, size, loses):
    # Two commodities, or two units, are needed to break Condition 1 that way, and one of everything else.
    found = search(KINDS[kind], 6, 4, 3, lambda _: None).found
    market = found.instance.mechanism.market
    assert (market.n, market.k, market.l, len(market.P) ** (1 / market.k) - 1) == size
    assert (found.record.loss is not None) == loses


def test_a_search_that_finds_nothing_says_how_far_it_looked(capsys):
    # Below 3/2 no start-up cost at T = 1 leaves a seller without a dominant message.
    arguments = ("--search", "decreasing-costs", "--largest", "5", "--finest", "1", "--top", "1")
    status, out, _ = call(capsys, "counterexample", *arguments)
    assert status == 1
    # Costs 0 <= c(1) <= c(2) from {0, 1}: 3 functions at the one size with n + k + l + T = 5.
    assert "No counterexample. Examined: 3 payoff functions, 1 market size(s)." in out


def test_no_counterexample_where_the_conclusion_holds_all_the_same(capsys):
    status, out, _ = call(capsys, "counterexample", EXAMPLES / "condition-1-not-needed.toml")
    assert status == 1
    assert "No counterexample" in out


def test_the_counterexample_of_an_agent_that_was_named(capsys):
    status, out, _ = call(capsys, "counterexample", EXAMPLES / "theorem-3.toml", "--agent", "2")
    assert status == 0
    assert "seller 2" in out


def test_counterexamples_hold_at_larger_n():
    for n in (1, 2, 3):
        instance = theorem_3.instance(n)
        found = find_counterexample(instance, 0)
        assert found.record.holds(instance)
        payoff, better_payoff, loss = found.record.payoffs(instance)
        assert list(found.record.mistakes(instance, (payoff, better_payoff, loss))) == []
        assert list(found.record.mistakes(instance, (better_payoff, better_payoff, loss)))


def test_a_witness_must_be_about_a_price_taking_message(capsys, tmp_path):
    # Everything else it states is true: she breaks Condition 1, and the better message does pay more.
    witness = load_witness(EXAMPLES / "theorem-1" / "decreasing-costs.toml")
    violation = witness.record.violation
    silly = (violation.profile[0][0], (1,))  # one unit at price 1 loses for certain
    forged = replace(violation, profile=(silly, *violation.profile[1:]))
    before, after = forged.payoffs(witness.instance)
    assert before < after
    record = replace(witness.record, violation=forged, loss=None)
    assert list(record.mistakes(witness.instance, (before, after))) == [
        "the message of seller 1 is not price-taking"
    ]
    assert not record.holds(witness.instance)


def test_a_loss_must_be_in_an_event_of_the_same_messages():
    witness = load_witness(EXAMPLES / "theorem-1" / "decreasing-costs.toml")
    loss = witness.record.loss
    assert loss.holds(witness.instance)
    other = replace(loss, profile=(loss.profile[0], loss.profile[2], *loss.profile[2:]))
    record = replace(witness.record, loss=other)
    assert not record.holds(witness.instance)
