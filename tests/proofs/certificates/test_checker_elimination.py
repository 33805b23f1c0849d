"""What `eliminate` says can be rechecked from the game alone; forged certificates are rejected."""

import ast
import json
import re
import subprocess
import sys
from fractions import Fraction
from random import Random

import pytest

from gametheory.elimination.rounds import eliminate
from gametheory.formats.nfg import format_nfg, parse_nfg
from gametheory.games.errors import GameError, TooLargeError
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from proofs.certificates import checker_elimination as checker
from proofs.commands.elimination_certificate import _number, elimination_certificate
from tests.calls import call

OUTCOMES = """NFG 1 R "by outcomes, \\"quoted\\" {" { "A" "B" } { { "x" "y" } { "l" "r" } }
"{ a comment }"
{ { "win" 1, -1/2 } { "lose" 0.5, 1e1 } }
1 2 0 1
"""


def random_game(random):
    sizes = [random.randint(1, 3) for _ in range(random.choice([2, 2, 3]))]
    count = 1
    for size in sizes:
        count *= size
    numbers = [[str(Fraction(random.randint(0, 4), 2)) for _ in sizes] for _ in range(count)]
    text = " ".join(x for each in numbers for x in each)
    players = " ".join(f'"{i}"' for i, _ in enumerate(sizes))
    return parse_nfg(f'NFG 1 R "" {{ {players} }} {{ {" ".join(map(str, sizes))} }} {text}').game


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("relation", [Relation.WEAK, Relation.STRICT])
def test_the_checker_accepts_what_eliminate_finds(by, relation):
    random = Random(f"{by}{relation}")
    for _ in range(25):
        game = random_game(random)
        run = eliminate(game, relation, by)
        said = checker.prove(format_nfg(game), elimination_certificate(run))
        left = "; ".join(
            f"player {i}: {', '.join(str(a + 1) for a in own)}" for i, own in enumerate(run.survivors, 1)
        )
        assert (
            said
            == f"{relation.value} dominance by {by.value} strategies leaves after round {len(run.rounds)}: {left}"
        )


@pytest.mark.parametrize("by", By)
def test_rounds_that_were_stopped_and_a_relation_that_changes(by):
    random, seen = Random(by.value), set()
    for _ in range(40):
        game = random_game(random)
        for relation, rounds, then in (
            (Relation.WEAK, 1, None),
            (Relation.WEAK, 1, Relation.STRICT),
            (Relation.STRICT, None, Relation.WEAK),
        ):
            run = eliminate(game, relation, by, rounds=rounds, then=then)
            text = elimination_certificate(run)
            said = checker.prove(format_nfg(game), text)
            seen |= {word for word in ("stopped", "from round") if word in said}
            assert ("where it was stopped" in said) is not run.finished
            assert f"after round {len(run.rounds)}" in said
            if not run.finished:
                with pytest.raises(checker.Rejected, match="a last round"):
                    checker.prove(format_nfg(game), text.replace(', "stopped": true', ""))
    assert seen == {"stopped", "from round"}


def test_it_reads_payoffs_as_the_library_does():
    game, read = parse_nfg(OUTCOMES).game, checker.Game(OUTCOMES)
    assert read.sizes == [2, 2]
    for profile, pays in read.pays.items():
        assert pays == [game.payoff(i, tuple(a - 1 for a in profile)) for i in (0, 1)]


# Row's M is half of T and B; then Column loses R, then Row loses B.
MIXED = NormalFormGame.from_arrays([[[4, 0], [1, 1], [0, 4]], [[1, 0], [1, 0], [1, 0]]])
GAME = format_nfg(MIXED)
RIGHT = json.loads(elimination_certificate(eliminate(MIXED, by=By.MIXED)))


SIZES = 'NFG 1 R "" {{ "1" "2" }} {{ {} }} 0 0 0 0'
STRICT_END = {"leave": [], "stay": []}


def forged(change):
    file = json.loads(json.dumps(RIGHT))
    change(file)
    assert file != RIGHT
    return file


def first(file):
    return file["rounds"][0]["leave"][0]


