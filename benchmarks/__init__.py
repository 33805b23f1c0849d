"""Speed compared with the alternatives, same games in one run: `python -m benchmarks [suite ...]`."""
