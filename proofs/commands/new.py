"""The command `undominated new`: a commented start that passes `check`, of a mechanism or of a market."""

import re
from keyword import iskeyword
from pathlib import Path

import click

from gametheory.games.errors import InputError
from proofs.commands.options import FOLDER
from proofs.commands.writing import write_file

MECHANISM = '''"""CLASS: say in a line what it is."""

from mechanisms import Mechanism


class CLASS(Mechanism):
    """One object: the highest bid wins and pays the second; of equal bids the first wins."""

    players = 2  # or their names; every method counts them from 0
    types = range(4)  # what each may know: any values; {0: range(3), 1: ("low", "high")} if they differ
    # messages = range(5)  # what each may say; the types, unless given
    # prior = "uniform"  # or a dict by type profile, or prior(self, types): for interim and Bayesian claims

    def outcome(self, bids):
        # What comes of a tuple of messages: anything hashable, or {outcome: probability}.
        winner = bids.index(max(bids))
        return winner, sorted(bids)[-2]

    def payoff(self, i, type, outcome):
        # What it is worth to player i with this type: an integer or a Fraction(1, 2), never 0.5.
        winner, price = outcome
        return type - price if i == winner else 0

    # def payments(self, outcome):  # what each pays, for claims on the budget
    # def feasible(self):  # all outcomes that there could be, for efficiency
    # def outside(self, i, type):  # what she has if she stays away; 0, unless given

    # The verdicts that you expect, by id: another one is exit status 1, and a failed test.
    expect = {
        "truth-dominant": "held",
        "individually-rational-ex-post": "held",
        "anonymous": "refuted",  # of equal bids the first wins
    }
'''
MARKET = """# A market for the double auction G*; docs/instances.md has all. Numbers are integers or "p/q".
title = "Say in a sentence what it shows"

[market]
mechanism = "G*"
n = 1           # sellers, and buyers, in each of the two groups
k = 1           # commodities
l = 2           # units that each can trade
T = 2           # price steps: prices are 0, 1/2 and 1
tie = "lowest"  # which of several clearing prices is taken, or "highest"

[[seller]]                    # one table for each seller, 2n in all
unit_costs = ["1/4", "3/4"]   # of the first and of the second unit
copies = 2                    # two sellers like this one

[[buyer]]
unit_values = ["3/4", "1/4"]

[[buyer]]
unit_values = [1, "1/2"]

# The verdicts that you expect, by claim: another one is exit status 1, and a failed test.
[expect]
"Condition 1" = "held"
"Theorem 1" = "held"
"""
FOLDER_OPTION = click.option(
    "--folder", type=FOLDER, default=Path(), help="Where to write it; here, unless given."
)


@click.group()
def new() -> None:
    """Write a commented start that passes `undominated check`."""


@new.command()
@click.argument("name")
@FOLDER_OPTION
def mechanism(name: str, folder: Path) -> None:
    """Write a mechanism of your own: the class NAME, in a Python file named after it."""
    if not name.isidentifier() or iskeyword(name) or not name.isascii() or not name.strip("_0123456789"):
        raise InputError(f"NAME: a name for a class in Python, as FirstPrice, got {name}")
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).strip("_").split("_")
    cls = "".join(word[:1].upper() + word[1:] for word in words)
    _write(folder / f"{'_'.join(words).lower()}.py", MECHANISM.replace("CLASS", cls))


@new.command()
@click.argument("name", default="market")
@FOLDER_OPTION
def market(name: str, folder: Path) -> None:
    """Write a market: NAME.toml, or market.toml."""
    stem = name.removesuffix(".toml")
    if not re.fullmatch(r"[\w-]+", stem):
        raise InputError(f"NAME: letters, digits, - and _, got {name}")
    _write(folder / f"{stem}.toml", MARKET)


def _write(file: Path, text: str) -> None:
    write_file(file, text, fresh=True)
    click.echo(f"{file}: change it, and run `undominated check {file}`")
