"""The reduced strategic form of a tree, compared with the tree itself."""

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.formats.efg import parse_efg
from gametheory.games.strategic_form import RULED_OUT, reduced_strategic_form
from tests.random_trees import trees


def played(tree, plans, at=0):
    """Everybody's expected payoff from this node on, by the definition; a plan says what to do at each set."""
    node = tree.nodes[at]
    total = list(node.payoffs or [Fraction(0)] * len(tree.players))
    children = zip(node.probabilities, node.children, strict=False)
    if node.player is not None:
        children = [(Fraction(1), node.children[plans[node.player][node.information_set]])]
    for probability, child in children:
        for i, payoff in enumerate(played(tree, plans, child)):
            total[i] += probability * payoff
    return total


@given(st.integers(1, 3).flatmap(lambda players: trees(players, 3)))
@settings(max_examples=60, deadline=None)
def test_payoffs_are_those_of_the_tree(text):
    tree = parse_efg(text).tree
    form = reduced_strategic_form(tree)
    for profile in form.game.profiles():
        plans = [form.strategies[i][s] for i, s in enumerate(profile)]
        assert played(tree, plans) == [form.game.payoff(i, profile) for i in range(len(profile))]


@given(trees(players=2, depth=3))
@settings(max_examples=60, deadline=None)
def test_reduced_strategies_are_all_plans_without_what_they_rule_out(text):
    tree = parse_efg(text).tree
    form = reduced_strategic_form(tree)
    for i, sets in enumerate(tree.information_sets):
        plans = product(*(range(len(each.actions)) for each in sets))
        reduced = {tuple(restricted(tree, i, plan)) for plan in plans}
        rows = [tuple(row.tolist()) for row in form.strategies[i]]
        assert len(rows) == len(set(rows))
        assert set(rows) == reduced


def restricted(tree, i, plan):
    """The plan, with nothing where the player cannot come if she follows it, whatever else happens."""
    left, met = [0], set()
    while left:
        node = tree.nodes[left.pop()]
        if node.player == i:
            met.add(node.information_set)
            left.append(node.children[plan[node.information_set]])
        else:
            left += node.children
    return [a if h in met else RULED_OUT for h, a in enumerate(plan)]
