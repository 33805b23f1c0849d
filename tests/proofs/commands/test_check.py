"""`check`: instances as they expect, claims refused with the place, and witnesses replayed."""

import json
import re
from itertools import permutations

import pytest

from proofs.audit.load_claims import load_claims
from tests.calls import KEYS, call
from tests.example_games import EXAMPLES


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.toml")), ids=lambda file: file.stem)
def test_every_example_is_as_it_expects(file):
    status, out, err = call("check", file, "--json")
    assert status == 0, err
    assert [list(row) for row in json.loads(out)] == [KEYS] * len(json.loads(out))


def test_a_claim_whose_hypothesis_fails_is_refused_with_the_place():
    status, out, _ = call("check", EXAMPLES / "theorem-3.toml", "--claim", "Theorem 1", "--json")
    printed, read = json.loads(out)
    assert printed["verdict"] == "inapplicable"
    assert "Condition 1 fails: seller 1: commodity 1: unit costs must not decrease" in printed["evidence"]
    assert read["verdict"] == "refuted"
    assert status == 0  # as the file expects


def test_without_the_hypothesis_the_claim_is_refuted():
    arguments = ("--claim", "Theorem 1", "--without", "Condition 1", "--json")
    status, out, err = call("check", EXAMPLES / "theorem-3.toml", *arguments)
    row = json.loads(out)[0]
    assert row["verdict"] == "refuted"
    assert "531,441 message profiles listed" in row["scope"]
    assert "expects -1/5 instead of 0" in row["evidence"]
    assert status == 1  # what the file expects is not compared: a hypothesis was waived
    assert "Theorem 1" in err


def test_without_a_hypothesis_what_the_file_expects_is_not_compared_but_a_witness_has_to_hold():
    assert call("check", EXAMPLES / "condition-1-not-needed.toml", "--without", "Condition 1").status == 0
    status, out, _ = call(
        "check", EXAMPLES / "theorem-1" / "decreasing-costs.toml", "--without", "Condition 1"
    )
    assert (status, out.splitlines()[-1]) == (0, "1 refuted as expected")


def test_a_file_may_say_which_hypothesis_it_does_not_insist_on(tmp_path):
    file = tmp_path / "market.toml"
    text = (EXAMPLES / "condition-1-not-needed.toml").read_text(encoding="utf-8").split("[expect]")[0]
    expected = '[expect]\n"Condition 1" = "refuted"\n"Theorem 1" = "held"\n'
    file.write_text(f'without = ["Condition 1"]\n{text}{expected}', encoding="utf-8")
    assert call("check", file).status == 0
    file.write_text(text + expected, encoding="utf-8")
    assert call("check", file).status == 1  # inapplicable, as long as the hypothesis is insisted on
    for given, wrong in (
        ('["Condition 4"]', "without: hypotheses (did you mean"),
        ("[1]", "without: a list of names, got 1"),
        ('"Condition 1"', "without: a list of names"),
    ):
        file.write_text(f"without = {given}\n{text}", encoding="utf-8")
        status, _, err = call("check", file)
        assert (status, wrong in err) == (2, True), err
    witness = (EXAMPLES / "theorem-1" / "decreasing-costs.toml").read_text(encoding="utf-8")
    file.write_text(f'without = ["Condition 1"]\n{witness}', encoding="utf-8")
    status, _, err = call("check", file)
    assert (status, "without: not in a file with a witness" in err) == (2, True)


def test_without_is_about_hypotheses_of_the_mechanism():
    status, _, err = call("check", EXAMPLES / "first.toml", "--without", "(8)")
    assert (status, "without: hypotheses of G* (Condition 1, D_i is a singleton), got (8)" in err) == (
        2,
        True,
    )
    arguments = (
        "check",
        EXAMPLES / "theorem-3.toml",
        "--without",
        "Condition 1",
        "--claim",
        "truth-dominant",
    )
    assert "what it expects is not compared, with --without" in call(*arguments).err


