"""Sequences of markets, n = 1, 2, ..., as sections 2.4 and 3.4 ask for. Read `steps` first."""
