"""Witnesses against claims on mechanisms as files: the mechanism by name, a record, and what it shows.

The mechanism stands in another file, `auction.py::FirstPrice` or a table in TOML, named relative to the
witness. The witness has that file's digest, and those of what it imports from its folder: only the code that
the witness is about is executed. A replay runs the mechanism anew, and the words must come out as stated, so
that every number is checked.
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_type_hints

from gametheory.formats.whole_file import read_whole
from gametheory.games.errors import InputError
from mechanisms.files.any_mechanism import load_mechanism
from mechanisms.files.neighbours import imported_files
from mechanisms.files.toml import Section
from mechanisms.general.calls import file_of, show
from mechanisms.general.declaration import values_of
from mechanisms.general.mechanism import Mechanism
from mechanisms.general.symmetry import Asymmetry
from mechanisms.general.violation import Violation
from proofs.claims.claim import Claim, Watch, unwatched
from proofs.claims.verdict import Finding, Reading, Witnessed, not_settled, refuted
from proofs.claims.witness_file import DOES_NOT_HOLD, SCOPE
from proofs.properties import (
    bayesian,
    budget,
    coalitions,
    dominant_messages,
    efficiency,
    equilibria,
    ex_post,
    ex_post_survivors,
    fairness,
    interim_incentives,
    interim_survivors,
    obvious_manipulation,
    order,
    participation,
    solvability,
    surviving_truth,
    truth,
)
from proofs.properties.register import PROPERTIES

# What running a record raises whose places are none of the mechanism's.
FITS_NOT = (LookupError, ValueError, AssertionError, StopIteration, TypeError, OverflowError)
KEYS = ("claim", "mechanism", "digest", "imports", "parameters", "record", "shows")

# By id of the claim the records that refute it. Names stay: files have them.
RECORDS: Mapping[str, tuple[type[Violation], ...]] = {
    "truth-dominant": (truth.Lie,),
    "truth-weakly-dominant": (truth.Lie, truth.HarmlessLie),
    "truth-strictly-dominant": (truth.Lie, truth.EqualLie),
    "ex-post-ic": (ex_post.ExPostLie,),
    "epsilon-dominant": (truth.Lie,),
    "epsilon-bayesian": (bayesian.InterimLie, interim_incentives.InterimReply),
    "bayesian-ic": (bayesian.InterimLie, interim_incentives.InterimReply),
    "not-obviously-manipulable": (obvious_manipulation.ObviousManipulation,),
    "group-strategy-proof-weak": (coalitions.GroupLie,),
    "group-strategy-proof-strong": (coalitions.GroupLie,),
    "dominant-messages": (dominant_messages.NoDominantMessage,),
    "individually-rational-ex-post": (participation.Loss,),
    "individually-rational-interim": (participation.InterimLoss,),
    "individually-rational-ex-ante": (participation.ExAnteLoss,),
    "budget-balanced-ex-post": (budget.Imbalance,),
    "budget-balanced-ex-ante": (budget.ExpectedImbalance,),
    "no-deficit-ex-post": (budget.Imbalance,),
    "no-deficit-ex-ante": (budget.ExpectedImbalance,),
    "pareto-efficient": (efficiency.Improvement,),
    "surplus-maximising": (efficiency.HigherSurplus,),
    "anonymous": (Asymmetry,),
    "non-bossy": (fairness.Bossy,),
    "dominance-solvable": (solvability.UnequalSurvivors, ex_post_survivors.UnequalMessages),
    "twice-dominance-solvable": (solvability.LateMessage, solvability.LateStrategy),
    "interchangeable": (solvability.NoEquilibrium, ex_post_survivors.Regret, interim_survivors.InterimRegret),
    "order-independent": (order.TwoOrders,),
    "truth-survives": (surviving_truth.TruthLeaves, surviving_truth.TruthfulStrategyLeaves),
    "survivors-implement-truth": (surviving_truth.OtherResult,),
    "pure-equilibrium": (equilibria.NoPureEquilibrium,),
    "equilibria-implement-truth": (equilibria.OtherEquilibrium,),
}
# What a witness refutes where the claim itself is a question: that the ε which it asks for is 0.
AGAINST: Mapping[str, str] = {
    "epsilon-dominant": "is dominant up to ε = 0",
    "epsilon-bayesian": "is a Bayesian equilibrium up to ε = 0",
}
# What a claim asks of a record that two claims share.
FIXED: Mapping[str, tuple[str, bool]] = {
    "group-strategy-proof-weak": ("strong", False),
    "group-strategy-proof-strong": ("strong", True),
    "budget-balanced-ex-post": ("only_deficits", False),
    "budget-balanced-ex-ante": ("only_deficits", False),
    "no-deficit-ex-post": ("only_deficits", True),
    "no-deficit-ex-ante": ("only_deficits", True),
}


@dataclass(frozen=True)
class MechanismWitness:
    """A witness as a file states it."""

    path: Path
    claim_id: str
    mechanism: str
    digest: str
    imports: Mapping[str, str]  # digests by file, relative to the witness
    parameters: Mapping[str, str]
    record: Violation
    shows: str

    def claim(self) -> Claim:
        """What it is against, to be checked by replaying it."""
        about = next(each for each in PROPERTIES if each.id == self.claim_id)
        statement = AGAINST.get(about.id, about.statement)
        return Claim(f"witness.{about.id}", about.item, statement, Reading.DEFINED, self.replay)

    def replay(self, watch: Watch = unwatched) -> Finding:
        """*Refuted* when the mechanism is the one meant and the witness holds, else *open*, and why."""
        file, _, _ = self.mechanism.partition("::")
        for name, stated in {file: self.digest, **self.imports}.items():
            source = self.path.parent / name
            try:
                found = digest(source)
            except OSError as wrong:
                return not_settled(SCOPE, f"{source}: cannot be read: {wrong.strerror}")
            if found != stated:
                return not_settled(
                    SCOPE, f"{source} is not the file that the witness is about: its digest is {found}"
                )
        mechanism = load_mechanism(self.path.parent / self.mechanism, self.parameters)
        watch("running the mechanism")
        try:
            if not self.record.holds(mechanism):
                return not_settled(SCOPE, DOES_NOT_HOLD)
            words = self.record.describe(mechanism)
        except FITS_NOT as wrong:
            if isinstance(wrong, InputError):
                raise
            return not_settled(SCOPE, "the record does not fit the mechanism")
        other = _digests(mechanism, self.path.parent).keys() - self.imports.keys()
        if other:
            return not_settled(SCOPE, f"{min(other)} is imported, and the witness has no digest of it")
        if words != self.shows:
            return not_settled(SCOPE, f"the file says that {self.shows}; the mechanism gives: {words}")
        return refuted(_variant(mechanism) + SCOPE, words, Witnessed(self.record, mechanism))


def _variant(mechanism: Mechanism) -> str:
    """Which values of parameters the witness is about, and which of them the class itself does not try."""
    told = []
    for name, value in values_of(mechanism).items():
        own = (
            "" if value in mechanism.parameters[name] else f", which {type(mechanism).__name__} does not try"
        )
        told.append(f"{name} = {show(value)}{own}")
    return f"{', '.join(told)}: " if told else ""


def digest(file: Path) -> str:
    """The digest of a file."""
    return f"sha256:{hashlib.sha256(read_whole(file)).hexdigest()}"


def _digests(mechanism: Mechanism, folder: Path) -> dict[str, str]:
    files = imported_files(type(mechanism))
    return {Path(os.path.relpath(file, folder.absolute())).as_posix(): digest(file) for file in files}


def is_mechanism_witness(file: Section) -> bool:
    """Is the witness one against a mechanism of a user?"""
    return (
        "witness" in file
        and isinstance(file.content["witness"], dict)
        and "mechanism" in file.section("witness")
    )


def read_mechanism_witness(file: Section) -> MechanismWitness:
    """The witness in an open file. Raises `InstanceError`: file, key, rule, value in one line."""
    file.allow(("title", "witness"))
    section = file.section("witness")
    section.allow(KEYS)
    claim_id = section.choice("claim", {name: name for name in RECORDS})
    imports = section.section("imports") if "imports" in section else None
    parameters = section.section("parameters") if "parameters" in section else None
    return MechanismWitness(
        Path(file.file),
        claim_id,
        section.text("mechanism"),
        section.text("digest"),
        {} if imports is None else {name: imports.text(name) for name in imports.content},
        {} if parameters is None else {name: parameters.text(name) for name in parameters.content},
        _read_record(section.section("record"), claim_id),
        section.text("shows"),
    )


def _read_record(section: Section, claim_id: str) -> Violation:
    kinds = {kind.__name__: kind for kind in RECORDS[claim_id]}
    kind = section.choice("kind", kinds)
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    section.allow(("kind", *names))
    hints = get_type_hints(kind)
    values = {}
    for name in names:
        value = section.require(name)
        if hints[name] is bool:
            if not isinstance(value, bool):
                raise section.error(name, "true or false", value)
        elif not _are_places(value):
            raise section.error(name, "integers from 0, or lists of them", value)
        values[name] = _tuples(value)
    name, wanted = FIXED.get(claim_id, ("", None))
    if wanted is not None and values[name] is not wanted:
        raise section.error(name, f"{str(wanted).lower()} for {claim_id}", values[name])
    return kind(**values)


def _are_places(value: object) -> bool:
    if isinstance(value, list):
        return all(map(_are_places, value))
    return type(value) is int and value >= 0


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _lists(value: Any) -> Any:
    return list(map(_lists, value)) if isinstance(value, tuple) else value


def mechanism_witness_document(claim_id: str, witness: Witnessed, folder: Path) -> dict[str, Any]:
    """A witness as a file in this folder has it. Raises `InputError` for a mechanism that is in no file."""
    mechanism: Mechanism = witness.context
    written_in = getattr(mechanism, "written_in", "")
    source = written_in or file_of(type(mechanism))
    if not source:
        raise InputError(
            f"{type(mechanism).__name__}: a witness file names the file of its mechanism, this has none"
        )
    name = Path(os.path.relpath(source, folder)).as_posix()
    record = {field.name: _lists(getattr(witness.record, field.name)) for field in fields(witness.record)}
    imports = _digests(mechanism, folder)
    parameters = {name: show(value) for name, value in values_of(mechanism).items()}
    return {
        "title": f"Against {claim_id}",
        "witness": {
            "claim": claim_id,
            "mechanism": name if written_in else f"{name}::{type(mechanism).__name__}",
            "digest": digest(Path(source)),
            **({"imports": imports} if imports else {}),
            **({"parameters": parameters} if parameters else {}),
            "shows": witness.describe(),
            "record": {"kind": type(witness.record).__name__, **record},
        },
    }
