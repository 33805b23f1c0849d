"""Theorem 4 with one seller and one buyer in a group. Read `statement` first, then `printed`."""