def test_a_file_without_expectations_fails_on_what_is_refuted(tmp_path):
    file = tmp_path / "market.toml"
    file.write_text((EXAMPLES / "theorem-3.toml").read_text().split("[expect]")[0])
    assert call("check", file)[0] == 1
    assert call("check", file, "--claim", "(1)")[0] == 0
    file.write_text((EXAMPLES / "condition-1-not-needed.toml").read_text().split("[expect]")[0])
    assert call("check", file)[0] == 0  # that Condition 1 fails is a fact
    assert call("check", file, "--claim", "Condition 1")[0] == 0
    # Asked for by name, what is inapplicable is no pass.
    assert call("check", file, "--claim", "Theorem 1")[0] == 3


def test_of_several_files_each_counts(tmp_path):
    wrong = tmp_path / "market.toml"
    wrong.write_text((EXAMPLES / "theorem-3.toml").read_text().split("[expect]")[0])
    files = (wrong, EXAMPLES / "first.toml")
    status, out, err = call("check", *files, "--claim", "Theorem 3", "--json")
    assert (status, err.count("unexpected: ")) == (1, 1)
    assert [row["file"] for row in json.loads(out)] == list(map(str, files))


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ('payoff = "-1/4"', 'payoff = "-1/5"', "her message pays -1/4, not -1/5"),
        ("better_payoff = 0", "better_payoff = 1", "the better message pays 0, not 1"),
        ("agent = 1", "agent = 2", "satisfies Condition 1"),
        ('payoff = "-1/2"', 'payoff = "-1/3"', "not a loss of -1/3"),
    ],
)
def test_a_forged_witness_does_not_hold(tmp_path, old, new, mistake):
    call("counterexample", EXAMPLES / "decreasing-costs.toml", "--output", tmp_path)
    file = tmp_path / "decreasing-costs.witness.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    status, out, err = call("check", file, "--json")
    assert status == 1
    assert json.loads(out)[0]["verdict"] == "open"
    assert mistake in err


def test_a_witness_about_a_changed_buyer_does_not_hold(tmp_path):
    """With two price-taking messages there is no such play as the witness shows: it is said, and not raised."""
    text = (EXAMPLES / "theorem-6" / "without-condition-1.toml").read_text(encoding="utf-8")
    assert "L = [0, 0]" in text
    file = tmp_path / "changed.toml"
    file.write_text(text.replace("L = [0, 0]", "L = [0, 1]"), encoding="utf-8")
    status, out, err = call("check", file, "--json")
    assert (status, json.loads(out)[0]["verdict"]) == (1, "open")
    assert err.endswith("the witness does not hold: buyer 7 with signal L has 2 price-taking messages\n")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("agent = 1", "agent = 5", "witness.agent: one of the 4 agents, got 5"),
        ("agent = 1", "agents = 1", "witness.agents: unknown key (did you mean agent?)"),
        ("better = [0, 0]", "better = [0]", "witness.better: a bundle at each of the 2 prices"),
        ("better = [0, 0]", "better = [0, 3]", "witness.better[2]: amounts from 0 to l = 2, got 3"),
        ("sellers = [1, 2]", "sellers = [1, 1]", "witness.loss.sellers: the sellers 1 to 2 in some order"),
        (
            'claim = "Theorem 1"',
            'claim = "Theorem 2"',
            "witness.claim: one of Theorem 1, Section 2.4, got Theorem 2",
        ),
    ],
)
def test_a_malformed_witness_is_bad_input(tmp_path, old, new, line):
    call("counterexample", EXAMPLES / "decreasing-costs.toml", "--output", tmp_path)
    file = tmp_path / "decreasing-costs.witness.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    status, out, err = call("check", file)
    assert (status, out) == (2, "")
    assert line in err


def test_check_on_an_instance():
    status, out, err = call("check", EXAMPLES / "common-values.toml", "--json")
    assert status == 0, err
    rows = {(row["claim"].split(":")[0], row["reading"]): row for row in json.loads(out)}
    assert rows["Theorem 4", "read"]["verdict"] == "held"
    assert "16,384 cases" in rows["Theorem 4", "read"]["evidence"]
    assert rows["Theorem 4", "printed"]["verdict"] == "inapplicable"


