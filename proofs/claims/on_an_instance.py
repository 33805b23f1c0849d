"""Claims on one instance: *inapplicable* where one of their hypotheses fails, with the place where it does.

The user may ask to see what happens without a hypothesis.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from proofs.claims.claim import Claim, Watch
from proofs.claims.verdict import Finding, Reading, held, inapplicable, refuted

T = TypeVar("T")
Failure: TypeAlias = Callable[[T], str | None]  # where a hypothesis fails on an instance, in words, or None


@dataclass(frozen=True)
class Subject(Generic[T]):
    """An instance, the hypotheses known for its mechanism, and those that the user does not insist on."""

    instance: T
    mechanism: str  # the slug that ids of claims begin with
    hypotheses: Mapping[str, Failure[T]]
    without: Collection[str] = ()

    def claim(
        self,
        name: str,
        item: str,
        statement: str,
        reading: Reading,
        check: Callable[[T, Watch], Finding],
        needs: Collection[str] = (),
        *,
        is_fact: bool = False,
    ) -> Claim:
        """A claim whose check looks at the instance, if what it needs holds there."""

        def checked(watch: Watch) -> Finding:
            for hypothesis in needs:
                failure = None if hypothesis in self.without else self.hypotheses[hypothesis](self.instance)
                if failure:
                    return inapplicable(hypothesis, failure)
            return check(self.instance, watch)

        return Claim(f"{self.mechanism}.{name}", item, statement, reading, checked, is_fact=is_fact)

    def condition(self, name: str, item: str, statement: str, reading: Reading, hypothesis: str) -> Claim:
        """The fact that a hypothesis holds on the instance, or where it fails."""

        def check(instance: T, _: Watch) -> Finding:
            failure = self.hypotheses[hypothesis](instance)
            return refuted("the instance", failure) if failure else held(1, "the instance", "it holds")

        return self.claim(name, item, statement, reading, check, is_fact=True)
