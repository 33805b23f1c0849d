"""Finite games with exact payoffs. Read `normal_form` first, then `bayesian`."""
