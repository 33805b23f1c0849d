"""What it is to be dominated, with evidence, and who is. Read `definition` first, then `pure` and `mixed`."""
