"""One member of a family: what it is made of, all of it, so that any process can decide a claim on it."""

import json
import sys
from collections.abc import Iterable
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from gametheory.games.errors import InexactNumberError, InputError
from gametheory.games.exact import exact
from gametheory.games.labels import visible
from mechanisms.files.any_mechanism import made
from mechanisms.files.interdependent import read_any_instance
from mechanisms.files.neighbours import imported_files
from mechanisms.files.python import is_python, load_classes
from mechanisms.files.tables import is_table_file
from mechanisms.files.toml import Section, parse_toml, read_text
from mechanisms.general.calls import file_of
from mechanisms.general.mechanism import Mechanism
from proofs.audit.load_claims import claims_of_a_table
from proofs.audit.on_an_instance import claims_on
from proofs.audit.on_any_mechanism import market_claims
from proofs.audit.sources import house
from proofs.claims.claim import Claim
from proofs.claims.deciders import Answer, NotDecided
from proofs.claims.outcome_json import Outcome
from proofs.claims.verdict import Finding, Verdict
from proofs.conditions.without import read_without
from proofs.properties.check import mechanism_claims
from proofs.sweeps.places import changed

NOT_VARIED = ("title", "paper", "expect")  # what an instance is called, and what is expected of it


@dataclass(frozen=True)
class Family:
    """A file, as it was read, whose members have other values at some places or of some parameters."""

    file: str  # "market.toml", or "auction.py::FirstPrice"
    text: str = field(default="", repr=False)  # of TOML
    sources: tuple[tuple[str, str], ...] = ()  # of Python: the files that are executed, and their digests
    without: tuple[str, ...] = ()  # hypotheses of the paper's claims that are not insisted on

    @property
    def is_python(self) -> bool:
        """Are members mechanisms of a class, by its parameters?"""
        return is_python(Path(self.file))


@dataclass(frozen=True)
class Member:
    """The member with these values; all that matters is in the digest."""

    family: Family = field(compare=False)
    values: dict[str, Any] = field(compare=False)  # by place, or by parameter
    digest: str

    def describe(self) -> str:
        """The values, in a line."""
        return ", ".join(f"{place} = {shown(value)}" for place, value in self.values.items())

    def claims(self, further: bool = True) -> list[Claim]:
        """The claims on it; of a market, with those on any mechanism only if asked, since they take longer.

        Raises `InputError` for a member that there cannot be.
        """
        return _claims(self, further)

    def claim(self, name: str) -> Claim:
        """The one with this id."""
        found = (each for further in (False, True) for each in self.claims(further))
        return next(each for each in found if each.id == name)

    def document(self) -> dict[str, Any]:
        """The instance or table, as TOML has it."""
        return _document(self.family, self.values)

    def mechanism(self) -> Mechanism:
        """The mechanism, of a member that is written in Python."""
        cls = _class(self.family)
        values = {
            name: value if _is_listed(value, cls.parameters.get(name, ())) else _parameter(value)
            for name, value in self.values.items()
        }
        return made(cls, values, Path(self.family.file))


def family_in(file: Path, name: str = "", without: tuple[str, ...] = ()) -> Family:
    """The family of a file, or of a class in it. Raises `InputError`."""
    if not is_python(file):
        return Family(str(file), read_text(file), without=without)
    named = f"{file}::{name}" if name else str(file)
    return Family(named, sources=_sources(_loaded(named)), without=without)


def member(family: Family, values: dict[str, Any]) -> Member:
    """The member with these values. Raises `PlaceError` for a place that is not there."""
    digests = [digest for _, digest in family.sources]
    about: object = [digests, family.file.partition("::")[2], values]
    if not family.is_python:
        document = _document(family, values)
        about = {key: value for key, value in document.items() if key not in NOT_VARIED}
    text = json.dumps([family.is_python, family.without, about], sort_keys=True, default=str)
    return Member(family, values, sha256(text.encode()).hexdigest())


def shown(value: Any) -> str:
    """A value in a line: text as it is, all else as JSON has it."""
    return visible(value) if isinstance(value, str) else json.dumps(value)


@lru_cache(maxsize=4)
def _section(family: Family) -> Section:
    return parse_toml(family.file, family.text)


def _document(family: Family, values: dict[str, Any]) -> dict[str, Any]:
    return changed(_section(family).content, values)


@lru_cache(maxsize=4)
def _class(family: Family) -> type[Mechanism]:
    cls = _loaded(family.file)
    if _sources(cls) != family.sources:
        raise InputError(f"{family.file}: the files that the sweep began with, got others in their place")
    return cls


