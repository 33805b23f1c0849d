"""`python -m tests.mutation [--sample N] [--costs] [GROUP or MODULE ...]`: which changes do the tests not notice?

groups.toml says what is mutated, and by which tests that should be noticed. A process that has collected the tests
of a group forks for each mutation: the child puts the mutated function in the place of the old one, and runs the tests
that call it, first those that have noticed most. No file is changed. What runs at import is not mutated.
"""

import argparse
import ast
import builtins
import functools
import gc
import importlib
import os
import pickle
import resource
import shlex
import signal
import sys
import time
import tomllib
import traceback
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from types import CodeType, FunctionType

import flint  # noqa: F401  slow to load, so before any fork, as are three more
import hypothesis
import networkx  # noqa: F401
import pytest
import scipy.optimize  # noqa: F401
import sympy  # noqa: F401

from tests.mutation.mutations import defined, mutations

HERE = Path(__file__).parent
OPTIONS = shlex.split(
    "-p no:terminal -p no:cacheprovider -o addopts= --import-mode=importlib --doctest-modules --assert=plain"
    " --hypothesis-profile=mutation"
)
HOUSE = {"gametheory", "mechanisms", "proofs", "tests"}  # whose caches are emptied before each test
MEMORY = 6 << 30  # bytes of addresses for a child
PATIENCE = 5  # a test that needs so many times its seconds, and 2 more, hangs: that is noticed
SAID = os.fdopen(os.dup(2), "w")  # pytest captures the other


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
    answer = pickle.loads(said) if said else None
    if isinstance(answer, RuntimeError):
        raise answer
    return answer


class Forks:
    """A pytest plugin: instead of running the tests once it runs them for each mutation, in a fork."""

    def __init__(self, mutations, costs):
        self.mutations, self.costs, self.survive = mutations, costs, []
        self.caches, self.failed = [], None
        self.places = {mutation.place for mutation in mutations}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        session.config.option.tbstyle = "native"  # the quickest
        live, noticed = defaultdict(list), Counter()
        for each in gc.get_objects():
            if isinstance(each, FunctionType):
                live[place_of(each.__code__)].append(each)
            elif isinstance(each, functools._lru_cache_wrapper) and each.__module__.split(".")[0] in HOUSE:
                self.caches.append(each)
        gc.freeze()  # pages stay shared with the children
        calls, seconds = forked(lambda: self.without_mutation(session, live))
        if self.costs:
            slow = sorted(zip(seconds, (item.nodeid for item in session.items), strict=True))[:-9:-1]
            self.say(f"{len(seconds)} tests, {sum(seconds):.1f} s; {len(self.mutations)} mutations")
            self.say("".join(f"  {cost:.2f} s {test}\n" for cost, test in slow))
        for mutation in self.mutations:

            def task(mutation=mutation):
                code = next(
                    code for code in codes(mutation.source) if place_of(code)[1:] == mutation.place[1:]
                )
                for function in live[mutation.place]:
                    function.__code__ = code
                tests = [k for k, called in enumerate(calls) if mutation.place in called]
                return first_failure(session, sorted(tests, key=lambda k: (-noticed[k], seconds[k])), seconds)

            began = time.monotonic()
            failed = forked(task)
            if self.costs:
                self.say(f"  {time.monotonic() - began:.2f} s {mutation.change[:90]}")
            noticed[failed] += 1  # None: it hung, or crashed
            if failed == -1:
                self.survive.append(mutation.change)
                self.say(f"survives: {mutation.change}")
        return True

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.failed = report.longrepr

    @staticmethod
    def say(what):
        print(what, file=SAID, flush=True)

    def without_mutation(self, session, live):
        """Which of the functions each test calls, and how long it takes."""
        calls, seconds, called = [], [], set()
        builtins.note_call = called.add
        for file in {mutation.place[0] for mutation in self.mutations}:
            for code in codes(noting_calls(file)):
                for function in live[place := (file, *place_of(code)[1:])]:
                    if place in self.places:
                        function.__code__ = code
        for item in session.items:
            for cache in self.caches:  # what a test has worked out another may ask for: it calls that too
                cache.cache_clear()
            called.clear()
            start = time.process_time()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            if session.testsfailed:
                raise RuntimeError(f"{item.nodeid} fails without a mutation: {self.failed}")
            calls.append(set(called))
            seconds.append(time.process_time() - start)
        return calls, seconds


