"""What a claim, a verdict, its evidence and a witness in a file are. Read `claim` first, then `verdict`."""
