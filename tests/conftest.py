"""Settings for all tests: hypothesis tries the same examples on every run, and nothing is remembered elsewhere."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from hypothesis import settings

from proofs.audit.memory import cache_folder
from proofs.claims.jobs import set_jobs

settings.register_profile("gate", derandomize=True, deadline=None, max_examples=40)
settings.load_profile("gate")

# What the audit found before, on this machine and by its user, is what one test alone is about.
# pytest-xdist's workers inherit the environment as it is set below: where the user's own folder is must go with it.
_USERS = os.environ.setdefault("_UNDOMINATED_USERS_CACHE", str(cache_folder() or ""))
USERS_CACHE = Path(_USERS) if _USERS else None
os.environ["XDG_CACHE_HOME"] = _CACHE = tempfile.mkdtemp()
atexit.register(shutil.rmtree, _CACHE, ignore_errors=True)

set_jobs(1)  # the tests themselves share the cores

# `make mutate`, which needs cosmic-ray; and `make browse`, which needs a browser and names what it runs.
collect_ignore = ["mutation", *([] if any("tests/browser" in each for each in sys.argv) else ["browser"])]
