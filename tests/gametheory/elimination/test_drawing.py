"""The picture of the graph of reductions: complete, and nothing overlaps."""

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.elimination import drawing
from gametheory.elimination.drawing import draw_dot, draw_png, draw_svg
from gametheory.elimination.layered_layout import layered_layout
from gametheory.elimination.reductions import Step, all_reductions
from gametheory.games.errors import TooLargeError
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.svg import width_of
from tests.example_games import example

SVG = "{http://www.w3.org/2000/svg}"


def words_of(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@given(st.integers(2, 14), st.sets(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=30))
@settings(max_examples=60)
def test_nothing_overlaps_and_edges_run_downwards(count, pairs):
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from((a, b) for a, b in pairs if a < b < count)
    node_size = {node: (40.0 + 7 * (node % 5), 30.0 + 10 * (node % 3)) for node in graph}
    label_size = {edge: (25.0 + 3 * (edge[1] % 4), 20.0) for edge in graph.edges}
    layout = layered_layout(graph, node_size, label_size)
    boxes = [(layout.nodes[node], node_size[node]) for node in graph]
    boxes += [(layout.labels[edge], label_size[edge]) for edge in graph.edges]
    for ((x, y), (w, h)), ((u, v), (k, m)) in combinations(boxes, 2):
        assert abs(x - u) >= (w + k) / 2 or abs(y - v) >= (h + m) / 2
    for (x, y), (w, h) in boxes:
        assert w / 2 - 1e-6 <= x <= layout.size[0] - w / 2 + 1e-6
        assert h / 2 - 1e-6 <= y <= layout.size[1] - h / 2 + 1e-6
    for points in layout.bends.values():
        assert all(upper[1] <= lower[1] for upper, lower in pairwise(points))


def test_the_picture_shows_every_reduction_every_removal_and_the_simultaneous_path():
    svg = draw_svg(all_reductions(example("order-matters"), step=Step.ONE))
    words = words_of(svg)
    assert words[0] == "Elimination of weakly dominated strategies (pure dominators), one at a time"
    assert words.count("Row: M, B") == 2
    assert [words.count(f"- {gone}") for gone in ("T", "B", "L", "R", "T, B")] == [2, 2, 1, 1, 1]
    assert [words.count(f"S{r}") for r in "⁰¹²"] == [1, 1, 0]
    assert "ends with payoffs (2, 1)" in words
    assert "ends with payoffs (1, 1)" in words
    assert "ends with 1 × 2 strategies and 2 different payoffs" in words
    assert not any("truncated" in line for line in words)


def test_labels_that_cannot_be_seen_are_escaped_and_the_file_stays_one():
    game = NormalFormGame.from_arrays(
        [[[0], [1]], [[0], [0]]], players=["Row\x1b", "Column"], strategies=[["up\x07\n", "d"], [" "]]
    )
    reductions = all_reductions(game)
    words = words_of(draw_svg(reductions))
    assert {"Row\\x1b: up\\x07\\n, d", 'Column: " "', "- up\\x07\\n"} <= set(words)
    assert draw_dot(reductions).isprintable() is False  # for its line breaks, and nothing else
    assert draw_dot(reductions).replace("\n", "").isprintable()


def test_the_simultaneous_path_is_drawn_where_single_steps_do_not_go():
    """One at a time the columns tie as soon as the row has gone; both at once they leave (1, 1)."""
    game = NormalFormGame.from_arrays([[[1, 1], [1, 0]], [[1, 1], [1, 0]]], strategies=["TB", "LR"])
    reductions = all_reductions(game, step=Step.ONE)
    assert ((0,), (0,)) not in reductions.graph
    words = words_of(draw_svg(reductions))
    assert "- B, R" in words
    assert words.count("S¹") == 1


def test_labels_that_two_players_share_are_told_apart():
    dot = draw_dot(all_reductions(example("chairs-paradox"), step=Step.ONE))
    assert 'label="- Chair B"' in dot
    assert 'label="- Second B"' in dot


def test_a_truncated_picture_says_so():
    svg = draw_svg(all_reductions(example("chairs-paradox"), nodes=5))
    assert "truncated: there are more orders than are drawn here" in words_of(svg)


def size_of(svg: str) -> tuple[float, float]:
    *_, width, height = map(float, ElementTree.fromstring(svg).attrib["viewBox"].split())
    return width, height


@pytest.mark.parametrize("step", Step)
def test_what_is_the_same_game_but_for_names_is_one_box_where_there_is_much_to_see(step):
    """36 sets of strategies of the chair's paradox; four pairs of them are alike."""
    reductions = all_reductions(example("chairs-paradox"), step=step)
    assert len(reductions.graph) == 36
    svg = draw_svg(reductions)
    boxes = [words for words in words_of(svg) if re.fullmatch(r"\d × \d × \d", words)]
    alike = [int(words.split()[0]) for words in words_of(svg) if words.endswith(" alike")]
    assert len(boxes) - len(alike) + sum(alike) == 36
    assert [words for words in words_of(svg) if words.startswith("36 sets of strategies")]
    assert size_of(svg)[0] < 1300


def test_of_a_large_graph_the_rest_is_counted():
    table = np.arange(12).reshape(12, 1)  # one player: of 12 strategies any proper subset may have left
    reductions = all_reductions(NormalFormGame.from_arrays([table, table]), step=Step.ONE)
    assert len(reductions.graph) == 2**11
    words = words_of(draw_svg(reductions, largest=40))
    shown = sum(bool(re.fullmatch(r"\d+ × \d+", each)) for each in words)
    more = sum(int(each.split()[0]) for each in words if each.endswith(" more"))
    assert shown == 40
    assert shown + more == 2**11
    assert draw_dot(reductions).count("->") > 2**11


@pytest.mark.parametrize("name", ["order-matters", "chairs-paradox", "burning-money", "narrow-margin"])
def test_no_words_overlap_and_the_title_is_inside(name):
    game = example(name)
    svg = draw_svg(all_reductions(game, step=Step.ONE, nodes=400))
    root, (width, height) = ElementTree.fromstring(svg), size_of(svg)
    boxes = []
    for group, dx, dy in [(root, 0.0, 0.0), *moved(root)]:
        for text in group.findall(f"{SVG}text"):
            size, words = float(text.attrib["font-size"]), text.text or ""
            w = width_of(words, size) * 0.85  # a guess that is not generous
            x = float(text.attrib["x"]) + dx - (w / 2 if text.attrib["text-anchor"] == "middle" else 0)
            boxes.append((words, x, float(text.attrib["y"]) + dy - size, w, size))
    for words, x, y, w, h in boxes:
        assert x >= 0, words
        assert x + w <= width, words
        assert y >= 0, words
        assert y + h <= height, words
    for (one, x, y, w, h), (other, u, v, k, m) in combinations(boxes, 2):
        assert x + w <= u or u + k <= x or y + h <= v + 0.2 * m or v + m <= y + 0.2 * h, (one, other)


def moved(root: ElementTree.Element) -> list[tuple[ElementTree.Element, float, float]]:
    groups = root.findall(f"{SVG}g")
    by = [re.findall(r"-?[\d.]+", group.attrib["transform"]) for group in groups]
    return [(group, float(dx), float(dy)) for group, (dx, dy) in zip(groups, by, strict=True)]


def test_as_pixels(monkeypatch):
    reductions = all_reductions(example("order-matters"))
    assert draw_png(reductions).startswith(b"\x89PNG")
    monkeypatch.setattr(drawing, "MOST_PIXELS", 10)
    with pytest.raises(TooLargeError, match=r"^PNG: at most 10 pixels, got "):
        draw_png(reductions)


def test_dot_has_the_same_nodes_and_edges():
    reductions = all_reductions(example("order-matters"))
    dot = draw_dot(reductions)
    assert dot.count(" -> ") == reductions.graph.number_of_edges()
    assert (
        dot.count("label=") == 1 + len(reductions.graph) + reductions.graph.number_of_edges() + 2
    )  # S^0, S^1
    assert 'label="Row: T, M, B\\nColumn: L, R"' in dot


def test_labels_with_markup_are_escaped():
    game = NormalFormGame.from_arrays([[[1], [0]], [[0], [0]]], strategies=[["<b>", 'a"&'], ["x"]])
    words = words_of(draw_svg(all_reductions(game)))
    assert '1: <b>, a"&' in words
    assert 'label="1: <b>, a\\"&\\n2: x"' in draw_dot(all_reductions(game))


def test_every_colour_has_another_one_in_the_dark():
    svg = draw_svg(all_reductions(example("order-matters"), step=Step.ONE))
    used = set(re.findall(r' (?:fill|stroke)="([^"]+)"', svg)) - {"none"}
    dark = set(re.findall(r'svg\.orders \[fill="([^"]+)"\]', svg.replace("&quot;", '"')))
    assert used
    assert used <= dark
