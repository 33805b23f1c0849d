"""Games made of mechanisms pay what the mechanisms pay, and elimination leaves what its definition leaves."""

from collections import Counter
from fractions import Fraction
from functools import partial
from itertools import product
from math import prod
from typing import ClassVar

import pytest

from gametheory.elimination.solvability import find_interchange_failure
from mechanisms import Mechanism, MechanismError
from mechanisms.general.game_form import GameForm
from mechanisms.general.games import bayesian_game, ex_ante_game, normal_form, strategies
from proofs import check
from proofs.properties import survival as module
from proofs.properties.equilibria import agents_of
from proofs.properties.ex_post_survivors import find_regret, find_unequal_messages
from proofs.properties.interim_survivors import find_interim_regret
from proofs.properties.survival import eliminated_game, every_message, survival, survival_anew
from tests.random_mechanisms import random_mechanisms


@pytest.fixture(scope="module")
def forms():
    return [GameForm(mechanism) for mechanism in random_mechanisms(1_000, first=5_000)]


def has_types(form):
    return max(map(len, form.types)) > 1


def test_the_bayesian_game_pays_what_the_mechanism_pays(forms):
    for form in forms[:150]:
        game = bayesian_game(form)
        for types, said, i in product(form.type_profiles(), form.message_profiles(), range(form.count)):
            assert game.payoff(i, said, types) == form.expected_payoff(i, form.context(i, types), said)
        assert all(game.prior(types) == form.prior(types) for types in form.type_profiles())


def test_the_game_of_strategies_pays_what_is_expected(forms):
    few = [form for form in forms[:200] if all(len(strategies(form, i)) < 9 for i in range(form.count))]
    assert len(few) > 50
    for form in few[:50]:
        game = ex_ante_game(form)
        own = [strategies(form, i) for i in range(form.count)]
        for profile in list(game.profiles())[::7]:
            for i in range(form.count):
                expected = Fraction(0)
                for types in form.type_profiles():
                    said = tuple(own[j][profile[j]][t] for j, t in enumerate(types))
                    expected += form.prior(types) * form.expected_payoff(i, form.context(i, types), said)
                assert game.payoff(i, profile) == expected


def test_where_nobody_has_types_it_is_a_game_in_normal_form(forms):
    plain = [form for form in forms if not has_types(form)]
    assert len(plain) > 50
    for form in plain[:50]:
        game = normal_form(form)
        for profile, i in product(game.profiles(), range(form.count)):
            assert game.payoff(i, profile) == form.expected_payoff(i, form.contexts(i)[0], profile)
        assert survival(form).stage == ""


def ex_post_dominates(form, i, t, b, a, left):
    gains = []
    for types in form.type_profiles():
        if types[i] == t:
            for said in product(*((0,) if j == i else left[j][types[j]] for j in range(form.count))):
                context = form.context(i, types)
                payoffs = [form.expected_payoff(i, context, (*said[:i], m, *said[i + 1 :])) for m in (a, b)]
                gains.append(payoffs[1] - payoffs[0])
    return min(gains) >= 0 and max(gains) > 0


def ex_post_round(form, left):
    return tuple(
        tuple(
            tuple(a for a in own if not any(ex_post_dominates(form, i, t, b, a, left) for b in own))
            for t, own in enumerate(sets)
        )
        for i, sets in enumerate(left)
    )


@pytest.mark.thorough
def test_ex_post_elimination_agrees_with_its_definition(forms):
    seen = set()
    for form in forms:
        if has_types(form) and form.message_profile_count() < 9:
            form.mechanism.elimination = "ex post"
            found = survival(form)
            left = every_message(form)
            for r in range(found.rounds):
                assert found.history[r] == left
                left = ex_post_round(form, left)
            assert found.left == left == ex_post_round(form, left)
            seen.add(found.rounds)
            form.mechanism.elimination = ""
    survival.cache_clear()
    assert {0, 1, 2} <= seen


@pytest.mark.thorough
def test_ex_post_survivors_are_equilibria_and_pay_the_same_by_definition(forms):
    verdicts = Counter()
    for form in [form for form in forms if has_types(form) and form.message_profile_count() < 9][:200]:
        form.mechanism.elimination = "ex post"
        found = survival(form)
        regrets, unequal = [], []
        for types in form.type_profiles():
            profiles = list(product(*(own[t] for own, t in zip(found.left, types, strict=True))))
            for said, i in product(profiles, range(form.count)):
                payoff = partial(form.expected_payoff, i, form.context(i, types))
                regrets += [
                    m
                    for m in range(len(form.messages[i]))
                    if payoff((*said[:i], m, *said[i + 1 :])) > payoff(said)
                ]
                unequal += [other for other in profiles if payoff(other) != payoff(said)]
        for record, wrong in (
            (find_regret(form, found), regrets),
            (find_unequal_messages(form, found), unequal),
        ):
            assert (record is not None) == bool(wrong)
            assert record is None or record.shows(form)
            verdicts[type(record).__name__] += 1
        form.mechanism.elimination = ""
        survival.cache_clear()
    assert min(verdicts.values()) > 10, verdicts


