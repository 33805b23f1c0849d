"""Theorem 1: in G*, dominant means price-taking. Read `statement` first, then `sharp_form`."""
