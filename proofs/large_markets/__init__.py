"""Theorems 2 and 5 and participation: what holds of large markets. Read `assumptions` and `for_every_n` first."""