@pytest.mark.thorough
def test_interim_elimination_is_the_same_with_and_without_the_agent_form(forms, monkeypatch):
    verdicts = Counter()
    for form in [form for form in forms if has_types(form)][:200]:
        listed = survival(form)
        survival.cache_clear()
        monkeypatch.setattr(module, "MOST_AGENT_PROFILES", 0)
        assert survival(form).history == listed.history
        assert survival(form).listed is None
        assert survival_anew(form).history == listed.history
        survival_anew.cache_clear()
        if all(form.type_probability(i, t) for i, own in enumerate(form.types) for t in range(len(own))):
            regret = find_interim_regret(form, survival(form))
            failure = find_interchange_failure(listed.listed.game, listed.listed.survivors)
            assert (regret is None) == (failure is None)
            assert regret is None or (regret.shows(form) and regret.words(form))
            verdicts[regret is None] += 1
        monkeypatch.undo()
        survival.cache_clear()
    assert min(verdicts[True], verdicts[False]) > 10, verdicts


@pytest.mark.thorough
@pytest.mark.parametrize("by", ["pure", "mixed"])
@pytest.mark.parametrize("stage", ["interim", "ex ante", "ex post"])
def test_what_is_eliminated_anew_is_the_same(forms, monkeypatch, stage, by):
    rounds = Counter()
    for form in [form for form in forms if form.message_profile_count() < 9][:150]:
        monkeypatch.setattr(form.mechanism, "elimination", f"{stage}, {by}")
        found, anew = survival(form), survival_anew(form)
        assert found.history == anew.history
        assert (found.listed is None) == (anew.listed is None) == (eliminated_game(form) is None)
        assert found.listed is None or found.listed.survivors == anew.listed.survivors
        rounds[found.rounds] += 1
        survival.cache_clear()
        survival_anew.cache_clear()
    assert {0, 1, 2} <= set(rounds)


def test_pure_equilibria_agree_with_their_definition(forms):
    found = 0
    few = [form for form in forms if has_types(form) and agent_profiles(form) <= 40]
    for form in few[:60]:
        agents = agents_of(form)
        own = [strategies(form, i) for i in range(form.count)]
        if len(agents.agents) != sum(map(len, form.types)):
            continue  # types of probability zero
        every = {
            tuple(m for s in profile for m in s) for profile in product(*own) if is_equilibrium(form, profile)
        }
        assert set(agents.equilibria) == every
        found += bool(every)
    assert found > 10


def agent_profiles(form):
    return prod(len(own) ** len(types) for own, types in zip(form.messages, form.types, strict=True))


def is_equilibrium(form, profile):
    def expected(i, t, m):
        total = Fraction(0)
        for types in form.type_profiles():
            if types[i] == t:
                said = [s[own] for s, own in zip(profile, types, strict=True)]
                said[i] = m
                total += form.prior(types) * form.expected_payoff(i, form.context(i, types), tuple(said))
        return total

    return all(
        expected(i, t, s[t]) >= expected(i, t, m)
        for i, s in enumerate(profile)
        for t in range(len(form.types[i]))
        for m in range(len(form.messages[i]))
    )


def test_the_kind_of_dominance_is_the_users_choice():
    """The third message earns less than an equal mixture of the first two, and than neither alone."""

    class Third(Mechanism):
        players = 2
        messages: ClassVar = {0: ("a", "b", "c"), 1: ("l", "r")}

        def outcome(self, messages):
            return messages

        def payoff(self, i, type, outcome):
            return {"al": 4, "br": 4, "cl": 1, "cr": 1}.get("".join(outcome), 0) if i == 0 else 0

    found = check(Third(), ["dominance-solvable"])["dominance-solvable"]
    assert "weak dominance by pure strategies" in found.scope
    Third.elimination = "mixed"
    assert [len(own) for own in survival(GameForm(Third())).left[0]] == [2]
    assert "by mixed strategies" in check(Third(), ["dominance-solvable"])["dominance-solvable"].scope
    Third.elimination = "interim"
    assert survival(GameForm(Third())).stage == ""  # nobody has types: all stages are one
    Third.elimination = "iterated"
    with pytest.raises(MechanismError, match=r"elimination: a stage .*got iterated"):
        survival(GameForm(Third()))


def test_a_stage_that_needs_a_prior_is_refused_without_one():
    class Dictator(Mechanism):
        players, types, elimination = 2, ("a", "b"), "ex ante"

        def outcome(self, messages):
            return messages[0]

        def payoff(self, i, type, outcome):
            return int(type == outcome)

    with pytest.raises(MechanismError, match=r"elimination: ex ante dominance needs a prior"):
        survival(GameForm(Dictator()))
