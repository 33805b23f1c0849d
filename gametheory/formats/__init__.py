"""Games to and from other programs. Read `nfg` first."""
