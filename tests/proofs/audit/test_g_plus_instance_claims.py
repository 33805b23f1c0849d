"""The claims on one instance of G+."""

from proofs.audit.load_claims import load_claims
from proofs.claims.verdict import Verdict
from tests.example_games import EXAMPLES

COMMON = EXAMPLES / "g-plus-common-values.toml"


def verdict_of_theorem_6(file):
    (claim,) = (claim for claim in load_claims(file).claims if claim.item == "Theorem 6")
    return claim.find()


def test_the_row_of_theorem_6(tmp_path):
    found = verdict_of_theorem_6(COMMON)
    assert found.verdict is Verdict.HELD
    # 4 kinds of agents, 2² second and 3² third tuples up to order; states 4 and 2⁴ behind them in all
    assert found.evidence.startswith(f"{4 * (4 + 9)} cases: ")
    assert f"{4 * (4 + 16)} states in all" in found.evidence
    text = COMMON.read_text(encoding="utf-8").replace('"H; H, H" = [1]', '"H; H, H" = [0]')
    file = tmp_path / "market.toml"
    file.write_text(text[: text.index("[expect]")], encoding="utf-8")
    found = verdict_of_theorem_6(file)
    assert found.verdict is Verdict.INAPPLICABLE
    assert found.evidence.startswith("(15) fails: so buyer 4 with signal")
    text = (EXAMPLES / "theorem-6" / "nothing-best.toml").read_text(encoding="utf-8")
    file.write_text(text[: text.index("[witness]")], encoding="utf-8")
    assert verdict_of_theorem_6(file).verdict is Verdict.REFUTED
