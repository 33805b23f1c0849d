"""The TOML format of a sweep: which file, which claims, what varies. docs/sweeps.md describes it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import combinations, product
from math import prod
from os.path import normpath
from pathlib import Path

from gametheory.games.errors import InputError
from mechanisms.files.toml import Section, read_toml
from proofs.audit.expectations import read_expectations
from proofs.audit.row import Expectation
from proofs.audit.sources import house
from proofs.claims.claim import Claim
from proofs.claims.claim_names import hint, meant, names_of
from proofs.conditions.without import read_without
from proofs.sweeps.member import Case, Family, Member, family_in, member
from proofs.sweeps.places import PlaceError, overlap, steps
from proofs.sweeps.variation import MOST_CASES, Variation, read_variation


@dataclass(frozen=True)
class Sweep:
    """All members, and the claims on each; every one of them has been built once, so there is none amiss."""

    title: str
    family: Family
    variations: tuple[Variation, ...]
    members: tuple[Member, ...]
    repeated: int  # members that came up again, and are not decided again
    cases: tuple[Case, ...]  # a member after the other
    claims: Mapping[str, Claim]  # by id, as one of the members has it
    expected: Mapping[str, Expectation]

    @property
    def places(self) -> list[str]:
        """What varies, in order."""
        return [place for variation in self.variations for place in variation.places]

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Which member this is, by its digest, counted from 1."""
        return {each.digest: number for number, each in enumerate(self.members, start=1)}


def read_sweep(path: Path) -> Sweep:
    """The sweep in a file. Raises `InputError`: file, place, rule and value in one line."""
    file = read_toml(path)
    file.allow(("title", "sweep", "vary", "expect"))
    section, title = file.section("sweep"), file.text("title")
    section.allow(("file", "claims", "without"))
    family = _read_family(section, path)
    variations = _read_variations(file)
    members = list(_members(file, family, variations))
    different = tuple(dict.fromkeys(members))
    names = section.names("claims")
    if not names:
        raise section.error("claims", "ids of claims or items, at least one", names)
    cases: list[Case] = []
    claims: dict[str, Claim] = {}
    version, meanings = house(), _Meanings(section, names)
    for each in different:
        for claim in meanings.on(partial(_claims, file, each)):
            cases.append(Case(each, claim.id, version))
            claims.setdefault(claim.id, claim)
    meanings.check()
    expected = read_expectations(file, claims.values())
    repeated = len(members) - len(different)
    return Sweep(title, family, variations, different, repeated, tuple(cases), claims, expected)


def _read_family(section: Section, path: Path) -> Family:
    name, _, cls = section.text("file").partition("::")
    place = Path(normpath(path.parent / name))
    return family_in(place, cls, read_without(section))


def _read_variations(file: Section) -> tuple[Variation, ...]:
    section = file.section("vary")
    variations = tuple(read_variation(section, key) for key in section.content)
    places = [place for variation in variations for place in variation.places]
    if not places:
        raise file.error("vary", "at least one place with its values")
    for one, other in combinations(places, 2):
        if _overlap(one, other):
            raise section.error(one, "each place once", other)
    count = prod(len(variation.values) for variation in variations)
    if count > MOST_CASES:
        raise file.error("vary", f"at most {MOST_CASES:,} combinations", f"{count:,}")
    return variations


def _overlap(one: str, other: str) -> bool:
    try:
        return overlap(steps(one), steps(other))
    except PlaceError:  # which is refused where it is looked for
        return one == other


def _members(file: Section, family: Family, variations: tuple[Variation, ...]) -> Iterator[Member]:
    for combination in product(*(variation.values for variation in variations)):
        values = {
            place: value
            for variation, chosen in zip(variations, combination, strict=True)
            for place, value in zip(variation.places, chosen, strict=True)
        }
        try:
            yield member(family, values)
        except PlaceError as wrong:
            raise file.error("vary", f"places in {family.file}: {wrong}") from None


def _claims(file: Section, each: Member, further: bool) -> list[Claim]:
    try:
        return each.claims(further)
    except InputError as wrong:
        raise InputError(f"{file.file}: at {each.describe()}: {wrong}") from None


class _Meanings:
    """What the names of claims mean on a member, which may have claims that others do not have."""

    def __init__(self, section: Section, names: tuple[str, ...]) -> None:
        self._section, self._names = section, names
        self._found: set[str] = set()
        self._known: dict[str, None] = {}
        self._meant: dict[tuple[str, ...], dict[str, str | None]] = {}

    def on(self, claims: Callable[[bool], list[Claim]]) -> list[Claim]:
        """The claims that are meant, of all that there are, further ones only where they are needed."""
        found = claims(False)
        meanings = self._meanings(found)
        if None in meanings.values():
            found = claims(True)
            meanings = self._meanings(found)
        self._known |= dict.fromkeys(name for claim in found for name in (claim.item, claim.id))
        self._found |= {name for name, meaning in meanings.items() if meaning is not None}
        return [claim for claim in found if set(names_of(claim)) & set(meanings.values())]

    def _meanings(self, claims: list[Claim]) -> dict[str, str | None]:
        names = tuple(dict.fromkeys(name for claim in claims for name in names_of(claim)))
        if names not in self._meant:
            self._meant[names] = {name: meant(name, names) for name in self._names}
        return self._meant[names]

    def check(self) -> None:
        """Refuse a name that means nothing on any member."""
        for name in self._names:
            if name not in self._found:
                known = list(self._known)
                raise self._section.error("claims", f"an item or an id ({hint(name, known, known)})", name)