def noting_calls(file):
    """The module, with a note at the start of each function of its own and of its classes."""
    tree = ast.parse(Path(file).read_text(encoding="utf-8"))
    for _, function in defined(tree):
        line = min(node.lineno for node in (function, *function.decorator_list))
        note = ast.parse(f"note_call({(file, line, function.name)!r})").body[0]
        for node in ast.walk(note):
            if hasattr(node, "lineno"):
                ast.copy_location(node, function.body[0])
        function.body.insert(0, note)
    return tree


def place_of(code):
    return code.co_filename, code.co_firstlineno, code.co_name


def codes(source):
    pending = [compile(source, "mutated", "exec")]
    while pending:
        yield (code := pending.pop())
        pending += [each for each in code.co_consts if isinstance(each, CodeType)]


def first_failure(session, tests, seconds):
    """The number of the first test that fails, or -1; the process ends if a test takes too long."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for k in tests:
        signal.setitimer(signal.ITIMER_PROF, 2 + PATIENCE * seconds[k])
        item = session.items[k]
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        if session.testsfailed:
            return k
    return -1


def survivors(group, every, costs):
    """The changes that no test of the group notices."""
    for path in group["modules"]:  # what a command imports when it runs is not there yet
        importlib.import_module(path.removesuffix(".py").replace("/", "."))
    forks = Forks(every, costs)
    status = pytest.main([*OPTIONS, *group["tests"], "-k", group.get("-k", "")], plugins=[forks])
    if status != 0:
        raise RuntimeError(f"{group['tests']}: {status!r}")
    return forks.survive


def main(names, sample=None, costs=False):
    """Groups or modules by their names, or all: 1 if something else survives than what is listed.

    With `sample` only so many mutations of each group, drawn at random with seed 0; with `costs` it is said what
    tests and mutations take.
    """
    settings = tomllib.loads((HERE / "groups.toml").read_text(encoding="utf-8"))
    equivalent = tomllib.loads((HERE / "equivalent.toml").read_text(encoding="utf-8"))
    listed = Counter(change for changes in equivalent.values() for change in changes)
    known = {
        *settings["groups"],
        *(path for group in settings["groups"].values() for path in group["modules"]),
    }
    if strange := sorted({*names} - known):
        print(f"MODULES: groups or paths in groups.toml, got {', '.join(strange)}", file=sys.stderr)
        return 2
    wrong = 0
    for name, group in settings["groups"].items():
        modules = {
            path: list(mutations(path, roots, settings))
            for path, roots in group["modules"].items()
            if not names or name in names or path in names
        }
        every = [each for own in modules.values() for each in own]
        if sample is not None:
            every = Random(0).sample(every, min(sample, len(every)))
            modules = {path: [each for each in own if each in every] for path, own in modules.items()}
        left = Counter(
            forked(lambda group=group, every=every: survivors(group, every, costs)) if every else []
        )
        for path, own in modules.items():
            made = Counter(each.change for each in own)
            of_module = Counter({change: k for change, k in listed.items() if change.startswith(f"{path}:")})
            survive, said = left & made, of_module if sample is None else of_module & made
            new, gone = survive - said, said - survive
            print(
                f"{path}: {len(own)} mutations, {survive.total()} survive, {new.total()} of them not listed"
            )
            print("".join(f"  {change}\n" for change in new.elements()), end="")
            print("".join(f"  listed, but noticed: {c}\n" for c in gone.elements()), end="", flush=True)
            wrong += new.total() + gone.total()
    return 1 if wrong else 0


if __name__ == "__main__":
    phases = hypothesis.Phase.explicit, hypothesis.Phase.generate
    hypothesis.settings.register_profile(
        "mutation", derandomize=True, deadline=None, max_examples=25, phases=phases
    )
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--costs", action="store_true")
    parser.add_argument("names", nargs="*")
    asked = parser.parse_args()
    sys.exit(main(asked.names, asked.sample, asked.costs))
