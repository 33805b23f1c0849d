"""cosmic-ray's mutations of the functions of a module: one change in one place each."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import cosmic_ray.ast
import cosmic_ray.mutating
import cosmic_ray.plugins


@dataclass(frozen=True)
class Mutation:
    place: tuple[str, int, str]  # file, first line and name of the function that a module or class defines
    change: str
    source: str  # of the whole mutated module


def mutations(path, roots, settings):
    """Those of the roots and what they call: no annotations, decorators, texts, `strict=`, nor what only speaks."""
    source = Path(path).read_text(encoding="utf-8")
    tree = ast.parse(source)
    functions = dict(defined(tree))
    wanted = called_by(roots, functions) - set(settings["speak"])
    spared = [span(part) for node in ast.walk(tree) for part in unmutated(node)]
    nodes = list(cosmic_ray.ast.ast_nodes(cosmic_ray.ast.get_ast(source)))
    operators = re.compile("|".join(settings["operators"]))
    for operator_name in filter(operators.search, cosmic_ray.plugins.operator_names()):
        operator = cosmic_ray.plugins.get_operator(operator_name)()
        places = [start for node in nodes for start, _ in operator.mutation_positions(node)]
        for occurrence, start in enumerate(places):
            within = [
                name
                for name, f in functions.items()
                if span(f.body[0])[0] <= start < span(f)[1] and f.name in wanted
            ]
            if not within or any(a <= start < b for a, b in spared):
                continue
            mutated = cosmic_ray.mutating.mutate_code(source, operator, occurrence)
            try:
                ast.parse(mutated)
            except SyntaxError:
                continue
            lines = zip(source.splitlines(), mutated.splitlines(), strict=False)
            before, after = next((a.strip(), b.strip()) for a, b in lines if a != b)
            (name,), function = within, functions[within[0]]
            line = min(node.lineno for node in (function, *function.decorator_list))
            place = str(Path(path).resolve()), line, function.name
            yield Mutation(place, f"{path}: {name}: {before} -> {after}", mutated)


def defined(tree):
    """The functions that a module and its classes define, by name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{name}", each) for name, each in defined(node))


def called_by(roots, functions):
    """The names of these functions and of what they call, one by another, in this module; of all if there are none."""
    names = {function.name for function in functions.values()}
    found, pending = set(), [*(roots or names)]
    while pending:
        found.add(name := pending.pop())
        for function in functions.values():
            if function.name == name:
                nodes = list(ast.walk(function))
                said = {getattr(node, "id", getattr(node, "attr", None)) for node in nodes}
                said -= {node.arg for node in nodes if isinstance(node, ast.arg)}
                said -= {
                    node.id
                    for node in nodes
                    if isinstance(getattr(node, "ctx", None), ast.Store) and hasattr(node, "id")
                }
                pending += (said & names) - found
    return found


def unmutated(node):
    yield from filter(None, (getattr(node, "annotation", None), getattr(node, "returns", None)))
    yield from getattr(node, "decorator_list", [])
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.keyword) and node.arg == "strict"):
        yield node


def span(node):
    return (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)
