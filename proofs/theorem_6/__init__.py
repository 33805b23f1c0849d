"""Theorem 6: what survives in G+. Read `statement` first, then `printed` and `bounds`."""
