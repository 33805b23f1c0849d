"""`curve`: exact points as tables and files, in a log that survives; whatever is wrong is one line."""

import csv
import io
import json
import sqlite3
import subprocess
import sys
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from gametheory.games.decimals import decimal
from gametheory.games.errors import TooLargeError
from mechanisms.files.sequences import load_growing
from mechanisms.large.curve import Point, RivalPoint
from proofs.audit.sources import house
from proofs.claims.outcome_store import OutcomeStore
from proofs.commands.curve import CLAIM, RIVALS
from proofs.commands.curve_log import read, written
from tests.calls import call
from tests.example_games import EXAMPLES
from tests.large_markets import over_all_draws

SHOCK = EXAMPLES / "macro-shock.toml"
EVEN = EXAMPLES / "sequences" / "even.toml"


def test_a_picture_is_xml_whatever_the_title(tmp_path):
    file = tmp_path / "odd.toml"
    file.write_text(
        APART.replace("T = 1", "T = 2").replace("Two prices", "\\u0001 & < prices"), encoding="utf-8"
    )
    assert call("curve", file, "--to", 2, "--picture", tmp_path / "odd.svg").status == 0
    ElementTree.parse(tmp_path / "odd.svg")


@pytest.mark.parametrize("option", ["--picture", "--html"])
def test_a_picture_of_what_no_float_can_be_is_one_line(tmp_path, option):
    file, name = tmp_path / "large.toml", {"--picture": "p.svg", "--html": "p.html"}[option]
    file.write_text(APART.replace('"3/4"', f'"{10**400}"'), encoding="utf-8")
    assert call("curve", file, "--to", 2).status == 0
    status, _, err = call("curve", file, "--to", 2, option, tmp_path / name)
    assert (status, "a picture: numbers between 10^-300 and 10^300" in err) == (2, True)


APART = """
title = "Two prices, neither of which suits both sides"
[market]
mechanism = "G*"
n = 1
k = 1
l = 1
T = 1
[[seller]]
unit_costs = ["1/4"]
copies = 2
[[buyer]]
unit_values = ["3/4"]
copies = 2
"""


def test_no_n_is_promised_where_an_excess_grows_with_replicas(tmp_path):
    """At 0 nobody sells, at 1 nobody buys: the loss is 1/4 at every n."""
    file = tmp_path / "apart.toml"
    file.write_text(APART, encoding="utf-8")
    out = " ".join(call("curve", file, "--to", 2, "--within", "1/5").out.split())
    assert "No n is promised from which on the loss per capita is 1/5 at the most" in out
    assert "an excess, here up to 4, that grows" in out
    _, out, _ = call("curve", file, "--to", 2, "--within", "1/5", "--json")
    assert json.loads(out)["n_star"]["n"] is None
    file.write_text(APART.replace("T = 1", "T = 2"), encoding="utf-8")  # at 1/2 all trade
    assert "At every n >= " in " ".join(call("curve", file, "--to", 2, "--within", "1/5").out.split())
    assert call("curve", file, "--to", 1, "--against", "--posted", 0).status == 0
    assert call("curve", file, "--to", 1, "--against", "--posted", "-1").status == 2


def test_json_has_exact_numbers_and_verdicts_that_were_decided():
    status, out, _ = call("curve", EVEN, "--to", 3, "--against", "--json")
    assert status == 0
    document = json.loads(out)
    assert [row["n"] for row in document["points"]] == [1, 2, 3]
    first = document["points"][0]
    assert first["loss_per_capita"] == {"exact": "3/32", "decimal": "0.09375"}
    assert first["rivals"]["posted_at"] == "1/2"
    for row in document["points"]:
        for entry in (row["loss_per_capita"], row["bound"], row["volume"]):
            assert decimal(Fraction(entry["exact"]), 12) == entry["decimal"]
        assert Fraction(row["loss_per_capita"]["exact"]) < Fraction(row["bound"]["exact"])
    verdicts = {row["mechanism"]: row["verdict"] for row in document["truth_dominant"]}
    assert (verdicts["G*"], verdicts["G*, best offers first"]) == ("held", "refuted")


def test_comma_separated_values():
    _, out, _ = call("curve", EVEN, "--to", 2, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["n"], row["loss"], row["loss_times_root_n"]) for row in rows] == [
        ("1", "3/32", "0.09375"),
        ("2", "5/72", "0.0982092751648"),
    ]


