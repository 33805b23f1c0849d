"""Dominance in games whose strategies cannot be listed. Read `form` first, then `dominance`."""