def test_check_without_a_hypothesis():
    file = EXAMPLES / "common-values.toml"
    status, out, _ = call(
        "check", file, "--claim", "Theorem 4", "--without", "Condition 2 as printed", "--json"
    )
    printed = next(row for row in json.loads(out) if row["reading"] == "printed")
    assert status == 1  # the file expects a refusal
    assert printed["verdict"] == "refuted"
    assert "whatever she says" in printed["evidence"]
    assert "which no signal sends" in printed["evidence"]


def test_check_on_larger_groups(tmp_path):
    text = (EXAMPLES / "common-values.toml").read_text(encoding="utf-8")
    text = text[: text.index("[prior]")] + '[[shock]]\nname = "x"\nprobability = 1\nseller = {s = 1}\n'
    text += 'buyer = {low = "1/2", high = "1/2"}\n[[seller]]\ncopies = 4\nunit_costs = [0]\n'
    text += '[[buyer]]\ncopies = 4\ndepends_on = ["own"]\nunit_values = {low = [0], high = [2]}\n'
    file = tmp_path / "two.toml"
    file.write_text(text.replace("n = 1", "n = 2"), encoding="utf-8")
    status, out, err = call("check", file, "--json")
    rows = {(row["claim"].split(":")[0], row["reading"]): row for row in json.loads(out)}
    assert rows["Theorem 4", "read"]["verdict"] == "held"
    assert rows["Theorem 4", "printed"]["verdict"] == "open"
    assert "no first message is kept for a hedge" in rows["Theorem 4", "printed"]["evidence"]
    assert status == 3
    assert rows["(7)", "printed"]["verdict"] == "held", (status, err)
    assert call("show", file)[0] == 0
    status, _, err = call("eliminate", file)
    assert status == 2
    assert "one buyer in a group, got n = 2" in err


def private_values(folder, T, expect=""):
    """G** with private values, correlated signals and n = 1: at T >= 2 third messages are too many to list."""
    file = folder / "private.toml"
    file.write_text(
        f"""title = "private values"
[market]
mechanism = "G**"
n = 1
k = 1
l = 1
T = {T}
eta = "1/10"
[signals]
seller = ["s"]
buyer = ["low", "high"]
[prior]
"s, s, low, low" = "3/8"
"s, s, low, high" = "1/8"
"s, s, high, low" = "1/8"
"s, s, high, high" = "3/8"
[[seller]]
copies = 2
unit_costs = ["1/4"]
[[buyer]]
copies = 2
depends_on = ["buyers"]
[buyer.unit_values]
"low" = ["1/3"]
"high" = ["3/4"]
{expect}""",
        encoding="utf-8",
    )
    return file


@pytest.mark.parametrize("T", [2, 4])
def test_theorem_4_is_decided_where_plans_cannot_be_listed(tmp_path, T):
    """As read by mixed dominance; as printed by a seller whom nothing she says concerns."""
    expect = '[expect]\n"Theorem 4" = "refuted"\n'
    status, out, err = call("check", private_values(tmp_path, T, expect), "--json")
    rows = {(row["item"], row["reading"]): row for row in json.loads(out)}
    assert status == 0, err
    assert rows["Theorem 4", "read"]["verdict"] == "held"
    assert "by mixed dominance" in rows["Theorem 4", "read"]["evidence"]
    assert rows["Theorem 4", "printed"]["verdict"] == "refuted"
    assert "whatever she says" in rows["Theorem 4", "printed"]["evidence"]
    assert {row["verdict"] for row in rows.values()} == {"held", "refuted"}


def test_without_a_decision_the_light_is_not_green(tmp_path, monkeypatch):
    """A limit gives *open* and exit status 3, whatever the verdict was expected to be."""
    monkeypatch.setattr("proofs.rules.on_an_instance.MOST_TRADES", 10)
    monkeypatch.setattr("proofs.rules.on_an_instance.SOME_PROFILES", 5)
    for expect in ("", '[expect]\n"(7)" = "held"\n', '[expect]\n"(7)" = "refuted"\n'):
        file = private_values(tmp_path, 2, expect)
        status, out, err = call("check", file, "--claim", "(7)")
        assert status == 3
        assert "20 of 96: none against" in err  # 4 branches, 2 groups, 3 prices, 2^2 ways to name amounts
        assert out.splitlines()[-1] == "1 open"


