"""Hypotheses that a file does not insist on: the key `without` of an instance, and of a sweep."""

from mechanisms.files.toml import Section
from proofs.claims.claim_names import hint
from proofs.conditions.hypotheses import HYPOTHESES


def read_without(section: Section) -> tuple[str, ...]:
    """Their names, as `undominated check --without` has them. Raises `InputError`."""
    names = section.names("without") if "without" in section else ()
    known = {name for hypotheses in HYPOTHESES.values() for name in hypotheses}
    for name in names:
        if name not in known:
            raise section.error("without", f"hypotheses ({hint(name, sorted(known), [])})", name)
    return names
