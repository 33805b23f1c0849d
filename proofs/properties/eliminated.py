"""The eliminated game in words: its players, their strategies, and what is left of them."""

from gametheory.games.normal_form import Profile
from mechanisms.general.game_form import GameForm
from proofs.properties.survival import Choice, Listed, Survival, survival
from proofs.properties.truth import type_of


def name_of(form: GameForm, found: Listed, k: int) -> str:
    """A player of the eliminated game: a player, or one of her types."""
    (i, t, _), *more = found.choices[k][0]
    return form.players[i] if more else type_of(form, i, t)


def said(form: GameForm, found: Listed, profile: Profile) -> str:
    """A profile of the eliminated game."""
    return ", ".join(_choice(form, found.choices[k][a]) for k, a in enumerate(profile))


def _choice(form: GameForm, choice: Choice) -> str:
    return " and ".join(f"{type_of(form, i, t)} says {form.message_name(i, m)}" for i, t, m in choice)


def scope(form: GameForm) -> str:
    """Which dominance, and how many rounds."""
    found = survival(form)
    return f"{found.kind}; {found.rounds} rounds" if found.rounds != 1 else f"{found.kind}; 1 round"


def messages_left(found: Survival) -> int:
    """How many messages are left to all types together."""
    return sum(len(own) for sets in found.left for own in sets)


def rounds_told(found: Survival) -> str:
    return f"{found.rounds} round{'' if found.rounds == 1 else 's'}"


def survives(found: Listed, profile: Profile) -> bool:
    return all(a in own for a, own in zip(profile, found.survivors, strict=True))