def test_tables():
    _, out, err = call("curve", EXAMPLES / "first.toml", "--to", 4, "--every", "--epsilon", "1/2")
    assert "prices differ by 1/2" in out
    assert err.splitlines()[-1] == "done: n = 4 of 4"
    _, out, _ = call("curve", EVEN, "--to", 1, "--against", "--posted", "1/8", "--markdown")
    assert "The price that is posted: 1/8" in out
    assert "| G\\*, best offers first | refuted | buyer 5 of type 3/8 says 7/8" in out.replace("\\*\\*", "**")
    _, out, _ = call("curve", EXAMPLES / "two-commodities.toml", "--to", 2, "--csv")
    assert [row["bound"] for row in csv.DictReader(io.StringIO(out))] == [""]


def test_a_picture(tmp_path):
    file, again = tmp_path / "curve.svg", tmp_path / "again.svg"
    for name in (file, again):
        assert call("curve", EVEN, "--to", 3, "--picture", name).status == 0
    text = file.read_text(encoding="utf-8")
    assert text == again.read_text(encoding="utf-8")
    assert text.startswith("<?xml")


def test_pictures_given_shocks(tmp_path):
    file, again, page = tmp_path / "curve.svg", tmp_path / "again.svg", tmp_path / "page.html"
    boom = EXAMPLES / "sequences" / "rare-boom.toml"
    assert call("curve", boom, "--to", 3, "--picture", file, "--html", page).status == 0
    assert call("curve", boom, "--to", 3, "--picture", again, "--csv").status == 0
    assert file.read_text(encoding="utf-8") == again.read_text(encoding="utf-8")
    text = page.read_text(encoding="utf-8")
    assert all(words in text for words in ("given bust", "given boom", "How likely prices differ by 1/10"))


def test_from_which_n_on_the_loss_is_small():
    _, out, _ = call("curve", EVEN, "--to", 3, "--within", "1/100", "--json")
    document = json.loads(out)
    assert document["n_star"] == {
        "epsilon": "1/100",
        "n": 75_625,
        "units": 1,
        "cost_of_rationing": "1",
        "excess": 0,
        "prices_apart": "1",
    }
    assert "n_star" not in json.loads(call("curve", EVEN, "--to", 1, "--json").out)
    out = " ".join(call("curve", EVEN, "--to", 2, "--within", "1/10").out.split())
    assert (
        "At every n >= 757 the loss per capita is 1/10 at the most, if as here nobody trades more than 1 unit, "
        in out
    )
    status, out, err = call("curve", EXAMPLES / "two-commodities.toml", "--to", 2, "--within", "1/10")
    assert (status, out, err.splitlines()[-1]) == (
        2,
        "",
        "undominated: --within: only for one commodity, got k = 2",
    )


def test_a_log_is_gone_on_with_and_changes_nothing(tmp_path):
    log = tmp_path / "curve.log"
    status, out, _ = call("curve", EVEN, "--to", 3, "--against", "--csv")
    assert call("curve", EVEN, "--to", 2, "--csv", "--log", log).status == 0
    assert call("curve", EVEN, "--to", 3, "--against", "--csv", "--log", log)[:2] == (status, out)
    with OutcomeStore(log) as store:
        assert [len(store.outcomes(claim, house())) for claim in (CLAIM, RIVALS)] == [3, 3]
        (case, *_) = (c for c in store.outcomes(CLAIM, house()) if c.startswith("n = 2, "))
    assert call("curve", EVEN, "--to", 3, "--epsilon", "1/4", "--csv", "--log", log)[:2] != (status, out)
    with sqlite3.connect(log) as file:
        file.execute(
            "UPDATE outcome SET outcome = replace(outcome, '5/72', '5/73') WHERE case_text = ?", [case]
        )
    file.close()
    _, again, err = call("curve", EVEN, "--to", 3, "--against", "--csv", "--log", log)
    assert again == out
    assert f"{log}: damaged row of {case}: set aside, and found again" in err


def test_a_log_is_read_and_not_found_anew(tmp_path, monkeypatch):
    log = tmp_path / "curve.log"
    out = call("curve", EVEN, "--to", 2, "--csv", "--log", log).out
    monkeypatch.setattr("mechanisms.large.in_g_star.unit_demands", None)
    assert call("curve", EVEN, "--to", 2, "--csv", "--log", log).out == out


