"""Hypothesis without deadlines: a test that takes longer on a busy machine is no failure."""

from hypothesis import settings

settings.register_profile("undominated", deadline=None)
settings.load_profile("undominated")
