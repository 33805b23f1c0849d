"""The claims on a mechanism that a user wrote. Read `check` first, then `dominance`."""
