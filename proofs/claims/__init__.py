"""What a claim, a verdict and its evidence are. Read `claim` first, then `verdict`."""
