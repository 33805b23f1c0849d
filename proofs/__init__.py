"""The claims of Matsushima, *Large Auction Design in Dominance* (2004), each with a check and a verdict.

A verdict is *held* on so many cases, *proved*, *refuted* with a witness, *open* or *unchecked*, never more.

>>> from fractions import Fraction
>>> from mechanisms import GStar, Instance, Market, Side, price_grid, separable, tabulated
>>> from proofs import CLAIMS, find_counterexample
>>> market = Market(n=1, k=1, l=2, P=price_grid(k=1, T=2))
>>> odd = tabulated(Side.SELLER, 1, 2, lambda x: [0, Fraction(9, 10), Fraction(19, 20)][x[0]])
>>> seller, buyer = separable(Side.SELLER, [[0, 0]]), separable(Side.BUYER, [[1, 1]])
>>> found = find_counterexample(Instance("odd", GStar(market), (odd, seller, buyer, buyer)), i=0)
>>> found.record.violation.payoffs(found.instance), found.record.holds(found.instance)
((Fraction(-1, 5), Fraction(0, 1)), True)
>>> condition_1 = [claim for claim in CLAIMS if claim.id.startswith("theorem-3") and claim.proof]
>>> [(claim.reading.value, claim.find().verdict.value) for claim in condition_1]
[('printed', 'refuted'), ('read', 'proved')]

Claims
    Claim, Finding, Verdict, Reading  an item of the paper, printed or amended, and what is known of it
    CLAIMS                            the register: every numbered item in the paper's order
    claims_on                         the claims on an instance
    FileClaims, load_claims           the claims on the instance in a file, or on a witness
    VacuousCheckError                 a check that looked at no case, which is a mistake and no verdict

Evidence
    Witness, Witnessed                a record that can be rechecked and described; with what it is about
    WitnessFile, load_witness         a witness as a file states it, replayed from the definitions
    witness_document                  a record as a file has it, its instance included

The audit
    Row, Expectation, run             a claim, what was found, and what was expected; checking one by one
    LEDGER, read_ledger, differences  the expected verdicts by id, and where rows differ from them

Your own mechanism
    check, Findings  the claims on it, and what was found of each by id
    assert_held      for tests: a claim holds, or the witness is what pytest shows

Theorem 1
    Counterexample, find_counterexample  the smallest witness against it on an instance of G*
    messages_with_optimal_caps           the dominant messages of a trader in G*, by the sharp form
"""

import lazy_loader

__distribution__ = "undominated"  # by this line `undominated.py` knows the package as ours

# The names and the modules that define them stand in the stub beside this file, where type checkers look too.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
