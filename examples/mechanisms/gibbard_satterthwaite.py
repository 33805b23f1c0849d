"""Gibbard and Satterthwaite: of 3^36 rules for two voters 17 are strategy-proof, and 2 of these onto.

Gibbard, Econometrica 41 (1973). Satterthwaite, J. Economic Theory 10 (1975).
"""

from itertools import permutations, product

from mechanisms import Mechanism

RANKINGS = tuple(permutations("abc"))


def is_truthful(rule, cell, choice):
    """Does a choice at this cell tempt nobody to lie, from it to one before or the other way?"""
    return all(
        own.index(choice) <= own.index(rule[other]) and other[i].index(rule[other]) <= other[i].index(choice)
        for i, own in enumerate(cell)
        for other in rule
        if other[1 - i] == cell[1 - i]
    )


def strategy_proof_rules(rankings):
    rules = [{}]
    for cell in product(rankings, repeat=2):
        rules = [{**rule, cell: each} for rule in rules for each in "abc" if is_truthful(rule, cell, each)]
    return rules


class StrategyProof(Mechanism):
    rules, players, types, ordinal = strategy_proof_rules(RANKINGS), 2, RANKINGS, True
    parameters = {"number": range(len(rules))}
    expect = {"truth-dominant": "held"}  # Satterthwaite's theorem of 1975, and Gibbard's

    def outcome(self, rankings):
        return self.rules[self.number][rankings]

    def payoff(self, i, type, outcome):
        return -type.index(outcome)
