"""`python -m tests.mutation [GROUP ...]`: which changes in one place do the tests not notice?

cosmic-ray makes the mutations, and groups.toml says of what. A process that has collected a group's tests forks for
each mutation; the child puts the mutated function in the place of the old one and runs the tests that call it, first
those that have noticed most. What runs at import, and whatever survives, is tried again from the file, in a fork that
imports everything anew. Files are changed in place: run it in a copy, as `make mutate` does.
"""

import ast
import gc
import os
import pickle
import re
import resource
import shlex
import signal
import sys
import time
import tomllib
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

import cosmic_ray.ast
import cosmic_ray.mutating
import cosmic_ray.plugins
import flint  # noqa: F401  these are loaded once, before any fork
import hypothesis
import networkx  # noqa: F401
import numpy  # noqa: F401
import pytest
import scipy.optimize  # noqa: F401
import sympy  # noqa: F401

HERE = Path(__file__).parent
OPTIONS = shlex.split(
    "-x -p no:terminal -p no:cacheprovider -o addopts= --import-mode=importlib --doctest-modules"
    " --assert=plain --hypothesis-profile=mutation"
)
PATIENCE = 5  # a test that needs so many times its time, and SECONDS more, hangs
SECONDS = 2
MOST_SECONDS = 120  # for a mutation that is tried from the file
SAID = os.fdopen(os.dup(2), "w")  # pytest captures the other
MEMORY = 6 << 30  # bytes of addresses for a child


@dataclass(frozen=True)
class Mutation:
    path: str
    definition: str  # the function that a module or class defines, or "" for what runs at import
    begins: int | None  # its first line, decorators included
    ends: int | None
    before: str
    after: str
    source: str  # of the whole mutated module

    def __str__(self) -> str:
        return f"{self.path}: {self.definition or 'at import'}: {self.before} -> {self.after}"


def mutations(path, roots, settings):
    """Those that the settings want, without annotations, decorators, texts, `strict=`, and what only speaks."""
    source = Path(path).read_text(encoding="utf-8")
    tree = ast.parse(source)
    spared = []
    for node in ast.walk(tree):
        parts = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        parts += [*getattr(node, "decorator_list", []), node if isinstance(node, ast.JoinedStr) else None]
        parts += [node if isinstance(node, ast.keyword) and node.arg == "strict" else None]
        spared += [span(part) for part in parts if part is not None]
    functions = list(defined(tree))
    wanted = called_by(roots, functions)
    nodes = list(cosmic_ray.ast.ast_nodes(cosmic_ray.ast.get_ast(source)))
    operators = re.compile("|".join(settings["operators"]))
    for name in filter(operators.search, cosmic_ray.plugins.operator_names()):
        operator = cosmic_ray.plugins.get_operator(name)()
        places = [place for node in nodes for place in operator.mutation_positions(node)]
        for occurrence, (start, _) in enumerate(places):
            within = [f for f in functions if span(f[1].body[0])[0] <= start < span(f[1])[1]]
            definition, function = within[0] if within else ("", None)
            short = definition.rpartition(".")[2]
            if any(a <= start < b for a, b in spared) or short in settings["speak"] or short not in wanted:
                continue
            begins = function and min(node.lineno for node in (function, *function.decorator_list))
            mutated = cosmic_ray.mutating.mutate_code(source, operator, occurrence)
            try:
                compile(mutated, path, "exec")
            except SyntaxError:
                continue
            pairs = zip(source.splitlines(), mutated.splitlines(), strict=False)
            before, after = next((a.strip(), b.strip()) for a, b in pairs if a != b)
            ends = function and function.end_lineno
            yield Mutation(path, definition, begins, ends, before, after, mutated)


