"""Settings for hypothesis: the same examples on every run, no deadline on a noisy machine."""

import sys

from hypothesis import settings

from proofs.claims.jobs import set_jobs

settings.register_profile("gate", derandomize=True, deadline=None, max_examples=40)
settings.load_profile("gate")

set_jobs(1)  # the tests themselves share the cores

# `make mutate`, which needs cosmic-ray; and `make browse`, which needs a browser and names what it runs.
collect_ignore = ["mutation", *([] if any("tests/browser" in each for each in sys.argv) else ["browser"])]
