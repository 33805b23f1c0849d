"""Witnesses in files: an instance with a table [witness] that anybody can replay from the definitions.

`claim` in the table names the item of the paper that the witness is against and, where an item has witnesses
of several kinds, `reason` the kind. A `FileKind` reads and writes the tables of one type of record. Reading
checks their form only; `WitnessFile.replay` starts from the definitions.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from gametheory.games.errors import TooLargeError
from mechanisms.files.messages import plain
from mechanisms.files.toml import Section
from proofs.claims.claim import Claim, Watch, unwatched
from proofs.claims.evidence import Witness
from proofs.claims.verdict import Finding, Reading, Witnessed, not_settled, refuted

Game = TypeVar("Game")  # the type of its instances: `Instance`, or `InterdependentInstance`
Record = TypeVar("Record", bound=Witness[Any])
Payoffs: TypeAlias = tuple[Fraction, ...]

SCOPE = "the witness in the file, replayed from the definitions"
DOES_NOT_HOLD = "the witness does not hold"


class FileKind(ABC, Generic[Game, Record]):
    """How one type of record stands in a file, and which hypotheses its instance must satisfy."""

    claim: ClassVar[str]  # the item of the paper
    reasons: ClassVar[tuple[str, ...]] = ()  # none where the claim has no other kind
    mechanism: ClassVar[str]  # the symbol of the mechanism that the claim is about
    record: ClassVar[type[Any]]
    keys: ClassVar[tuple[str, ...]]  # of the table, beside `claim`, `reason` and the payoffs
    payoff_keys: ClassVar[tuple[str, ...]] = ()  # payoffs that a file states
    payoffs_are: ClassVar[str] = "the messages pay"  # what these are
    reading: ClassVar[Reading] = Reading.PRINTED
    preface: ClassVar[str] = ""  # to what the record shows

    @abstractmethod
    def read(self, section: Section, instance: Game) -> Record:
        """The record in a table [witness]. Raises `InstanceError` for what is not well formed."""

    @abstractmethod
    def document(self, instance: Game, record: Record) -> dict[str, Any]:
        """The record as a table, the inverse of `read`, without `claim` and `reason`."""

    def reason_of(self, record: Record) -> str:
        """Which of `reasons` is the record's."""
        (reason,) = self.reasons
        return reason

    def broken_hypotheses(self, instance: Game) -> Collection[str]:
        """The hypotheses of the claim that fail on the instance, by name."""
        return ()

    def without(self, record: Record) -> Collection[str]:
        """The hypotheses that must fail, since the record shows that they are needed."""
        return ()

    def statement(self, record: Record) -> str:
        """What the record is against."""
        return "a witness against it"

    def payoffs(self, instance: Game, record: Record) -> Payoffs:
        """What a file states at `payoff_keys`, replayed."""
        return ()

    def stated(self, section: Section) -> Payoffs:
        """The payoffs that the table states."""
        return tuple(section.number(key, section.require(key)) for key in self.payoff_keys)

    def payoff_document(self, instance: Game, record: Record) -> dict[str, Any]:
        """The payoffs as `stated` reads them."""
        return dict(zip(self.payoff_keys, map(plain, self.payoffs(instance, record)), strict=True))

    def mistake(self, instance: Game, record: Record, stated: Payoffs) -> str | None:
        """What the table states and the definitions do not bear out, or None where the witness holds."""
        if not record.holds(instance):
            return DOES_NOT_HOLD
        replayed = self.payoffs(instance, record)
        if replayed != stated:
            paid, said = (" and ".join(map(str, payoffs)) for payoffs in (replayed, stated))
            return f"{self.payoffs_are} {paid}, not {said}"
        return None

    def table(self, instance: Game, record: Record) -> dict[str, Any]:
        """The whole table [witness]."""
        reason = {"reason": self.reason_of(record)} if self.reasons else {}
        return {"claim": self.claim, **reason, **self.document(instance, record)}

    def witness(self, section: Section, instance: Game) -> "WitnessFile[Game, Record]":
        """What a table [witness] of this kind says about the instance. Raises `InstanceError`."""
        section.allow(("claim", *(("reason",) if self.reasons else ()), *self.keys, *self.payoff_keys))
        return WitnessFile(self, instance, self.read(section, instance), self.stated(section))


@dataclass(frozen=True)
class WitnessFile(Generic[Game, Record]):
    """A witness as a file states it."""

    kind: FileKind[Game, Record]
    instance: Game
    record: Record
    stated: Payoffs = ()  # payoffs that it states beside the record

    def claim(self) -> Claim:
        """What it is against, to be checked by replaying it."""
        statement = self.kind.statement(self.record)
        slug = self.kind.claim.lower().replace(" ", "-")
        return Claim(f"witness.{slug}", self.kind.claim, statement, self.kind.reading, self.replay)

    def replay(self, watch: Watch = unwatched) -> Finding:
        """*Refuted* when the hypotheses are as they must be and the witness holds, else *open*, and why.

        A witness that is too large to be replayed is open too: the evidence names the limit.
        """
        watch("checking the hypotheses")
        broken = self.kind.broken_hypotheses(self.instance)
        if set(broken) != set(self.kind.without(self.record)):
            return not_settled(SCOPE, f"hypotheses that fail: {', '.join(broken) or 'none'}")
        watch("replaying the witness")
        try:
            mistake = self.kind.mistake(self.instance, self.record, self.stated)
        except TooLargeError as wrong:
            return not_settled(SCOPE, f"not replayed: {wrong}")
        if mistake is not None:
            return not_settled(SCOPE, mistake)
        witness = Witnessed(self.record, self.instance)
        return refuted(SCOPE, f"{self.kind.preface}{witness.describe()}", witness)
