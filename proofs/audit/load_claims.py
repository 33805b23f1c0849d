"""What `undominated check` checks in a file: the claims on an instance of any mechanism, or a witness."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gametheory.games.errors import InputError
from mechanisms.files.interdependent import read_any_instance
from mechanisms.files.named_sequences import read_sequence
from mechanisms.files.python import is_python, load_classes
from mechanisms.files.tables import is_table_file, read_table
from mechanisms.files.toml import Section, read_toml
from mechanisms.markets.market import show_size
from proofs.audit.expectations import read_expectations
from proofs.audit.kinds import read_witness
from proofs.audit.on_a_mechanism import read_mechanism_expectations
from proofs.audit.on_an_instance import claims_on
from proofs.audit.on_any_mechanism import market_claims
from proofs.audit.row import Expectation
from proofs.claims.claim import Claim
from proofs.claims.verdict import Verdict
from proofs.conditions.without import read_without
from proofs.properties.check import mechanism_claims, size_of
from proofs.properties.witness_file import is_mechanism_witness, read_mechanism_witness

UNSTATED, OF_NO_INTEREST = Expectation(), Expectation(of_no_interest=True)


@dataclass(frozen=True)
class FileClaims:
    """The claims in a file, and what is expected of them by id; of a witness, that it refutes its claim."""

    claims: list[Claim]
    is_witness: bool
    expected: Mapping[str, Expectation]
    about: str = ""  # the mechanism and the size
    on_request: tuple[Claim, ...] = ()  # further claims, checked when they are expected or asked for
    by_default: Expectation = UNSTATED  # of a claim that is neither there nor asked for


def load_claims(path: Path, without: Collection[str] = ()) -> FileClaims:
    """The claims in a file. Raises `InstanceError` for what is not well formed."""
    file = read_toml(path)
    if "sequence" in file:
        if without:
            raise InputError(
                f"--without: hypotheses of the paper's claims on an instance, not of those on {path}"
            )
        return _of_a_sequence(file)
    instance = read_any_instance(file)
    mechanism, witness = instance.mechanism, read_witness(file, instance)
    market = f"{mechanism.symbol} at {show_size(mechanism.market)}"
    if witness is None:
        all_without = dict.fromkeys((*without, *read_without(file)))
        market = ", without ".join((market, *all_without))
        claims = claims_on(instance, all_without)
        further = tuple(market_claims(instance, file.file))
        return FileClaims(claims, False, read_expectations(file, [*claims, *further]), market, further)
    for key in ("without", "expect"):
        if key in file:
            raise file.error(key, "not in a file with a witness, which is expected to hold")
    return _of_a_witness(market, witness.claim())


def _of_a_sequence(file: Section) -> FileClaims:
    """A sequence of markets comes with a witness."""
    sequence = read_sequence(file)
    witness = read_witness(file, sequence)
    if witness is None:
        raise file.error("witness", "a sequence of markets is checked with a witness: required, but missing")
    return _of_a_witness(f"{sequence.symbol}, {sequence.name}", witness.claim())


def _of_a_witness(about: str, claim: Claim) -> FileClaims:
    return FileClaims([claim], True, {claim.id: Expectation(Verdict.REFUTED, of_a_witness=True)}, about)


def load_each(path: Path, without: Collection[str] = ()) -> Iterator[tuple[str, FileClaims]]:
    """What there is to check in a file, with its name; in a `.py` file, each of its mechanisms."""
    table = None if is_python(path) else read_toml(path)
    if table is not None and is_mechanism_witness(table):
        witness = read_mechanism_witness(table)
        yield str(path), _of_a_witness(f"against {witness.mechanism}", witness.claim())
        return
    if table is not None and not is_table_file(table):
        yield str(path), load_claims(path, without)
        return
    if without:
        raise InputError(f"--without: hypotheses of the paper's claims, not of those on {path}")
    if table is not None:
        yield str(path), claims_of_a_table(table)
        return
    for name, cls in load_classes(path):
        claims = mechanism_claims(cls)
        expected = read_mechanism_expectations(cls, claims)
        yield name, FileClaims(claims, False, expected, size_of(cls), (), OF_NO_INTEREST)


def claims_of_a_table(table: Section) -> FileClaims:
    """The claims on a mechanism or game that is tables, in an open file. Raises `InstanceError`."""
    mechanism = read_table(table)
    claims, about = mechanism_claims(mechanism), size_of(mechanism)
    return FileClaims(claims, False, read_expectations(table, claims), about, (), OF_NO_INTEREST)
