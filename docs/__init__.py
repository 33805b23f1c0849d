"""Makes the pages of this folder that are not written by hand: `python -m docs`, or `make docs`."""
