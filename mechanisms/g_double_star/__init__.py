"""G** of section 3.2. Read `mechanism` first."""
