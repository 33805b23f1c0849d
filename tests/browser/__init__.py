"""Pages in a real browser: `make browse`, which the gate runs; not collected with the other tests."""
