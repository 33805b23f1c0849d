"""Reads Gambit's extensive games, `.efg`, with every number exact and the labels of the file.

Format: Gambit 16 manual, "The extensive game (.efg) file format". Nodes stand in prefix order: a node, then
the subtrees after its actions in turn. An information set, a move of chance or an outcome is described where
its number stands first; where it stands again it may be described again, in the same way.
"""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias, TypeVar

from gametheory.formats.gambit_tokens import Tokens
from gametheory.formats.game_file import GameFile, limits_of
from gametheory.games.extensive import ExtensiveGame, InformationSet, Payoffs, TreeNode
from gametheory.games.labels import shown_labels
from gametheory.games.strategic_form import reduced_strategic_form

_Chance: TypeAlias = tuple[tuple[str, ...], tuple[Fraction, ...]]  # actions and their probabilities
_T = TypeVar("_T")


def read_efg(path: str | Path) -> GameFile:
    """Read an `.efg` file: its tree, and as `game` the reduced strategic form of the tree.

    A file that is not well formed raises `GameFileError`, a tree with too many strategies `TooLargeError`.
    """
    return _Parser.of_file(path).file()


def parse_efg(text: str, source: str = "text") -> GameFile:
    """Read the text of an `.efg` file; `source` is what errors call it.

    >>> file = parse_efg('EFG 2 R "" { "Ann" } p "" 1 1 "" { "up" "down" } 0 t "" 1 "" { 1/2 } t "" 1')
    >>> file.game.strategies, file.game.payoff(0, (1,))
    ((('up', 'down'),), Fraction(1, 2))
    """
    return _Parser(text.encode(errors="surrogatepass"), source).file()


