"""Rounds of elimination, all orders of it, and what is left. Read `rounds` first, then `reductions`."""