def _loaded(named: str) -> type[Mechanism]:
    (name, cls), *others = load_classes(Path(named))
    if others:
        known = ", ".join(each.rpartition("::")[2] for each, _ in [(name, cls), *others])
        raise InputError(f"{named}: one class is named, as in {name}, of {known}")
    return cls


def _sources(cls: type[Mechanism]) -> tuple[tuple[str, str], ...]:
    """The class's file and those that it has imported from beside it until now, each with its digest."""
    files = [Path(file_of(cls)), *imported_files(cls)]
    return tuple((str(file), sha256(file.read_bytes()).hexdigest()) for file in files)


def _late_import(family: Family) -> str:
    """What is wrong if a method has imported a file from beside the user's: it is not in the digests."""
    known = [file for file, _ in family.sources]
    late = [file for file, _ in _sources(_class(family)) if file not in known] if family.is_python else []
    return (
        f"{late[0]}: imported at the top of the file that needs it, got an import in a method" if late else ""
    )


def _is_listed(value: Any, known: Iterable[Any]) -> bool:
    """Is a text one of the values that the class itself has?"""
    return isinstance(value, str) and any(isinstance(each, str) and each == value for each in known)


def _parameter(value: Any) -> Any:
    """What a class is given: "1/2" is a Fraction, a list a tuple."""
    if isinstance(value, list):
        return tuple(map(_parameter, value))
    try:
        number = exact(value)
    except InexactNumberError:
        return value
    return int(number) if number.denominator == 1 else Fraction(number)


@lru_cache(maxsize=2)  # claims on one member share what they have looked at
def _claims(member: Member, further: bool) -> list[Claim]:
    family = member.family
    if family.is_python:
        if family.without:
            raise InputError(f"without: hypotheses of the paper's claims, not of those on {family.file}")
        return mechanism_claims(member.mechanism())
    file = Section(family.file, "", member.document())
    file.content.pop("expect", None)  # of other values, perhaps
    if "witness" in file or "sequence" in file:
        raise InputError(f"{family.file}: an instance or a mechanism, got a witness or a sequence")
    if is_table_file(file):
        if family.without:
            raise InputError(f"without: hypotheses of the paper's claims, not of those on {family.file}")
        return claims_of_a_table(file).claims
    instance = read_any_instance(file)
    found = claims_on(instance, (*family.without, *read_without(file)))
    return [*found, *(market_claims(instance, family.file) if further else ())]


@dataclass(frozen=True)
class Case:
    """A claim on a member."""

    member: Member
    claim: str  # its id
    version: str  # of the code that knows what it means

    @property
    def name(self) -> str:
        """What it is stored under."""
        return f"{self.claim}: {self.member.describe() or 'as it is'}; sha256:{self.member.digest}"


def decide(case: Case) -> Answer:
    """The verdict, with its scope and evidence; nothing where a user's code fails or a library is missing."""
    if house() != case.version:
        raise InputError("all who decide cases have the same undominated, got another one in a worker")
    try:
        with redirect_stdout(sys.stderr):  # what a user's code prints is not part of a report
            finding = case.member.claim(case.claim).find()
    except InputError as wrong:
        return NotDecided(str(wrong))
    late = _late_import(case.member.family)
    return NotDecided(late or finding.evidence) if late or finding.cut_short else written(finding)


def written(finding: Finding) -> Outcome:
    """A finding as it is stored: without its record, which is found again where it is asked for."""
    return {
        "verdict": finding.verdict.value,
        "scope": finding.scope,
        "evidence": finding.evidence,
        "cases": -1 if finding.cases is None else finding.cases,
    }


def is_outcome(outcome: Outcome) -> bool:
    """Does it look like what `decide` finds? What stands in a file may be anything."""
    kinds = {"verdict": str, "scope": str, "evidence": str, "cases": int}
    return (
        {key: type(value) for key, value in outcome.items()} == kinds
        and outcome["verdict"] in {verdict.value for verdict in Verdict}
        and (outcome["verdict"] != Verdict.HELD.value or outcome["cases"] > 0)
    )


def read(outcome: Outcome) -> Finding:
    """The finding that was stored."""
    cases = outcome["cases"]
    verdict = Verdict(outcome["verdict"])
    return Finding(verdict, outcome["scope"], outcome["evidence"], None if cases < 0 else cases)