class _Parser(Tokens):
    """Reads the nodes in their order, and keeps what has been described so far by its number."""

    def file(self) -> GameFile:
        self.expect_word("a file of a game tree begins with EFG 2", "EFG")
        self.expect_word("the version of an EFG file is 2", "2")
        self.expect_word("after EFG 2 comes the letter R or D", "R", "D")
        title = self.expect_text("the title in quotation marks")
        self.expect_mark("{", "the list of players")
        self.players, relabelled = shown_labels(self.texts("a player's name"), "player")
        if not self.players:
            raise self.error("a game has at least one player", ("mark", "}"))
        comment = ""
        if self.peek()[0] == "text":
            comment = self.expect_text("the comment")
        self.relabelled = [*relabelled]
        self.sets: list[dict[int, InformationSet]] = [{} for _ in self.players]
        self.places: list[dict[int, int]] = [{} for _ in self.players]
        self.chance: dict[int, _Chance] = {}
        self.outcomes: dict[int, Payoffs] = {}
        nodes = self.nodes()
        tree = ExtensiveGame(self.players, tuple(tuple(own.values()) for own in self.sets), nodes)
        with limits_of(self.source):
            form = reduced_strategic_form(tree)
        return GameFile(form.game, title, comment, (*self.relabelled, *form.relabelled), tree=tree)

    def nodes(self) -> tuple[TreeNode, ...]:
        """All nodes, in the order of the file."""
        nodes: list[TreeNode] = []
        children: list[list[int]] = []
        waiting: list[tuple[int, int]] = []  # moves that lack children, and how many
        while waiting or not nodes:
            if waiting:
                at, lacking = waiting.pop()
                children[at].append(len(nodes))
                if lacking > 1:
                    waiting.append((at, lacking - 1))
            node, count = self.node()
            if count:
                waiting.append((len(nodes), count))
            nodes.append(node)
            children.append([])
        if (got := self.token())[0] != "end":
            raise self.error("the end of the file, since every action has its subtree", got)
        return tuple(replace(node, children=tuple(own)) for node, own in zip(nodes, children, strict=True))

    def node(self) -> tuple[TreeNode, int]:
        """The next node, without its children, and how many it has."""
        kind = self.expect_word("a node: the letter c, p or t", "c", "p", "t")
        self.expect_text("the name of the node")
        if kind == "t":
            return TreeNode(payoffs=self.outcome()), 0
        if kind == "c":
            actions, probabilities = self.chance_move()
            return TreeNode(actions=actions, probabilities=probabilities, payoffs=self.outcome()), len(
                actions
            )
        player = (
            self.whole_number(f"the number of a player, 1 to {len(self.players)}", 1, len(self.players)) - 1
        )
        number, actions = self.information_set(player)
        place = self.places[player].setdefault(number, len(self.places[player]))
        return TreeNode(player=player, information_set=place, payoffs=self.outcome()), len(actions)

    def information_set(self, i: int) -> tuple[int, tuple[str, ...]]:
        """The number of an information set of player i, and its actions."""
        number = self.whole_number("the number of an information set")
        name = f"player {self.players[i]}, information set {number}"
        described = None
        if self.peek()[0] == "text":
            label = self.expect_text("the label of the information set")
            self.expect_mark("{", "the list of actions")
            labels = self.texts("an action")
            if not labels:
                raise self.error(f"{name}: at least one action", ("mark", "}"))
            actions, relabelled = shown_labels(labels, "action", name)
            described = InformationSet(label, actions)
            if number not in self.sets[i]:
                self.relabelled += relabelled
        return number, self.known(self.sets[i], number, described, name).actions

    def chance_move(self) -> _Chance:
        """The actions of chance, and their probabilities."""
        number = self.whole_number("the number of a move of chance")
        described = None
        if self.peek()[0] == "text":
            self.expect_text("the label of the move")
            self.expect_mark("{", "the list of actions")
            labels, probabilities = [], []
            while (got := self.token()) != ("mark", "}"):
                if got[0] != "text":
                    raise self.error("an action of chance in quotation marks", got)
                labels.append(got[1])
                what = "a probability"
                probabilities.append(Fraction(*self.expect_number(what, f"{what}, after {got[1]!r}")))
                if probabilities[-1] < 0:
                    raise self.error("a probability is not negative", ("word", str(probabilities[-1])))
            if (total := sum(probabilities)) != 1:
                raise self.error("the probabilities sum to 1", ("word", str(total)))
            described = (shown_labels(labels, "action")[0], tuple(probabilities))
        return self.known(self.chance, number, described, f"move {number} of chance")

    def outcome(self) -> Payoffs | None:
        """The payoffs at a node, or None at a node without outcome."""
        number = self.whole_number("the number of an outcome, or 0")
        described = None
        if self.peek()[0] == "text":
            self.expect_text("the name of the outcome")
            self.expect_mark("{", "the payoffs of the outcome")
            payoffs = []
            while self.peek() != ("mark", "}"):
                what = f"a payoff of outcome {number}"
                payoffs.append(Fraction(*self.expect_number("a payoff", what)))
                if self.peek() == ("mark", ","):
                    self.token()
            self.token()
            if len(payoffs) != len(self.players):
                rule = f"outcome {number} has one payoff for each of {len(self.players)} players"
                raise self.error(rule, ("word", str(len(payoffs))))
            described = tuple(payoffs)
        if number == 0 and described is None:
            return None
        return self.known(self.outcomes, number, described, f"outcome {number}")

    def known(self, there: dict[int, _T], number: int, described: _T | None, name: str) -> _T:
        """What has this number, by its description here or an earlier one; refused if they differ."""
        if number not in there and described is None:
            raise self.error(f"{name} is described where it stands first", self.token())
        before = there.setdefault(number, described)  # type: ignore[arg-type]
        if described is not None and described != before:
            raise self.error(
                f"{name} is described in the same way each time", ("word", "another description")
            )
        return before

    def whole_number(self, what: str, least: int = 0, most: int = 10**9) -> int:
        got = self.token()
        if got[0] != "word" or not re.fullmatch("[0-9]{1,9}", got[1]) or not least <= int(got[1]) <= most:
            raise self.error(what, got)
        return int(got[1])
