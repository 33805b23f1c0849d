"""Check a mechanism that a user wrote: from Python, or as the claims that the command line runs.

A claim on a mechanism with parameters is one claim on all its variants: *held* where it held on each that it
applies to, *refuted* by the first variant that refutes it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import prod
from types import MappingProxyType

from gametheory.games.errors import InputError
from mechanisms.general.calls import show
from mechanisms.general.declaration import values_of
from mechanisms.general.game_form import GameForm
from mechanisms.general.listing import so_many
from mechanisms.general.mechanism import Mechanism, MechanismError
from proofs.claims.claim import Claim, Watch
from proofs.claims.scopes import number_of
from proofs.claims.shown import Shown
from proofs.claims.verdict import Finding, Verdict
from proofs.properties.property import Check, Property
from proofs.properties.register import IDS, PROPERTIES, hint_of_claim

SHOWN = 4  # findings that differ by variant and are told one by one


class Findings(dict[str, Finding], Shown):
    """What was found, by id of the claim, and the claims; printed, one line for each."""

    def __init__(self, claims: Mapping[str, Claim]) -> None:
        """Check every claim."""
        super().__init__({name: claim.find() for name, claim in claims.items()})
        self.claims = claims

    def __str__(self) -> str:
        """The ids, verdicts and evidence."""
        width = max(map(len, self), default=0)
        return "\n".join(
            f"{name:{width}}  {found.verdict.value:12}  {found.evidence}" for name, found in self.items()
        )


def check(mechanism: Mechanism | type[Mechanism], claims: Collection[str] | None = None) -> Findings:
    """What holds of a mechanism, or of all variants of a class: the findings, by id of the claim.

    With `claims` only these ids are looked at. Raises `MechanismError` for a mechanism that cannot be used.

    >>> from mechanisms import Mechanism
    >>> class FirstPrice(Mechanism):
    ...     players, types = 2, range(3)
    ...     def outcome(self, bids): return bids.index(max(bids)), max(bids)
    ...     def payoff(self, i, type, outcome):
    ...         winner, price = outcome
    ...         return type - price if i == winner else 0
    >>> found = check(FirstPrice())["truth-dominant"]
    >>> found.verdict.value, found.evidence.partition(": ")[2]
    ('refuted', 'she gets 1 instead of 0, and gains 1')
    >>> found.witness.record.holds(FirstPrice())
    True
    """
    wanted = IDS if claims is None else tuple(claims)
    if unknown := next((name for name in wanted if name not in IDS), None):
        raise InputError(f"claims: unknown ({hint_of_claim(unknown)}), got {unknown}")
    claims = {claim.id: claim for claim in mechanism_claims(mechanism)}
    return Findings({name: claims[name] for name in IDS if name in wanted})


def mechanism_claims(
    mechanism: Mechanism | type[Mechanism], unlisted: Mapping[str, Check] = MappingProxyType({})
) -> list[Claim]:
    """The claims on a mechanism, or on all variants of a class.

    `unlisted` has checks by id, in place of the usual ones, for a mechanism whose messages cannot be listed.
    """
    forms = [GameForm(each) for each in _variants(mechanism)]
    if len(forms) == 1:
        given = {} if forms[0].is_listable else unlisted
        every = (replace(each, check=given.get(each.id, each.check)) for each in PROPERTIES)
        return [each.claim(forms[0]) for each in every]
    return [_on_all(each, forms) for each in PROPERTIES]


def _variants(mechanism: object) -> Sequence[Mechanism]:
    if isinstance(mechanism, Mechanism):
        return [mechanism]
    if not (isinstance(mechanism, type) and issubclass(mechanism, Mechanism)):
        raise MechanismError(f"check: a mechanism, or a class of them, got {show(mechanism)}")
    try:
        found = list(mechanism.variants())
    except TypeError as wrong:
        raise MechanismError(f"{mechanism.__name__}: is made without arguments: {wrong}") from wrong
    if not found:
        raise MechanismError(f"{mechanism.__name__}.parameters: at least one value of each")
    if any("expect" in vars(each) for each in found):
        raise MechanismError(f"{mechanism.__name__}.expect: is said in the class, got it in an instance")
    return found


def _on_all(each: Property, forms: Sequence[GameForm]) -> Claim:
    """The claim that a property has on every variant."""
    claims = [(name_of(form.mechanism), each.claim(form)) for form in forms]
    return replace(claims[0][1], check=partial(_find_all, claims))


def _find_all(claims: Sequence[tuple[str, Claim]], watch: Watch) -> Finding:
    found: list[tuple[str, Finding]] = []
    for name, claim in claims:
        watch(name)
        found.append((name, claim.find()))
    return together(found)


def together(found: Sequence[tuple[str, Finding]]) -> Finding:
    """The finding on all variants, from that on each; the first that is worst speaks for them."""
    for verdict in (Verdict.REFUTED, Verdict.OPEN):
        these = [(name, each) for name, each in found if each.verdict is verdict]
        if these:
            name, first = these[0]
            counted = f"{verdict.value} on {len(these)} of {len(found)} variants"
            return replace(first, scope=f"{name}: {first.scope}", evidence=f"{first.evidence} ({counted})")
    applying = [each for _, each in found if each.verdict is not Verdict.INAPPLICABLE]
    if not applying:
        return found[0][1]
    scope = f"{len(applying)} of {len(found)} variants"
    cases = sum(each.cases or 0 for each in applying)
    evidence = f"{number_of(cases, 'case')}: {_told(found)}"
    return replace(applying[0], scope=scope, cases=cases, witness=None, evidence=evidence)


def _told(found: Sequence[tuple[str, Finding]]) -> str:
    """What is said of every variant to which the claim applies, or of each that is spoken of otherwise."""
    variants: dict[str, list[str]] = {}
    for name, each in found:
        if each.verdict is not Verdict.INAPPLICABLE:
            variants.setdefault(_said(each), []).append(name)
    if len(variants) == 1:
        return next(iter(variants))
    told = [f"{names[0]}{_further(len(names) - 1)}: {words}" for words, names in variants.items()]
    more = f"; and {len(told) - SHOWN} other findings" if len(told) > SHOWN else ""
    return "; ".join(told[:SHOWN]) + more


def _further(count: int) -> str:
    return f" and {number_of(count, 'other')}" if count else ""


def _said(finding: Finding) -> str:
    """The evidence without its number of cases."""
    return re.sub(r"^[0-9,]+ cases?: ", "", finding.evidence)


def name_of(mechanism: Mechanism) -> str:
    """The values of a variant's parameters."""
    return ", ".join(f"{name} = {show(value)}" for name, value in values_of(mechanism).items())


def which_variant(mechanism: Mechanism) -> str:
    """What parameters it has, behind its name, and of how many variants it is one."""
    count = prod(map(len, mechanism.parameters.values()))
    return f" with {name_of(mechanism)} (one of {count:,} variants)" if count > 1 else ""


def size_of(mechanism: Mechanism | type[Mechanism]) -> str:
    """How many players there are, with how many types and messages; or how many variants."""
    variants = _variants(mechanism)
    if len(variants) > 1:
        return f"{len(variants)} variants"
    form = GameForm(variants[0])
    players = number_of(form.count, "player")
    types = f", {form.type_profile_count():,} type profiles" if max(map(len, form.types)) > 1 else ""
    count = form.message_profile_count()
    profiles = f"{so_many(count)} message profile{'' if count == 1 else 's'}"
    return f"{players}{types}, {profiles}"
