"""The command `undominated new`."""

import pytest

from tests.calls import call


@pytest.mark.parametrize(
    ("name", "file", "cls"),
    [
        ("FirstPrice", "first_price.py", "FirstPrice"),
        ("all_pay", "all_pay.py", "AllPay"),
        ("VCG", "vcg.py", "VCG"),
    ],
)
def test_a_mechanism_passes_check(tmp_path, name, file, cls):
    written = tmp_path / "new" / file
    said = call("new", "mechanism", name, "--folder", written.parent)
    assert said == (0, f"{written}: change it, and run `undominated check {written}`\n", "")
    called = call("check", written)
    assert called.status == 0
    assert f"{written}::{cls}:" in called.out.replace("\n", "")  # however long the path is
    assert "1 refuted as expected" in called.out


def test_a_start_is_broken_by_a_line(tmp_path):
    call("new", "mechanism", "Auction", "--folder", tmp_path)
    file = tmp_path / "auction.py"
    text = file.read_text(encoding="utf-8")
    assert "sorted(bids)[-2]" in text
    file.write_text(text.replace("sorted(bids)[-2]", "max(bids)"), encoding="utf-8")
    called = call("check", file)
    assert called.status == 1
    assert (
        "expected held, found refuted: player 1 of type 1 says 0 instead of 1 when player 2 says 0"
        in called.err
    )


def test_every_commented_line_can_be_used(tmp_path):
    call("new", "mechanism", "Auction", "--folder", tmp_path)
    file = tmp_path / "auction.py"
    lines = file.read_text(encoding="utf-8").splitlines()
    for k, line in enumerate(lines):
        if line.startswith(("    # messages = ", "    # prior = ")):
            lines[k] = line.replace("# ", "", 1)
        elif line.startswith("    # def "):
            body = {
                "payments": "[outcome[1] * (i == outcome[0]) for i in range(2)]",
                "feasible": "[(0, 0), (1, 0)]",
                "outside": "0",
            }
            name = line.split("def ")[1].split("(")[0]
            lines[k] = f"{line.replace('# ', '', 1)}\n        return {body[name]}"
    file.write_text("\n".join(lines), encoding="utf-8")
    claims = ("bayesian-ic", "no-deficit-ex-post", "surplus-maximising", "individually-rational-interim")
    called = call("check", file, *(word for claim in claims for word in ("--claim", claim)))
    assert called.status == 0
    assert "4 held" in called.out


def test_a_market_passes_check(tmp_path):
    assert call("new", "market", "--folder", tmp_path).status == 0
    called = call("check", tmp_path / "market.toml")
    assert (called.status, called.err.count("unexpected")) == (0, 0)
    assert call("new", "market", "two-units.toml", "--folder", tmp_path).status == 0
    assert (tmp_path / "two-units.toml").read_bytes() == (tmp_path / "market.toml").read_bytes()


def test_nothing_is_overwritten(tmp_path):
    mine = tmp_path / "auction.py"
    mine.write_text("mine")
    refused = (2, "", f"undominated: {mine}: is there already, and would be overwritten\n")
    assert call("new", "mechanism", "Auction", "--folder", tmp_path) == refused
    assert mine.read_text() == "mine"


@pytest.mark.parametrize("name", ["first-price", "class", "1st", "_", "a b", ""])
def test_a_name_that_no_class_can_have(tmp_path, name):
    said = f"undominated: NAME: a name for a class in Python, as FirstPrice, got {name}".rstrip()
    status, out, err = call("new", "mechanism", name, "--folder", tmp_path)
    assert (status, out, err.rstrip()) == (2, "", said)
    assert not list(tmp_path.iterdir())


def test_a_market_has_a_plain_name(tmp_path):
    assert call("new", "market", "../other", "--folder", tmp_path).status == 2
    assert call("new", "auction").status == 2
