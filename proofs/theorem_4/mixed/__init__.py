"""Theorem 4 by mixed dominance, with groups of any size. Read `statement` first."""
