"""Large markets: Theorems 2 and 5, participation. Read `assumptions` and `for_every_n` first."""
