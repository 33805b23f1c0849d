"""G** with one seller and one buyer in a group, all plans listed. Read `plans` first."""
