"""G+ of section 3.5. Read `mechanism` first, then `cells`."""
