"""The page `paper.md`: every numbered item of the paper with code, verdict, witness and command.

Made from the register, the ledger and the docstrings of the checks; nothing is run.
"""

import ast
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from proofs.audit.ledger import LEDGER, read_ledger
from proofs.audit.register import REGISTER
from proofs.audit.row import Expectation
from proofs.claims.claim import Claim
from proofs.claims.verdict import Verdict

ROOT = Path(__file__).parents[1]
HEAD = """# The paper, item by item

Hitoshi Matsushima, *Large Auction Design in Dominance*, University of Tokyo, 14 June 2004.

Made by `make docs` from the register and the ledger; do not edit. Every numbered item of the paper is here,
in its order: what is claimed, the verdict and on how many cases, the check, the command that repeats it.
*printed* is the paper to the letter, *amended* what must be meant or what is true instead (files write it
`read`). A witness is a file with a counterexample: `undominated check FILE` replays it from the definitions.
"""
# What the sections define, and where that is in the code.
DEFINITIONS: dict[str, dict[str, str]] = {
    "2.1 The model": {
        "market, P, X, D": "mechanisms/markets/market.py",
        "costs and values": "mechanisms/markets/trader.py",
        "allocations, (1) and (2)": "mechanisms/markets/allocation.py",
    },
    "2.2 Auction design": {
        "G\\*": "mechanisms/g_star/mechanism.py",
        "Φ and the groups": "mechanisms/markets/grouping.py",
        "clearing prices p̂\\*, p̃\\*": "mechanisms/markets/clearing.py",
        "rationing of G\\*, (3)": "mechanisms/markets/rationing.py",
    },
    "2.3 Dominant strategies": {
        "price-taking, D_i": "mechanisms/markets/price_taking.py",
        "Condition 1": "proofs/conditions/condition_1.py",
        "Theorem 1": "proofs/theorem_1/statement.py",
        "its sharp form": "proofs/theorem_1/sharp_form.py",
        "counterexamples": "proofs/theorem_1/counterexample.py",
    },
    "2.4 Asymptotic efficiency and generalization": {
        "sequences of markets": "mechanisms/sequences/catalogue.py",
        "the assumptions": "proofs/large_markets/assumptions.py",
        "uniform pricing": "proofs/large_markets/uniform_pricing.py",
        "efficiency": "proofs/large_markets/efficiency.py",
        "rates of Theorem 2": "proofs/large_markets/rates.py",
        "Theorem 3": "proofs/theorem_3/statement.py",
        "participation": "proofs/large_markets/participation.py",
        "D_i is a singleton": "proofs/conditions/singletons.py",
    },
    "3.2 Auction design": {
        "signals and f": "mechanisms/markets/prior.py",
        "G\\*\\*": "mechanisms/g_double_star/mechanism.py",
        "triplicates": "mechanisms/markets/triplicate.py",
        "serving and raising sellers, (7)": "mechanisms/markets/raising.py",
    },
    "3.3 Iterative dominance": {
        "D_i(ω_i), Ξ_i(ω_i), W_i(ω_i)": "mechanisms/markets/informed_price_taking.py",
        "full support": "proofs/conditions/full_support.py",
        "symmetry": "proofs/conditions/symmetric_prior.py",
        "anonymity": "proofs/conditions/anonymity.py",
        "(8)": "proofs/conditions/revealing_demands.py",
        "Condition 2": "proofs/conditions/condition_2.py",
        "Theorem 4, one buyer in a group": "proofs/theorem_4/one_buyer/statement.py",
        "Theorem 4, (10) in plans": "proofs/theorem_4/one_buyer/rule_10.py",
        "Theorem 4, hedge (rows of n = 2)": "proofs/theorem_4/hedges/hedge.py",
        "Theorem 4, a plan kept by a hedge": "proofs/theorem_4/hedges/undominated_plan.py",
        "Theorem 4, mixed dominance": "proofs/theorem_4/mixed/statement.py",
        "Theorem 4, (9) for sellers": "proofs/theorem_4/groups/sellers_take_prices.py",
    },
    "3.4 Asymptotic efficiency": {
        "macro shocks": "mechanisms/markets/prior.py",
        "sequences with a macro shock": "mechanisms/sequences/shock_catalogue.py",
        "the assumptions": "proofs/large_markets/assumptions_3_4.py",
        "Theorem 5 and participation": "proofs/large_markets/own_signals.py",
        "rates of Theorem 5": "proofs/large_markets/shock_rates.py",
    },
    "3.5 Generalization": {
        "G+": "mechanisms/g_plus/mechanism.py",
        "M_i^{2+}(ω_i), M_i^{3+}(ω_i)": "mechanisms/markets/informed_messages.py",
        "(14)": "proofs/rules/branch_7.py",
        "(15)": "proofs/conditions/revealing_demands.py",
        "Condition 3": "proofs/conditions/condition_3.py",
        "(17) and (18) as printed": "proofs/theorem_6/printed_17_18.py",
        "Theorem 6": "proofs/theorem_6/statement.py",
        "Theorem 6 without Condition 1 or 3": "proofs/theorem_6/bounds.py",
    },
}


def page() -> str:
    """The whole page."""
    return HEAD + "".join(_lines())


def _lines() -> Iterator[str]:
    ledger = read_ledger(LEDGER)
    for section, claims in REGISTER.items():
        yield f"\n## {section}\n\n"
        found = (f"[{what}](../{file})" for what, file in DEFINITIONS.get(section, {}).items())
        yield f"Defined in: {', '.join(found)}.\n"
        for item, own in groupby(claims, key=lambda claim: claim.item):
            yield f"\n### {item}\n\n| claim | verdict | check | repeat |\n|---|---|---|---|\n"
            for claim in own:
                yield f"| {' | '.join(_cells(claim, ledger[claim.id]))} |\n"


def _cells(claim: Claim, expected: Expectation) -> Iterator[str]:
    yield f"{claim.reading.word}: {_escaped(claim.statement)}"
    yield _settled(claim, expected)
    if not isinstance(claim.check, str):
        yield "none yet"
        yield ""
        return
    module, _, function = claim.check.rpartition(".")
    file = f"proofs/{module.replace('.', '/')}.py"
    yield f"[`{function}`](../{file}): {_escaped(_said(ROOT / file, function))}"
    commands = [f"undominated audit --claim {claim.id}"]
    commands += [f"undominated check examples/{witness}" for witness in claim.witnesses]
    yield "<br>".join(f"`{command}`" for command in commands)


def _settled(claim: Claim, expected: Expectation) -> str:
    """The verdict, on how many cases, and for which sizes a kernel has proved it."""
    verdict = expected.verdict.value if expected.verdict else ""
    cases = f"{expected.cases:,} cases" if expected.cases else ""
    if claim.proof is None and expected.verdict is Verdict.PROVED:
        return f"{verdict}: for all real payoffs, by a [certificate](proofs.md)"
    if claim.proof is None:
        return f"{verdict} on {cases}" if cases else verdict
    files = dict.fromkeys(name.partition(".")[0] for name in claim.proof.theorems)
    sources = ", ".join(f"[{file}.v](../proofs/formal/{file}.v)" for file in files)
    also = f"; {cases} agree" if cases else ""
    return f"{verdict}: {_escaped(claim.proof.scope)} ({sources}){also}"


def _said(file: Path, function: str) -> str:
    """The first sentence of a check's docstring."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return (ast.get_docstring(node) or "").splitlines()[0]
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == function:
            return (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").splitlines()[0]
    raise LookupError(f"{file}: no {function}")


def _escaped(text: str) -> str:
    return text.replace("*", "\\*").replace("|", "\\|")
