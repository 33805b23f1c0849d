"""Theorem 4: what survives in G**. Read `one_buyer` first, then `hedges`, `mixed` and `groups`."""
