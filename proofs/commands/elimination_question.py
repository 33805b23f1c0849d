"""What may be asked of an elimination: the options of `undominated eliminate`."""

from dataclasses import dataclass
from pathlib import Path

from gametheory.games.errors import InputError
from gametheory.games.relation import By, Relation

PICTURES = (".svg", ".png", ".dot")


@dataclass(frozen=True)
class Question:
    """The options as they were given, and checked as far as that goes without the game."""

    file: Path
    form: str
    relation: Relation
    by: By
    by_is_given: bool
    agent_form: bool
    rounds: int | None
    then: Relation | None
    every: bool
    output: Path | None
    certificate: Path | None
    expect: Path | None
    write_expect: Path | None
    orders: bool
    step: str
    keep: tuple[str, ...]
    graph: Path | None
    nodes: int
    seconds: float
    page: Path | None

    @property
    def about_orders(self) -> bool:
        """Are other orders than the one in rounds wanted?"""
        return self.orders or bool(self.keep) or self.graph is not None

    def check(self) -> None:
        """Refuse what cannot be asked of any game."""
        if self.graph is not None and self.graph.suffix not in PICTURES:
            raise InputError(f"--graph: a file {' or '.join(PICTURES)}, got {self.graph}")
        if self.output is not None and self.output.suffix != ".nfg":
            raise InputError(f"--output: a file .nfg, got {self.output}")
        if self.certificate is not None and self.file.suffix != ".nfg":
            raise InputError(f"--certificate: of a game in a file .nfg, got {self.file}")
        if self.expect is not None and self.write_expect is not None:
            raise InputError("--write-expect: not with --expect, which reads such a file")
        if self.then is self.relation:
            raise InputError(f"--then: another relation than --relation, got {self.then.value} twice")
        if self.then is Relation.STRICT and self.rounds is None:
            raise InputError(
                "--then strict: with --rounds N, for where nobody is weakly dominated nobody is strictly"
            )
        if self.about_orders and (self.rounds is not None or self.then is not None):
            raise InputError(
                "--rounds and --then: not with --orders, --keep or --graph, which have no rounds"
            )