def test_a_run_that_is_killed_leaves_what_it_found(tmp_path):
    log = tmp_path / "curve.log"
    command = [sys.executable, "-m", "undominated", "curve", EVEN, "--to", "2000", "--every", "--log", log]
    killed = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    for n in (1, 2, 3):
        assert killed.stderr.readline() == f"done: n = {n} of 2000\n"
    killed.kill()
    killed.communicate()
    with OutcomeStore(log) as store:
        assert len(store.outcomes(CLAIM, house())) >= 3


def test_interrupted_it_shows_what_is_known(monkeypatch, tmp_path):
    from mechanisms.large import curve

    def interrupted(instance, epsilon, find=curve.point):
        if instance.mechanism.market.n == 3:
            raise KeyboardInterrupt
        return find(instance, epsilon)

    monkeypatch.setattr(curve, "point", interrupted)
    log = tmp_path / "curve.log"
    status, out, err = call("curve", EVEN, "--to", 9, "--csv", "--log", log)
    assert (status, len(out.splitlines())) == (130, 3)
    assert err.endswith(
        f"undominated: interrupted; {log} holds what is known, and the same command goes on\n"
    )


def test_what_is_too_large_is_said_and_the_rest_is_shown(monkeypatch):
    monkeypatch.setattr("mechanisms.large.price_difference.MOST_PAIRS", 1)
    assert "too large" in call("curve", EXAMPLES / "first.toml", "--to", 2).out
    from mechanisms.large import curve

    too_large = [3]

    def limited(instance, epsilon, find=curve.point):
        if instance.mechanism.market.n in too_large:
            raise TooLargeError("1 step, at most 0")
        return find(instance, epsilon)

    monkeypatch.setattr(curve, "point", limited)
    status, out, err = call("curve", EVEN, "--to", 9, "--csv")
    assert (status, len(out.splitlines())) == (3, 3)
    assert err.endswith("undominated: n = 3 is too large: 1 step, at most 0\n")
    too_large.append(1)
    status, out, err = call("curve", EVEN, "--to", 1)  # nothing is known, and nobody has interrupted it
    assert (status, out) == (3, "")
    assert err.startswith("undominated: n = 1 is too large: ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["missing.toml"], "missing.toml: cannot be read: No such file or directory"),
        (["missing.py"], "missing.py: cannot be read: No such file or directory"),
        ([EVEN, "--to", "0"], "Invalid value for '--to': 0 is not in the range 1<=x<=2000."),
        (
            [EVEN, "--epsilon", "0.1"],
            "Invalid value for '--epsilon': number: an exact number is an integer or \"p/q\" (here \"1/10\"), got '0.1'",
        ),
        ([EVEN, "--epsilon", "-1"], "Invalid value for '--epsilon': a number greater than 0, got -1"),
        ([EVEN, "--picture", "curve.png"], "--picture: a name that ends with .svg, got curve.png"),
        ([EVEN, "--posted", "1/2"], "--posted: only with --against"),
        ([EVEN, "--json", "--csv"], "--csv: not with --json"),
        (
            [EVEN, "--log", EVEN],
            f"--log: a file that the command does not use otherwise, got {EVEN}",
        ),
        (
            [EXAMPLES / "common-values.toml"],
            f"{EXAMPLES}/common-values.toml: shock: a macro shock, given which signals are independent "
            "(curves of G**)",
        ),
        (
            [EXAMPLES / "g-plus-common-values.toml"],
            f"{EXAMPLES}/g-plus-common-values.toml: market.mechanism: G* or G**, whose curves are drawn, got G+",
        ),
        ([SHOCK, "--against"], "--against: only for G*, got markets of G**"),
        ([SHOCK, "--within", "1/10"], "--within: only for G*, got markets of G**"),
        ([EXAMPLES / "two-units.toml", "--against"], "rivals: k = l = 1, got k = 1, l = 2"),
    ],
)
def test_bad_input_is_one_line(arguments, says):
    status, out, err = call("curve", *arguments)
    assert (status, out, err) == (2, "", f"undominated: {says}\n")


