"""Anonymous: names do not matter. Non-bossy: nobody changes what others get without changing what she gets.

Anonymity compares payoffs (`mechanisms.general.symmetry`). Non-bossiness (Satterthwaite and Sonnenschein
1981) compares shares: what concerns player i, as `share(i, outcome)` says, in an outcome or in a lottery.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from gametheory.games.exact import IntegerArray
from mechanisms.general.calls import show
from mechanisms.general.game_form import GameForm, Places
from mechanisms.general.lotteries import Lottery
from mechanisms.general.smallest import smallest, sums
from mechanisms.general.symmetry import find_asymmetry
from mechanisms.general.violation import Violation
from proofs.claims.claim import Watch
from proofs.claims.scopes import all_of
from proofs.claims.verdict import Finding, Verdict
from proofs.properties.dominance import NOBODY_CAN_LIE
from proofs.properties.settled import settled
from proofs.properties.truth import replaced

Share: TypeAlias = frozenset[tuple[Hashable, Fraction]]  # with probabilities
NOBODY_ELSE = Finding(Verdict.INAPPLICABLE, "", "there is one player only")


@dataclass(frozen=True, slots=True)
class Bossy(Violation):
    """Evidence that player i changes what another gets by `message`, and not what she gets herself."""

    i: int
    messages: Places
    message: int

    def shares(self, form: GameForm) -> list[tuple[Share, Share]]:
        """What each player gets before and after."""
        changed = replaced(self.messages, self.i, self.message)
        return [
            (share(form, j, form.lottery(self.messages)), share(form, j, form.lottery(changed)))
            for j in range(form.count)
        ]

    def shows(self, form: GameForm) -> bool:
        """By everybody's shares."""
        changes = [before != after for before, after in self.shares(form)]
        return not changes[self.i] and any(changes)

    def words(self, form: GameForm) -> str:
        """Who says what else, and whose share changes how."""
        i, shares = self.i, self.shares(form)
        j = next(j for j, (before, after) in enumerate(shares) if before != after)
        return (
            f"when {form.say(self.messages)}, {form.players[i]} can say {form.message_name(i, self.message)} "
            f"instead: she gets {_shown(shares[i][0])} either way, and {form.players[j]} "
            f"{_shown(shares[j][1])} instead of {_shown(shares[j][0])}"
        )


def share(form: GameForm, i: int, lottery: Lottery) -> Share:
    """What concerns player i in a lottery: her shares with their probabilities."""
    found: dict[Hashable, Fraction] = {}
    for outcome, p in lottery:
        own = form.share(i, outcome)
        found[own] = found.get(own, Fraction(0)) + p
    return frozenset(found.items())


def _shown(found: Share) -> str:
    pairs = sorted(found, key=str)
    return show(pairs[0][0]) if len(pairs) == 1 else show(dict(pairs))


def bossy(form: GameForm) -> Iterator[Bossy]:
    """Every case, by the definition; the smallest messages first."""
    every = [
        Bossy(i, messages, m)
        for i in range(form.count)
        for messages in form.message_profiles()
        for m in range(messages[i] + 1, len(form.messages[i]))
    ]
    yield from (
        each
        for each in sorted(
            every, key=lambda e: (sum(e.messages) + e.message, e.i, e.messages[e.i], e.message)
        )
        if each.shows(form)
    )


def find_bossy(form: GameForm) -> Bossy | None:
    """The case of the smallest messages, or None."""
    listing = form.listing
    shares = [[share(form, i, result) for result in listing.results] for i in range(form.count)]
    whole = _numbered(list(zip(*shares, strict=True)))
    best: tuple[tuple[int, int, int, int], Bossy] | None = None
    for i in range(form.count):
        own, rows = _numbered(shares[i]), listing.rows(i)
        others = listing.shape[:i] + listing.shape[i + 1 :]
        costs = sums([range(size) for size in others]).reshape(-1)
        for a in range(len(rows)):
            for b in range(a + 1, len(rows)):
                case = smallest((own[rows[a]] == own[rows[b]]) & (whole[rows[a]] != whole[rows[b]]), costs)
                if case is not None and (best is None or (case.cost + a + b, i, a, b) < best[0]):
                    rest = [int(m) for m in np.unravel_index(case.place[0], others or (1,))][: len(others)]
                    best = (case.cost + a + b, i, a, b), Bossy(i, (*rest[:i], a, *rest[i:]), b)
    return None if best is None else best[1]


def _numbered(values: Sequence[Hashable]) -> IntegerArray:
    """The same number for the same value."""
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values])


def check_anonymous(form: GameForm, watch: Watch) -> Finding:
    """That it makes no difference who says what."""
    if form.count == 1:
        return NOBODY_ELSE
    cases = form.message_profile_count() * form.count * (form.count - 1)
    evidence = "exchanging two neighbours exchanges their payoffs, and changes nobody else's"
    scope = all_of(form.message_profile_count(), "message profile")
    return settled(form, scope, find_asymmetry(form), cases, evidence)


def check_non_bossy(form: GameForm, watch: Watch) -> Finding:
    """That nobody changes what others get without changing what she gets."""
    if max(form.listing.shape) == 1:
        return NOBODY_CAN_LIE
    cases = sum(form.message_profile_count() * (size - 1) for size in form.listing.shape)
    evidence = "nobody changes what others get without changing what she gets"
    scope = all_of(form.message_profile_count(), "message profile")
    return settled(form, scope, find_bossy(form), cases, evidence)
