"""Instances in TOML files: data only, every refusal one line. Read `toml` first, then `instances`."""