def test_given_a_shock_points_are_what_the_mechanism_does():
    """On the market in the file, over all signals, φ, prices and branches."""
    sequence, _ = load_growing(SHOCK)
    slow = over_all_draws(sequence.market(1))
    status, out, _ = call("curve", SHOCK, "--to", 2, "--epsilon", 1, "--json")
    points = json.loads(out)["points"]
    assert (status, [(row["n"], row["shock"]) for row in points]) == (
        0,
        [(n, shock) for n in (1, 2) for shock in ("bust", "boom")],
    )
    for row, each in zip(points, slow, strict=False):
        assert Fraction(row["loss_per_capita"]["exact"]) == (each.largest - each.surplus) / 4
        assert Fraction(row["volume"]["exact"]) == each.volume
        assert Fraction(row["most_rationed"]["probability"]["exact"]) == each.rationed[0] / 2
    assert "given" in call("curve", SHOCK, "--to", 1).out


def test_points_given_a_shock_are_kept(monkeypatch, tmp_path):
    log = tmp_path / "curve.log"
    out = call("curve", SHOCK, "--to", 2, "--csv").out
    assert out.splitlines()[1].startswith("1,bust,113/2560,")
    assert call("curve", SHOCK, "--to", 2, "--csv", "--log", log).out == out
    monkeypatch.setattr("mechanisms.large.shock_curve.given_shock", None)
    assert call("curve", SHOCK, "--to", 2, "--csv", "--log", log).out == out


def test_given_a_shock_what_was_found_is_shown_before_it_stops(monkeypatch):
    monkeypatch.setattr("mechanisms.large.signal_counts.MOST_COUNTS", 20)
    status, out, err = call("curve", SHOCK, "--to", 9, "--csv")
    assert (status, len(out.splitlines()) % 2) == (3, 1)
    assert "n = 4 is too large: n = 4: 25 counts of the groups' buyers, at most 20" in err.splitlines()[-1]

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("proofs.commands.shock_curve.shock_point", interrupted)
    status, out, err = call("curve", SHOCK, "--to", 9, "--csv")
    assert (status, out, err) == (130, "", "undominated: interrupted\n")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'depends_on = ["shock"]',
            'depends_on = ["shock", "buyers"]',
            "buyer[1].depends_on: own and shock at",
        ),
        ("k = 1", "k = 2", "seller[1].unit_costs: one row for each of the 2 commodities"),
        ('boom = ["7/4"]', 'boom = ["1/2"]', "(8): no price-taking first message of two signals, got one of"),
    ],
)
def test_a_market_without_curves_is_refused(tmp_path, old, new, says):
    text = SHOCK.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "changed.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    status, out, err = call("curve", file, "--to", 1)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert says in err


def test_what_cannot_be_a_point_is_known():
    point = Point(1, *[Fraction(1, 2)] * 4, 0, Fraction(0), None)
    assert read(Point, written(point)) == point
    rivals = RivalPoint(1, *[Fraction(1, 3)] * 6)
    assert read(RivalPoint, written(rivals)) == rivals
    for change in (
        {"n": "1"},
        {"n": True},
        {"loss": 1},
        {"loss": "1/0"},
        {"loss": ""},
        {"loss": "x"},
        {"more": 1},
    ):
        assert read(Point, {**written(point), **change}) is None
    assert read(Point, {}) is None


NOTHING_TO_GAIN = """
title = "Nobody gains by trade"

[market]
mechanism = "G*"
n = 1
k = 2
l = 1
T = 2

[[seller]]
copies = 2
costs = { "0,1" = 3, "1,0" = 3, "1,1" = 6 }

[[buyer]]
copies = 2
values = { "0,1" = 1, "1,0" = 1, "1,1" = 1 }
"""


def test_where_nothing_is_lost_the_pictures_say_so(tmp_path):
    """With two commodities there is no bound to draw either, and zero has no place on a logarithmic scale."""
    file, page, market = tmp_path / "curve.svg", tmp_path / "page.html", tmp_path / "market.toml"
    market.write_text(NOTHING_TO_GAIN)
    called = call("curve", market, "--to", 2, "--picture", file, "--html", page)
    assert called.status == 0
    assert [line for line in called.err.splitlines() if not line.startswith("done: ")] == []
    text = page.read_text(encoding="utf-8")
    assert "G*: loses nothing" in text
    assert "bound on it" not in text