def test_what_there_is_no_time_for_is_open(tmp_path):
    status, out, err = call("check", private_values(tmp_path, 2), "--seconds", "1e-9", "--json")
    assert status == 3, err
    rows = json.loads(out)
    assert {row["verdict"] for row in rows} == {"open"}
    assert {row["evidence"] for row in rows} == {"not decided within 1e-09 seconds"}
    assert call("check", private_values(tmp_path, 2), "--seconds", "0")[0] == 2


def test_what_was_not_reached_is_not_as_expected_even_where_open_is(tmp_path):
    file = tmp_path / "a.toml"
    expects = '\n[expect]\n"Theorem 1" = "open"\n'
    file.write_text((EXAMPLES / "first.toml").read_text(encoding="utf-8").split("[expect]")[0] + expects)
    status, out, err = call("check", file, "--claim", "g-star.theorem-1.printed", "--seconds", "1e-9")
    assert status == 3
    assert "expected open, found open: not decided within 1e-09 seconds" in err
    assert "as expected" not in out


def test_a_time_limit_is_a_number():
    status, _, err = call("check", EXAMPLES / "first.toml", "--seconds", "nan")
    assert (status, "nan" in err) == (2, True)


def test_two_runs_print_the_same_but_for_seconds():
    first, second = (call("check", EXAMPLES / "two-commodities.toml", "--json").out for _ in range(2))
    rows, again = ([row | {"seconds": 0} for row in json.loads(out)] for out in (first, second))
    assert rows == again


def test_unchecked_in_a_file_of_version_0_1_means_inapplicable(tmp_path):
    file = tmp_path / "old.toml"
    text = (EXAMPLES / "theorem-3.toml").read_text(encoding="utf-8")
    file.write_text(text.replace('"inapplicable"', '"unchecked"'), encoding="utf-8")
    assert call("check", file)[0] == 0


def test_what_counterexample_writes_is_as_it_expects(tmp_path):
    for name in ("theorem-3", "externality", "complements"):
        assert call("counterexample", EXAMPLES / f"{name}.toml", "--output", tmp_path)[0] == 0
    status, out, err = call("check", *sorted(tmp_path.iterdir()))
    assert status == 0, err
    assert "unexpectedly" not in out


def test_a_claim_is_expected_once_under_whatever_name(tmp_path):
    head, _ = (EXAMPLES / "first.toml").read_text(encoding="utf-8").split("[expect]")
    file = tmp_path / "market.toml"
    for first, second in permutations(("Theorem 1", "g-star.theorem-1.printed")):
        file.write_text(f'{head}[expect]\n"{first}" = "refuted"\n"{second}" = "held"\n')
        status, _, err = call("check", file)
        assert (status, f"{second}: each claim once" in err) == (2, True)


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.toml")), ids=lambda file: file.stem)
def test_a_name_in_the_table_of_what_is_expected_means_one_claim(file):
    claims = load_claims(file).claims
    names = [(claim.item, claim.reading) for claim in claims]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", ["theorem4", "THEOREM-4", "theorem 4", "Theorem–4"])
def test_a_claim_may_be_spelled_in_any_way_that_is_clear(name):
    file = EXAMPLES / "common-values.toml"
    asked, meant = (call("check", file, "--claim", words, "--json") for words in (name, "Theorem 4"))
    ids = [[row["id"] for row in json.loads(done.out)] for done in (asked, meant)]
    assert ids[0] == ids[1] != []
    assert asked.status == meant.status


