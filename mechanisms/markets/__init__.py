"""The markets of sections 2.1 and 3.1, and what mechanisms share. Read `market` first, then `grouping`."""
