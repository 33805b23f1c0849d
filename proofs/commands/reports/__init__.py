"""What commands say, in words, as tables and as JSON. Read `table` first, then `findings`."""
