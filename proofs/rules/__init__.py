"""What the mechanisms must satisfy whoever plays: (1) to (5), (7), (11), (14). Read `feasibility` first."""
