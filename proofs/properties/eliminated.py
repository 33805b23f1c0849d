"""The eliminated game in words: its players, their strategies, and what is left of them."""

from gametheory.games.normal_form import Profile
from mechanisms.general.game_form import GameForm
from proofs.properties.bayesian import left_out, possible_types
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
    return f"{found.kind}; {rounds_told(found)}{'' if found.stage == 'ex post' else left_out(form)}"


def each_left(form: GameForm, found: Survival) -> list[tuple[int, int, tuple[int, ...]]]:
    """Players, types, and what is left to each; ex post of all types, else of those that can occur."""
    every = ((i, t) for i, own in enumerate(form.types) for t in range(len(own)))
    return [
        (i, t, found.left[i][t]) for i, t in (every if found.stage == "ex post" else possible_types(form))
    ]


def messages_left(form: GameForm, found: Survival) -> int:
    """How many messages are left to all these types together."""
    return sum(len(own) for _, _, own in each_left(form, found))


def rounds_told(found: Survival) -> str:
    return f"{found.rounds} round{'' if found.rounds == 1 else 's'}"


def survives(found: Listed, profile: Profile) -> bool:
    return all(a in own for a, own in zip(profile, found.survivors, strict=True))
