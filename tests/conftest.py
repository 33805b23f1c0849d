"""Settings for hypothesis: the same examples on every run, no deadline on a noisy machine."""

from hypothesis import settings

settings.register_profile("gate", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("gate")

collect_ignore = ["mutation"]  # `make mutate`, which needs cosmic-ray
