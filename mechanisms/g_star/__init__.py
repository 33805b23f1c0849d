"""G* of section 2.2: as printed, in plan form, and with every message listed. Read `mechanism` first."""
