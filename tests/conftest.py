"""Settings for hypothesis: the same examples on every run, no deadline on a noisy machine."""

from hypothesis import settings

from proofs.claims.jobs import set_jobs

settings.register_profile("gate", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("gate")

set_jobs(1)  # the tests themselves share the cores

collect_ignore = ["mutation"]  # `make mutate`, which needs cosmic-ray
