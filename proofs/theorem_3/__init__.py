"""Theorem 3: G* without Condition 1 in large markets. Read `statement` first."""
