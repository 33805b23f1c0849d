"""A user's mechanism as a person reads it: who may know and say what; and outcomes, where they are few."""

from collections.abc import Iterator

from gametheory.games.labels import listed
from mechanisms.general.calls import show
from mechanisms.general.declaration import MOST_TYPE_PROFILES
from mechanisms.general.game_form import GameForm
from mechanisms.general.mechanism import Mechanism
from proofs.claims.scopes import number_of
from proofs.commands.reports.parts import Part, Title
from proofs.commands.reports.table import Column, Table
from proofs.properties.check import size_of, which_variant

FEW_PROFILES = 32  # of messages, whose outcomes are shown
OPTIONAL = ("payments", "feasible", "share", "outside", "plan_form")


def mechanism_report(name: str, mechanism: Mechanism) -> Iterator[Part]:
    """The title, what it is about, players, what is given and what is not, and outcomes."""
    form = GameForm(mechanism)
    yield Title(f"{name}{which_variant(mechanism)}: {size_of(mechanism)}")
    words = type(mechanism).__doc__ if not getattr(mechanism, "written_in", "") else ""
    yield " ".join(str(words or "").split())
    columns = {
        "player": form.players,
        "types": [
            listed([form.type_name(i, t) for t in range(len(own))]) for i, own in enumerate(form.types)
        ],
        "messages": [
            listed([form.message_name(i, m) for m in range(len(own))]) for i, own in enumerate(form.messages)
        ],
        "truth": [_truth(form, i) for i in range(form.count)],
    }
    if form.type_profile_count() == 1:  # nobody has a type to speak of
        del columns["types"]
    heads = tuple(Column(name, prose=int(name != "player")) for name in columns)
    yield Table("", heads, list(zip(*columns.values(), strict=True)))
    prior = "no prior"
    if mechanism.prior is not None and form.type_profile_count() > MOST_TYPE_PROFILES:
        prior = "a prior"
    elif mechanism.prior is not None:
        likely = sum(1 for types in form.type_profiles() if form.prior_weights[types])
        prior = f"a prior, positive at {number_of(likely, 'type profile')}"
    given = [each for each in OPTIONAL if getattr(mechanism, each) is not None]
    kind = "everybody's types matter to everybody" if mechanism.interdependent else "private values"
    yield f"{prior}; {kind}; {', '.join(given) or 'no optional methods'}"
    if form.is_listable and form.message_profile_count() <= FEW_PROFILES:
        yield _outcomes(form)


def _truth(form: GameForm, i: int) -> str:
    if form.truth is None:
        return "none"
    own = form.truth[i]
    if form.types[i] == form.messages[i] and own == tuple(range(len(own))):
        return "the type"
    return listed([form.message_name(i, m) for m in own])


def _outcomes(form: GameForm) -> Table:
    """What comes of each message profile, and what it pays where nobody has a type."""
    untyped = max(map(len, form.types)) == 1
    rows = []
    for messages in form.message_profiles():
        said = show(tuple(own[m] for own, m in zip(form.messages, messages, strict=True)))
        row = [said, form.lottery_name(messages)]
        if untyped:
            paid = (form.expected_payoff(i, form.contexts(i)[0], messages) for i in range(form.count))
            row.append(", ".join(map(str, paid)))
        rows.append(tuple(row))
    columns = [Column("messages"), Column("outcome", prose=1), *([Column("payoffs")] if untyped else [])]
    return Table("", tuple(columns), rows)
