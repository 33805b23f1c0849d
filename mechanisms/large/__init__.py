"""G* and G** with many agents: exact expectations without listing Φ. Read `expected`, then `thresholds`."""