def defined(tree):
    """The functions that a module and its classes define, by name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{name}", each) for name, each in defined(node))


def called_by(roots, functions):
    """The names of these functions and what they call, one by another, in this module; of all and "" if none."""
    names = {name.rpartition(".")[2] for name, _ in functions}
    found, pending = set(), [*(roots or [*names, ""])]
    while pending:
        name = pending.pop()
        found.add(name)
        for each, function in functions:
            if each.rpartition(".")[2] == name:
                said = {getattr(node, "id", getattr(node, "attr", None)) for node in ast.walk(function)}
                said -= {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
                pending += (said & names) - found
    return found


def span(node):
    return (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)


def forked(task):
    """What the task returns in a child process, or None if the child is killed."""
    read, write = os.pipe()
    if not (child := os.fork()):
        try:
            said = task()
        except BaseException:
            said = RuntimeError(traceback.format_exc())
        with open(write, "wb") as pipe:
            pickle.dump(said, pipe)
        os._exit(0)
    os.close(write)
    with open(read, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    said = pickle.loads(said) if said else None
    if isinstance(said, RuntimeError):
        raise said
    return said


class Forks:
    """A pytest plugin: instead of running the tests it runs them for each mutation, in a fork."""

    def __init__(self, mutations):
        self.mutations = mutations
        self.survive = []  # (mutation, ids of the tests that it was tried on)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        items = session.items
        calls, seconds = forked(lambda: self.baseline(session)) or sys.exit("tests fail without a mutation")
        noticed = Counter()
        functions = {}
        for each in gc.get_objects():
            if isinstance(each, FunctionType):
                code = each.__code__
                functions.setdefault((code.co_filename, code.co_firstlineno, code.co_name), []).append(each)
        for done, mutation in enumerate(self.mutations):
            if done % 50 == 0:
                print(f"{done} of {len(self.mutations)}", file=SAID, flush=True)
            file = str(Path(mutation.path).resolve())
            tests = [
                k
                for k, called in enumerate(calls)
                if mutation.definition
                and any(name == file and mutation.begins <= line <= mutation.ends for name, line in called)
            ]
            tests.sort(key=lambda k: (-noticed[k], seconds[k]))
            key = (file, mutation.begins, mutation.definition.rsplit(".", 1)[-1])

            def task(tests=tests, key=key, mutation=mutation):
                swap(functions[key], compile(mutation.source, key[0], "exec"), key)
                return first_failure(session, [(items[k], k, SECONDS + PATIENCE * seconds[k]) for k in tests])

            at_import = not mutation.definition or key not in functions
            failed = None if at_import else forked(task)
            if failed is None and not at_import:
                continue  # it hung, or crashed
            if at_import or failed == -1:
                self.survive.append((mutation, [items[k].nodeid for k in tests if not at_import]))
                print(f"not noticed yet: {mutation}", file=SAID, flush=True)
            else:
                noticed[failed] += 1
        return True

    def baseline(self, session):
        """Which of the code each test calls, and how long it takes; None if one fails."""
        calls, seconds = [], []
        files = {str(Path(mutation.path).resolve()) for mutation in self.mutations}
        for item in session.items:
            called = set()

            def note(frame, event, _, called=called):
                if event == "call" and frame.f_code.co_filename in files:
                    called.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

            start = time.process_time()
            sys.setprofile(note)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            sys.setprofile(None)
            calls.append(called)
            seconds.append(time.process_time() - start)
            if session.testsfailed:
                print(f"fails: {item.nodeid}", file=sys.__stderr__)
                return None
        return calls, seconds


def swap(functions, code, key):
    """Give these functions the code that begins at the same line of the mutated module."""
    pending = [code]
    while pending:
        code = pending.pop()
        if (code.co_firstlineno, code.co_name) == key[1:]:
            for function in functions:
                function.__code__ = code
            return
        pending += [each for each in code.co_consts if isinstance(each, CodeType)]


def first_failure(session, tests):
    """The number of the first test that fails, or -1; the process ends if a test takes too long."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for item, k, seconds in tests:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        if session.testsfailed:
            return k
    return -1


def survives_anew(mutation, tests):
    """Do the tests pass with the mutated module imported from its file?"""
    path = Path(mutation.path)
    source, status = path.read_bytes(), path.stat()

    def task():
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        sys.dont_write_bytecode = True
        return int(pytest.main([*OPTIONS, *tests]))

    path.write_text(mutation.source, encoding="utf-8")
    try:
        return forked(task) == 0
    finally:
        path.write_bytes(source)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def survivors(group, settings, explained):
    """The mutations of a group that no test notices, after the number of all."""
    every = [
        mutation for path, roots in group["modules"].items() for mutation in mutations(path, roots, settings)
    ]
    tests = [*group["tests"], *shlex.split(group.get("options", ""))]

    def task():
        forks = Forks(every)
        status = pytest.main([*OPTIONS, *tests], plugins=[forks])
        return forks.survive if status == 0 else f"tests cannot be collected: {status!r}"

    found = forked(task)
    if not isinstance(found, list):
        raise RuntimeError(found)
    return every, [
        mutation
        for mutation, ids in found
        if str(mutation) in explained or survives_anew(mutation, ids or tests)
    ]


def main(names):
    settings = tomllib.loads((HERE / "groups.toml").read_text(encoding="utf-8"))
    known = tomllib.loads((HERE / "survivors.toml").read_text(encoding="utf-8"))
    explained = {line for lines in known.values() for line in lines}
    unknown = 0
    for name in names or settings["groups"]:
        start = time.monotonic()
        every, left = survivors(settings["groups"][name], settings, explained)
        for path in settings["groups"][name]["modules"]:
            own = [str(mutation) for mutation in left if mutation.path == path]
            print(f"{path}: {sum(m.path == path for m in every)} mutations, {len(own)} survive")
            for line in own:
                print("  " + ("(explained) " if line in explained else "") + line)
            unknown += len(set(own) - explained)
        print(f"== {name}: {time.monotonic() - start:.0f} s", flush=True)
    return 1 if unknown else 0


if __name__ == "__main__":
    hypothesis.settings.register_profile(
        "mutation",
        derandomize=True,
        deadline=None,
        max_examples=25,
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    )
    sys.exit(main(sys.argv[1:]))