FORGED = {
    "a removal left out": (lambda f: f["rounds"][0]["leave"].pop(0), "round 1: that player"),
    "a round left out": (lambda f: f["rounds"].pop(0), "round 1: "),
    "the last round left out": (lambda f: f["rounds"].pop(), "a last round"),
    "a round too many": (lambda f: f["rounds"].append(f["rounds"][-1]), "a round before the last"),
    "no rounds": (lambda f: f["rounds"].clear(), "a last round"),
    "not dominated": (lambda f: first(f).__setitem__(1, 1), "is not dominated so|is not shown"),
    "other weights": (lambda f: first(f).__setitem__(2, [[1, "1/8"], [3, "7/8"]]), "is not dominated so"),
    "weights that sum to 2": (lambda f: first(f).__setitem__(2, [[1, 1], [3, 1]]), "is not dominated so"),
    "a weight below 0": (lambda f: first(f).__setitem__(2, [[1, -1], [3, 2]]), "is not dominated so"),
    "dominated by itself": (lambda f: first(f).__setitem__(2, [[2, 1]]), "is not dominated so"),
    "twice": (lambda f: f["rounds"][0]["leave"].append(first(f)), "or twice"),
    "who is not there": (lambda f: first(f).__setitem__(1, 9), "not there"),
    "no such player": (lambda f: first(f).__setitem__(0, 7), "not there"),
    "a belief left out": (lambda f: f["rounds"][0]["stay"].pop(0), "is not shown"),
    "a belief without support": (lambda f: f["rounds"][0]["stay"][0][2].pop(), "is not shown"),
    "a belief of weight 0": (lambda f: f["rounds"][0]["stay"][0][2][0].__setitem__(1, 0), "is not shown"),
    "a belief of nobody": (lambda f: f["rounds"][0]["stay"].append([1, 2, []]), "who does not stay"),
    "strict for weak": (lambda f: f.__setitem__("relation", "strict"), "round 1: "),
    "another relation": (lambda f: f.__setitem__("relation", "very weak"), "weak or strict"),
    "pure for mixed": (lambda f: f.__setitem__("by", "pure"), "round 1: "),
    "more than there is": (lambda f: f.__setitem__("survivors", []), "nothing else"),
    "a number that is not exact": (lambda f: first(f)[2][0].__setitem__(1, 0.5), "p or p/q is expected"),
    "stopped, though nobody leaves": (lambda f: f.__setitem__("stopped", True), "a last round"),
    "stopped, one time": (lambda f: f.__setitem__("stopped", 1), "stopped .true or false."),
    "a round by strict dominance": (
        lambda f: f["rounds"][0].__setitem__("relation", "strict"),
        "round 1: ",
    ),
    "a round by another relation": (
        lambda f: f["rounds"][1].__setitem__("relation", "very weak"),
        "weak or strict",
    ),
    "a last round by strict dominance": (
        lambda f: (f["rounds"].pop(0), f["rounds"].clear(), f["rounds"].append(STRICT_END)),
        "round 1: ",
    ),
    "more in a round": (lambda f: f["rounds"][0].__setitem__("keep", []), "round 1: leave and stay"),
    "player 0": (lambda f: first(f).__setitem__(0, 0), "not there"),
    "huge": (lambda f: first(f)[2][0].__setitem__(1, f"{10**4000}/{10**4000}"), "p or p/q is expected"),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_certificate_is_rejected(what):
    change, why = FORGED[what]
    with pytest.raises(checker.Rejected, match=why):
        checker.prove(GAME, json.dumps(forged(change)))


def places(part):
    """Every list and table within it that has something to change."""
    if isinstance(part, (list, dict)) and part:
        yield part
        for each in part.values() if isinstance(part, dict) else part:
            yield from places(each)


def test_whatever_is_changed_nothing_but_the_truth_is_accepted():
    """Any entry replaced, left out, or doubled at random: the file is rejected, or shows what is true."""
    random, accepted, tried = Random(2), 0, 0
    for _ in range(40):
        game = random_game(random)
        relation, by = random.choice((Relation.WEAK, Relation.STRICT)), random.choice(list(By))
        right = elimination_certificate(eliminate(game, relation, by))
        truth = {
            (r.value, b.value): eliminate(game, r, b).survivors
            for r in (Relation.WEAK, Relation.STRICT)
            for b in By
        }
        text = format_nfg(game)
        for _ in range(12):
            file = json.loads(right)
            part = random.choice(list(places(file)))
            key = random.choice(list(part) if isinstance(part, dict) else range(len(part)))
            other = random.choice([0, 1, 2, 3, "1/2", True, [], [[1, 1]], "weak", "strict", "pure", "mixed"])
            if random.random() < 0.7:
                part[key] = other
            elif isinstance(part, list):
                part.insert(key, json.loads(json.dumps(part[key])))
            else:
                del part[key]
            tried += 1
            try:
                said = checker.prove(text, json.dumps(file))
            except checker.Rejected:
                continue
            accepted += 1
            own = truth[file["relation"], file["by"]]
            left = "; ".join(
                f"player {i}: {', '.join(str(a + 1) for a in each)}" for i, each in enumerate(own, 1)
            )
            assert said.endswith(left)
    assert (tried, 0 < accepted < tried) == (480, True)


def test_a_weak_round_needs_a_profile_where_it_is_better():
    game = format_nfg(NormalFormGame.from_arrays([[[1, 1], [1, 1]], [[0, 0], [0, 0]]]))
    file = {"relation": "weak", "by": "pure", "rounds": [{"leave": [[1, 2, [[1, 1]]]], "stay": []}]}
    with pytest.raises(checker.Rejected, match="strategy 2 is not dominated so"):
        checker.prove(game, json.dumps(file))


@pytest.mark.parametrize(
    ("game", "text", "why"),
    [
        (GAME, json.dumps(RIGHT) + "x", "not of the form"),
        (GAME, "[" * 10**5, "not of the form"),
        ("EFG 2 R", json.dumps(RIGHT), "NFG 1 R"),
        (GAME + " 7", json.dumps(RIGHT), "do not agree"),
        (GAME.replace("{", "{ {", 1), json.dumps(RIGHT), "in braces"),
        (GAME + " }", json.dumps(RIGHT), "a brace too many"),
        (OUTCOMES[:-2] + "-1", json.dumps(RIGHT), "a whole number from 0 on"),
        (GAME + " ?", json.dumps(RIGHT), "is not understood"),
        (SIZES.format("7/2 2"), json.dumps(RIGHT), "a whole number from 1 on"),
        (SIZES.format("-1 -2"), json.dumps(RIGHT), "a whole number from 1 on"),
        (OUTCOMES.replace("1 2 0 1", "1 2 0 -1"), json.dumps(RIGHT), "a whole number from 0 on"),
        (OUTCOMES.replace("1, -1/2", "1").replace("1e1", "1e1 7"), json.dumps(RIGHT), "for each player"),
    ],
)
def test_a_broken_file_is_rejected(game, text, why):
    with pytest.raises(checker.Rejected, match=why):
        checker.prove(game, text)


def test_the_checker_is_one_short_file_that_needs_nothing():
    with open(checker.__file__, encoding="utf-8") as file:
        text = file.read()
    assert len(text.splitlines()) < 250
    nodes = list(ast.walk(ast.parse(text)))
    names = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    names |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    assert names <= set(sys.stdlib_module_names)


def test_the_command_writes_it_and_the_checker_reads_it(tmp_path):
    game, path = tmp_path / "game.nfg", tmp_path / "certificate.json"
    game.write_text(GAME, encoding="utf-8")
    assert call("eliminate", str(game), "--by", "mixed", "--certificate", str(path)).status == 0
    assert json.loads(path.read_text(encoding="utf-8")) == RIGHT
    for text, status in ((GAME, 0), (GAME.replace("4", "1"), 1)):
        game.write_text(text, encoding="utf-8")
        answer = subprocess.run(
            [sys.executable, "-I", checker.__file__, str(game), str(path)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert answer.returncode == status
        assert (answer.stdout + answer.stderr).startswith(
            "rejected: " if status else "accepted: weak dominance"
        )


def test_the_command_writes_one_of_stopped_rounds_and_of_two_relations(tmp_path):
    game, path = tmp_path / "game.nfg", tmp_path / "certificate.json"
    game.write_text(GAME, encoding="utf-8")
    for more, said in (
        (["--rounds", "1"], "leaves after round 1, where it was stopped: player 1: "),
        (["--rounds", "1", "--then", "strict"], "strategies, strict from round 2 on, leaves after round "),
    ):
        found = call("eliminate", str(game), "--by", "mixed", "--certificate", str(path), *more)
        assert found.status == 0
        assert said in checker.prove(GAME, path.read_text(encoding="utf-8"))


def test_very_weak_dominance_has_no_certificate():
    with pytest.raises(GameError, match="weak or strict"):
        elimination_certificate(eliminate(MIXED, Relation.VERY_WEAK))


def test_numbers_of_as_many_digits_as_payoffs_bring_about():
    """Weights are quotients of determinants: of 30 digits each, they have 60 and more."""
    long = [[3, 0, 1], [0, 3, 1], [1, 1, 1]]
    rng = Random(4)
    table = [[10**70 * x + rng.randrange(10**69) for x in row] for row in long]
    game = NormalFormGame.from_arrays([table, [[0] * 3] * 3])
    run = eliminate(game, Relation.WEAK, By.MIXED)
    text = elimination_certificate(run)
    assert max(map(len, re.findall(r"\d+", text))) > 60
    assert checker.prove(format_nfg(game), text)
    with pytest.raises(TooLargeError, match="numbers of at most 4,000 digits"):
        _number(Fraction(1, 10**4000))
