"""The paper's hypotheses on an instance, each with the place where it fails. Read `condition_1` first."""
