"""Theorem 4 by pure dominance with two buyers in a group: how it fails. Read `hedge` first."""
