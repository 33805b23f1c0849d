"""What a suite of measurements is: cases, contestants, and a table of how they compare."""

import importlib.util
import multiprocessing
import resource
import statistics
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Case:
    """One thing to measure, such as one game; `make` builds it in each process anew."""

    name: str
    make: Callable[[], Any]
    skip: frozenset[str] = field(default_factory=frozenset)  # contestants known to be out of the question


@dataclass(frozen=True)
class Contestant:
    """One way to do it. `prepare` turns what the case makes into the contestant's own format, untimed."""

    name: str
    run: Callable[[Any], Any]
    prepare: Callable[[Any], Any] | None = None
    requires: tuple[str, ...] = ()  # modules; where one is not installed, the contestant is left out


@dataclass(frozen=True)
class Suite:
    """Every available contestant on every case; the others are measured by the first, mostly ours."""

    title: str
    cases: Sequence[Case]
    contestants: Sequence[Contestant]
    seconds: float = 60  # time limit for one contestant on one case, preparation included
    repeats: int = 3
    elapsed: bool = False  # processes share the work: measure the time that passes
    whole_processes: bool = False  # runs start processes: in turns, by the processor time of these


@dataclass(frozen=True)
class Measurement:
    """The median processor time, what was allocated on top of the input, and what was computed."""

    seconds: float
    megabytes: float | None  # None where tracing would have taken too long
    answer: Any


def measure(
    case: Case,
    contestant: Contestant,
    limit: float,
    repeats: int,
    elapsed: bool = False,
) -> Measurement | str:
    """In a process of its own, to which case and contestant are pickled. A string says what went wrong."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(
        target=_measure, args=(case, contestant, limit, repeats, elapsed, sender)
    )
    process.start()
    sender.close()
    try:
        if not receiver.poll(limit):
            return f"more than {limit:.0f} s"
        result: Measurement | str = receiver.recv()
        return result
    except EOFError:
        return "failed"
    finally:
        process.kill()
        process.join()


def _measure(
    case: Case,
    contestant: Contestant,
    limit: float,
    repeats: int,
    elapsed: bool,
    sender: Any,
) -> None:
    started = time.perf_counter()
    clock = time.perf_counter if elapsed else time.process_time
    try:
        made = case.make()
        if contestant.prepare is not None:
            made = contestant.prepare(made)
        times: list[float] = []
        while len(times) < repeats and (not times or time.perf_counter() - started + times[0] < limit / 2):
            start = clock()
            answer = contestant.run(made)
            times.append(clock() - start)
        megabytes = None
        if not elapsed and time.perf_counter() - started + 3 * times[0] < limit:  # tracing slows it down
            tracemalloc.start()
            contestant.run(made)
            _, peak = tracemalloc.get_traced_memory()
            megabytes = peak / 2**20
        sender.send(Measurement(statistics.median(times), megabytes, answer))
    except Exception as error:
        sender.send(type(error).__name__)


def in_turns(case: Case, contestants: Sequence[Contestant], repeats: int) -> list[list[float]]:
    """Seconds by contestant and turn, of runs that start processes."""
    made = [case.make() if each.prepare is None else each.prepare(case.make()) for each in contestants]
    times: list[list[float]] = [[] for _ in contestants]
    for _ in range(repeats):
        for contestant, given, own in zip(contestants, made, times, strict=True):
            start = _time_of_children()
            contestant.run(given)
            own.append(_time_of_children() - start)
    return times


def _time_of_children() -> float:
    """Processor time of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def table(suite: Suite, progress: Callable[[str], object]) -> str:
    """The measurements as a Markdown table; the ratios say how many times as long the others take."""
    ours, *others = [
        contestant
        for contestant in suite.contestants
        if all(importlib.util.find_spec(name) for name in contestant.requires)
    ]
    head = ["case", ours.name, "memory at peak", *(f"{other.name}, times as long" for other in others)]
    lines = [f"## {suite.title}", "", "| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for case in suite.cases:
        progress(case.name)
        if suite.whole_processes:
            lines.append("| " + " | ".join(_cells_in_turns(suite, case, ours, others)) + " |")
            continue
        own = measure(case, ours, suite.seconds, suite.repeats, suite.elapsed)
        if isinstance(own, str):
            lines.append(f"| {case.name} | {own} |" + " |" * (len(head) - 2))
            continue
        memory = "not measured" if own.megabytes is None else f"{own.megabytes:.1f} MB"
        cells = [case.name, f"{own.seconds * 1e3:.4g} ms", memory]
        for other in others:
            if other.name in case.skip:
                cells.append("not run")
                continue
            theirs = measure(case, other, suite.seconds, suite.repeats, suite.elapsed)
            if isinstance(theirs, str):
                cells.append(theirs)
            else:
                differs = "" if theirs.answer == own.answer else ", other answer"
                cells.append(f"{theirs.seconds / own.seconds:.3g}{differs}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cells_in_turns(suite: Suite, case: Case, ours: Contestant, others: Sequence[Contestant]) -> list[str]:
    """One row: our median, and the median of how many times as long each other took in the same turn."""
    able = [other for other in others if other.name not in case.skip]
    own, *theirs = in_turns(case, [ours, *able], suite.repeats)
    ratios = {
        other.name: statistics.median(after / before for before, after in zip(own, taken, strict=True))
        for other, taken in zip(able, theirs, strict=True)
    }
    cells = [f"{ratios[other.name]:.3g}" if other.name in ratios else "not run" for other in others]
    return [case.name, f"{statistics.median(own) * 1e3:.4g} ms", "not measured", *cells]
