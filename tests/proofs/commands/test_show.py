"""`show`: sizes, price-taking behaviour and conditions of an instance."""

import re

import pytest

from mechanisms.files.interdependent import load_instance
from proofs.commands.reports.signals import SHOWN, interdependent_report
from tests.calls import call
from tests.example_games import EXAMPLES


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.toml")), ids=lambda file: file.stem)
def test_show_says_what_there_is(file):
    status, out, _ = call("show", file)
    assert status == 0
    for word in ("sellers", "buyers", "Condition ", "D_i"):
        assert word in out


def test_sizes_shown_are_worked_out_by_hand():
    _, out, _ = call("show", EXAMPLES / "two-commodities.toml")
    assert "9^9 = 387,420,489 for each agent" in out
    assert "|Φ| = 576" in out


def test_show():
    status, out, _ = call("show", EXAMPLES / "common-values.toml")
    assert status == 0
    for text in ("η = 1/10", "buyers low, high", "Ξ: 64", "(8): holds", "anonymous payoffs: yes"):
        assert text in out


def test_a_mechanism_that_was_forgotten_is_an_error_and_not_shown_as_another(monkeypatch):
    instance = load_instance(EXAMPLES / "g-plus-common-values.toml")
    monkeypatch.delitem(SHOWN, instance.mechanism.symbol)
    with pytest.raises(KeyError):
        list(interdependent_report(instance))


@pytest.mark.parametrize("name", ["common-values.toml", "g-plus-common-values.toml"])
def test_many_prices_take_few_words(name, tmp_path):
    """|D| is 2^2001: no number of messages, and no message, is written out."""
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    text, count = re.subn(r"^(T|prices) = .*$", "T = 2000", text, flags=re.M)
    assert count == 1
    file = tmp_path / "many.toml"
    file.write_text(text, encoding="utf-8")
    status, out, _ = call("show", file)
    assert status == 0
    assert len(out) < 5000
    assert " tuples" in out
