"""Hostile files and options for so many seconds: `make fuzz SECONDS=600`, or `python -m tests.fuzz 600`.

Each kind of fault is written to build/fuzz/, the first call that shows it with its file. Exit status 1 if there
is one.
"""

import resource
import shutil
import sys
import time
import traceback
from collections import Counter
from importlib import import_module
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.calls import SECONDS, Call, TooSlow, calls, judge

MEMORY = 6 * 2**30  # bytes of address space, most of it never used
FOLDER = Path(__file__).parents[2] / "build" / "fuzz"


def kind(wrong: BaseException) -> str:
    """Where it was raised, in files of the project."""
    frames = [f for f in traceback.extract_tb(wrong.__traceback__) if ".venv" not in f.filename]
    place = frames[-1]
    said = str(wrong).splitlines()[0][:60] if isinstance(wrong, AssertionError) and str(wrong) else ""
    return f"{type(wrong).__name__} at {Path(place.filename).name}:{place.lineno} {said}".strip()


def main(seconds: int) -> int:
    """Fuzz, and say what was found."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    end, found, made, slow, statuses = time.monotonic() + seconds, {}, 0, [], Counter()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for heavy in ("ortools.sat.python.cp_model", "scipy.optimize", "networkx", "rich.progress", "sympy"):
        import_module(heavy)  # an import that a time limit interrupts cannot be made again in this process

    def note(each: Call) -> None:
        nonlocal made
        if time.monotonic() > end:
            return
        made += 1
        try:
            start = time.monotonic()
            statuses[judge(each)] += 1
            if (took := time.monotonic() - start) > 10:
                (FOLDER / f"slow-{len(slow)}.file").write_bytes(each.content)
                slow.append((round(took), each.arguments))
        except TooSlow:
            slow.append((SECONDS, each.arguments))
        except Exception as wrong:
            if (what := kind(wrong)) not in found:
                number = len(found)
                found[what] = each
                (FOLDER / f"{number}.file").write_bytes(each.content)
                words = f"{what}\n{each.arguments}\n{''.join(traceback.format_exception(wrong))}"
                (FOLDER / f"{number}.txt").write_text(words, encoding="utf-8", errors="backslashreplace")
                print(f"{number}: {what}: {' '.join(each.arguments)!a}", flush=True)

    while time.monotonic() < end:
        quiet = settings(
            max_examples=200, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
        )  # fmt: skip
        seed(time.time_ns())(quiet(given(calls())(note)))()
    print(f"{made:,} calls by exit status {dict(statuses)}, {len(found)} kinds of faults")
    print(f"slower than 10 s: {slow}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
