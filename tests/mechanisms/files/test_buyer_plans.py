"""Plans and strategies of the others: into a file and back, and what a file must not say."""

from random import Random

import pytest
import tomlkit

from gametheory.plans.form import Plan
from mechanisms.files.buyer_plans import opponents_document, plan_document, read_opponents, read_plan
from mechanisms.files.toml import InstanceError, read_toml
from mechanisms.g_double_star.groups.gains import BuyerGains
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from tests.interdependent_instances import SINGLE_PRICE, market
from tests.random_buyers import random_instance, random_opponents, random_plan

GAME = random_instance(market(n=2), 3, support=3)


def written(tmp_path, document):
    file = tmp_path / "plan.toml"
    file.write_text(tomlkit.dumps(document), encoding="utf-8")
    return read_toml(file)


def test_there_and_back(tmp_path):
    random, buyer = Random(1), BuyerForm(GAME.mechanism.market, 5)
    for _ in range(3):
        plan, opponents = random_plan(buyer.form, random), random_opponents(GAME, 5, random)
        document = {
            "plan": plan_document(buyer, plan),
            "opponents": opponents_document(GAME, 5, opponents),
        }
        file = written(tmp_path, document)
        assert read_plan(file.section("plan"), buyer) == plan
        again = read_opponents(file.section("opponents"), GAME, 5)
        assert (again.supplies, again.firsts) == (opponents.supplies, opponents.firsts)
        assert again.seconds == opponents.seconds
        payoffs = BuyerGains(GAME, 5, "L")
        assert (payoffs.gains(again) == payoffs.gains(opponents)).all()


def test_what_is_left_out_demands_nothing(tmp_path):
    buyer = BuyerForm(market(SINGLE_PRICE, n=2), 4)
    plan = read_plan(written(tmp_path, {"first": [1], "second": {"1 | 0": [1]}}), buyer)
    (asked,) = [cell for cell, x in zip(buyer.cells[1], plan.actions, strict=True) if x]
    assert asked.label(buyer.market) == "m^2(1, 0) at 1/2"
    assert plan_document(buyer, plan) == {"first": [1], "second": {"1 | 0": [1]}}
    assert plan_document(buyer, Plan(0, (0,) * 11)) == {"first": [0]}


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"second": {}}, "first: required, but missing"),
        ({"first": [2]}, r"first\[1\]: amounts from 0 to l = 1, got 2"),
        ({"first": [1], "second": {"0 | 0": [1]}}, r"second.0 \| 0: unknown key"),  # without the own message
        ({"first": [1], "third": {"0 | 1 | 0 | 0": [1]}}, "third.* unknown key"),  # her place is the first
        ({"first": [1], "fourth": {}}, "fourth: unknown key"),
    ],
)
def test_a_plan_that_is_none_is_refused(tmp_path, document, says):
    with pytest.raises(InstanceError, match=says):
        read_plan(written(tmp_path, document), BuyerForm(market(SINGLE_PRICE, n=2), 4))


def test_opponents_that_are_not_all_there_are_refused(tmp_path):
    document = opponents_document(GAME, 5, random_opponents(GAME, 5, Random(2)))
    for key, size in ("seller", 4), ("buyer", 3):
        with pytest.raises(InstanceError, match=f"one table for each of the {size} {key}s, got {size - 1}"):
            read_opponents(written(tmp_path, {**document, key: document[key][1:]}), GAME, 5)
