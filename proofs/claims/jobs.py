"""How many processes may work at a time: all cores, unless somebody says otherwise."""

import os

_jobs: int | None = None


def jobs() -> int:
    """As many as were set, else as many as there are cores for this process."""
    if _jobs is not None:
        return _jobs
    if hasattr(os, "sched_getaffinity"):  # in a container these may be few
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def set_jobs(count: int | None) -> None:
    """From now on so many in this process, or for None all cores."""
    global _jobs
    _jobs = count
