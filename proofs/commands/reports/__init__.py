"""What commands say, in words, as tables and as JSON. Read `findings` first, then `market`."""
