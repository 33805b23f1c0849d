"""What is wrong with words that a person reads: a word twice, or a noun in the wrong number."""

import re

_TWICE = re.compile(r"\b([a-z]{3,})(?:: | )\1\b(?!-)")
_NOUNS = ["action", "agent", "block", "branch", "bundle", "buyer", "case", "claim", "commodity", "copy", "cycle", "dominator", "edge", "ending", "equilibrium", "exchange", "file", "game", "group", "grouping", "message", "mechanism", "node", "node", "order", "outcome", "pair", "payoff", "place", "plan", "player", "position", "price", "profile", "removal", "round", "row", "second", "seller", "set", "signal", "state", "step", "strategy", "survivor", "tie", "time", "type", "unit", "witness"]  # fmt: skip


def plural(noun: str) -> str:
    """Of a noun of the field."""
    return {"equilibrium": "equilibria"}.get(noun, re.sub(r"(y)$", "ie", re.sub(r"(s)$", r"\1e", noun)) + "s")


_ONE_OF_MANY = re.compile(rf"(?<![\w/.,^*=+-])(?<![-+*/=x] )1 ({'|'.join(map(plural, _NOUNS))})\b")
_MANY_OF_ONE = re.compile(rf"(?<![\w/.,^-])([02-9]|[1-9][0-9]+) ({'|'.join(_NOUNS)})(?![\w-]|\s+[a-z]+s\b)")


def faults(text: str) -> list[str]:
    """Each of them, as it stands there.

    >>> faults("m.py: prior: prior: 1 rounds, of 2 player")
    ['prior: prior', '1 rounds', '2 player']
    >>> faults("1 round, 2 players, types 1 and 2")
    []
    """
    return [found[0] for rule in (_TWICE, _ONE_OF_MANY, _MANY_OF_ONE) for found in rule.finditer(text)]
