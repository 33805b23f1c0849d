"""An action graph game is checked before Gambit reads it, which takes much that is none."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.formats.action_graph import check_action_graph
from gametheory.games.errors import GameFileError, TooLargeError
from tests.gametheory.formats.test_gambit import AGG, BAGG

pygambit = pytest.importorskip("pygambit")

NODES = " ".join(map(str, range(32)))
FUNCTIONS = "#AGG\n2 2 {count}\n2 2\n0 1\n0 1\n{neighbours}\n{types}\n0 1\n0 2\n"


@pytest.mark.parametrize(
    ("text", "old", "new", "says"),
    [
        (AGG, "2 0 1\n", "2 0 -1\n", "line 6: a node in a list of neighbours is an integer from 0 to 1, got -1"),
        (AGG, "2 0 1\n", "2 0 9\n", "line 6: a node in a list of neighbours is an integer from 0 to 1, got 9"),
        (AGG, "2 0 1\n", "2 0 0\n", "line 6: a list of neighbours names a node once, got 0"),
        (AGG, "0 1\n", "0 2\n", "line 4: a node in an action set is an integer from 0 to 1, got 2"),
        (AGG, "2 2\n", "2 0\n", "line 3: the size of an action set is an integer from 1 to 2, got 0"),
        (AGG, "#AGG", "#GAG", "line 1: the file begins with #AGG, got #GAG"),
        (AGG, "2 2 0", "0 2 0", "line 2: the number of players is an integer from 1 and what the file has words for"),
        (AGG, "2 2 0", "2 2.5 0", "line 2: the number of action nodes is an integer from 1 and what the file has words for"),
        (AGG, "0 7 1234", "0 1234", "line 10: a payoff of action 1 is an integer, a decimal or p/q, got the end"),
        (AGG, "0 7 1234", "0 7 1 1234", "line 9: the file ends after the payoffs of the last action, got 1234"),
        (AGG, "0 7 1234", "2 7 1234", "line 9: the kind of the payoffs of action 1 is an integer from 0 to 1, got 2"),
        (AGG, "0 0.1 3", "0 0.1 nan", "line 8: a payoff of action 0 is an integer, a decimal or p/q, got nan"),
        (AGG, "0 0.1 3", "1 1 [1 1] 3", "a payoff of action 0 for every count, got none for [2, 0]"),
        (AGG, "0 0.1 3", "1 2 [1 1] 3 [1 1] 3", "a payoff for each count once, got [1, 1]"),
        (AGG, "0 0.1 3", "1 2 [1 1] 3 [2] 3", "line 8: a count is an integer from"),
        (BAGG, "2 1\n", "2 0\n", "line 3: the number of types of a player is an integer from 1 and what the file has words for"),
        (BAGG, "0.25 0.75", "0.25 0.5", "line 4: the probabilities of a player's types sum to 1, got 3/4"),
        (BAGG, "0.25 0.75", "-1/4 5/4", "line 4: the probability of a type is not negative, got -1/4"),
        (FUNCTIONS, "{types}", "4", "the type of a function node is 0 to 3 or 10 to 13, got 4"),
        (FUNCTIONS, "{types}", "12 0 1", "[ around counts or weights, got 1"),
        (FUNCTIONS, "1 2\n0\n", "1 2\n1 2\n", "no function node counts itself, got a cycle through node 2"),
    ],
)  # fmt: skip
def test_what_is_no_game_is_refused_with_line_rule_and_value(text, old, new, says):
    filled = {"{count}": "1", "{neighbours}": "1 2\n1 2\n0\n"}
    for hole, word in filled.items():
        text = text.replace(hole, word)
    assert old in text
    text = text.replace(old, new, 1).replace("{types}", "0")
    with pytest.raises(GameFileError) as refused:
        check_action_graph(text.encode(), "x", bayesian=text.startswith("#B"))
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"#AGG\n70 1 0\n{'1 ' * 70}\n{'0 ' * 70}\n1 0\n0 1\n", "at most .* players, got 70"),
        (
            f"#AGG\n16 32 0\n{'2 ' * 16}\n{NODES}\n32 {NODES}\n{'0 ' * 31}\n",
            "at most 10,000 counts of its neighbours, node 0 has more",
        ),
        (
            "#AGG\n1 1 40\n1\n0\n0\n"
            + "".join(f"{k + 1} {' '.join(map(str, range(k + 1)))}\n" for k in range(40)),
            "counts actions at most 1,000,000 times, node 21 more often",
        ),
    ],
)  # fmt: skip
def test_what_would_take_all_memory_is_refused_first(text, says):
    with pytest.raises(TooLargeError, match=says):
        check_action_graph((text + "0 " * 40).encode(), "x")


@st.composite
def graphs(draw):
    """Up to three players, three actions and three function nodes of every type: the text, and its nodes."""
    actions, functions = draw(st.integers(1, 3)), draw(st.integers(0, 3))
    own = draw(st.lists(st.sets(st.integers(0, actions - 1), min_size=1).map(sorted), min_size=1, max_size=3))
    types, lists = [], [draw(st.sets(st.integers(0, actions + functions - 1))) for _ in range(actions)]
    weighted = draw(st.booleans())
    for _ in range(functions):
        lists.append(draw(st.sets(st.integers(0, actions - 1))))
        words = [draw(st.integers(0, 3)) + 10 * weighted]
        weights = draw(st.lists(st.integers(0, 2), min_size=actions, max_size=actions))
        default = draw(
            st.integers(3, 4) if words[0] >= 12 else st.integers(0, 2)
        )  # no weight, if it could be taken
        types.append([*words, *([default, "[", *weights, "]"] if weighted else [])])
    head = [[len(own), actions, functions], [len(each) for each in own], *own]
    rows = [*head, *([len(each), *sorted(each)] for each in lists), *types]
    return "#AGG\n" + "".join(" ".join(map(str, row)) + "\n" for row in rows), actions


def refusal(text):
    try:
        check_action_graph(text.encode(), "x")
    except GameFileError as refused:
        return str(refused)
    return None


@given(graphs())
def test_the_counts_that_are_wanted_are_those_that_gambit_wants(graph):
    """What an action pays is added until nothing is wanted; without any of it, Gambit wants it too."""
    text, actions = graph
    wanted = [[] for _ in range(actions)]

    def written(without=None):
        tables = []
        for node, counts in enumerate(wanted):
            kept = [count for at, count in enumerate(counts) if (node, at) != without]
            words = [f"[ {' '.join(map(str, count))} ] {7 + len(kept)}" for count in kept]
            tables.append(f"1 {len(words)} {' '.join(words)}\n")
        return text + "".join(tables)

    while (said := refusal(written())) is not None:
        node, count = said.partition("a payoff of action ")[2].split(" for every count, got none for ")
        wanted[int(node)].append([int(word) for word in count.strip("[]").split(",") if word])
    pygambit.read_agg(BytesIO(written().encode()))
    for node, counts in enumerate(wanted):
        for at in range(len(counts)):
            with pytest.raises(ValueError, match="not specified"):
                pygambit.read_agg(BytesIO(written((node, at)).encode()))
    full = text + "".join(f"0 {'5 ' * len(counts)}\n" for counts in wanted)
    assert refusal(full) is None
    assert refusal(f"{full} 5") is not None


def test_more_function_nodes_than_gambit_finds_in_time_are_refused():
    with pytest.raises(TooLargeError, match="x: at most 1,000 function nodes, got 1,001"):
        check_action_graph(b"#AGG\n1 1 1001\n1\n0\n" + b"0\n" * 3000, "x")
