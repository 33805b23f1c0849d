"""Mechanisms that users write, and how they are listed. Read `mechanism` first, then `game_form`."""
