"""Proofs for all real payoffs at a size: files that `checker.py` accepts by itself. Read `checker` first."""