@pytest.mark.parametrize(
    ("name", "reading"),
    [("theorem4 (amended)", "read"), ("Theorem 4 (read)", "read"), ("Theorem 4 (printed)", "printed")],
)
def test_one_reading_of_an_item_may_be_asked_for(name, reading):
    """As the tables name it, and as `[expect]` does."""
    called = call("check", EXAMPLES / "common-values.toml", "--claim", name, "--json")
    assert [row["id"] for row in json.loads(called.out)] == [f"g-double-star.theorem-4.{reading}"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("theorm 4", "got theorm 4 (did you mean Theorem 4?)"),
        ("g-double-star.theorem4.red", "did you mean g-double-star.theorem-4.read"),
        ("weather", "got weather (known: (1), (7), Condition 2, (8), Theorem 4, Truth, "),
        ("", 'got "" (known: '),
        ("\x1b[31m", r"got \x1b[31m (known: "),
    ],
)
def test_a_claim_that_there_is_not_is_answered_with_the_nearest(name, says):
    status, out, err = call("check", EXAMPLES / "common-values.toml", "--claim", name)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("undominated: --claim: an item or the id of a row, got ")
    assert says in err


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ('"theorem-4 (READ)"', None),
        ("theorem4read", None),
        ('"Theorem 4 (amended)"', None),
        ('"g-double-star.theorem-4.read"', None),
        (
            '"theorem 5 (read)"',
            "expect.theorem 5 (read): unknown key (did you mean Theorem 4 (read)",
        ),
        ("weather", "expect.weather: unknown key (known: (1), (7), Condition 2, "),
        ('"THEOREM 4"', "expect.THEOREM 4: each claim once"),
    ],
)
def test_a_claim_in_the_table_of_what_is_expected_may_be_spelled_so_too(tmp_path, key, says):
    file, text = tmp_path / "market.toml", (EXAMPLES / "common-values.toml").read_text(encoding="utf-8")
    assert '"Theorem 4 (read)" = "held"' in text
    file.write_text(text.replace('"Theorem 4 (read)"', key), encoding="utf-8")
    status, out, err = call("check", file, "--claim", "Theorem 4", "--json")
    if says is None:
        assert status == 0
        assert [row["expected"] for row in json.loads(out)] == ["inapplicable", "held"]
    else:
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert err.startswith(f"undominated: {file}: {says}")


def test_a_hypothesis_may_be_spelled_in_small_letters():
    file = EXAMPLES / "theorem-3.toml"
    arguments = ("check", file, "--claim", "Theorem 1", "--json", "--without")
    verdicts = [
        [row["verdict"] for row in json.loads(call(*arguments, name).out)]
        for name in ("condition 1", "Condition 1")
    ]
    assert verdicts[0] == verdicts[1]


@pytest.mark.parametrize("name", ["strict.nfg", "take-or-pass.efg"])
@pytest.mark.parametrize("command", ["check", "show", "counterexample"])
def test_a_game_is_for_another_command(command, name):
    game = EXAMPLES / "games" / name
    says = "a market in TOML, got a game, which is for `undominated eliminate`"
    assert call(command, game) == (2, "", f"undominated: {game}: {says}\n")


@pytest.mark.parametrize("seconds", ["nan", "inf", "1e300", "-1", "0"])
def test_a_time_limit_is_a_number_of_seconds(seconds):
    status, out, err = call("check", EXAMPLES / "first.toml", "--seconds", seconds)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "'--seconds'" in err


def test_names_in_a_file_cannot_command_the_terminal(tmp_path):
    file, text = tmp_path / "market.toml", (EXAMPLES / "common-values.toml").read_text(encoding="utf-8")
    assert '"low"' in text
    file.write_text(
        re.sub(r"\blow\b", r"\\u001b[2J\\u202e\\u0007low", text.replace("[prior]\n", "[prior]\n")),
        encoding="utf-8",
    )
    for arguments in (("show", file), ("check", file), ("check", file, "--json"), ("eliminate", file)):
        done = call(*arguments)
        assert done.status in (0, 3), done.err
        assert [
            line for line in (*done.out.splitlines(), *done.err.splitlines()) if not line.isprintable()
        ] == []
    assert r"\x1b[2J\u202e" in call("eliminate", file).out
    file.write_text(text.replace("[signals]", '[signals]\n"\\u001b[2J" = 1'), encoding="utf-8")
    assert call("check", file).err.startswith(rf"undominated: {file}: signals.\x1b[2J: unknown key (")


def test_a_page_says_how_to_replay_a_file_and_shows_no_filters_for_one_claim(tmp_path):
    file, page = EXAMPLES / "theorem-4" / "on-the-path.toml", tmp_path / "page.html"
    assert call("check", file, "--html", page)[0] == 0
    html = page.read_text(encoding="utf-8")
    assert f"<code>undominated check {file}</code>" in html
    assert '<form class="filters"' not in html
    assert re.search(r'<details class="claim"[^>]* open>', html)
