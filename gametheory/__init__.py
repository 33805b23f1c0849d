"""Finite games with exact payoffs: dominance, iterated elimination, and evidence for every answer."""
