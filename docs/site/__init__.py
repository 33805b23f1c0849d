"""The pages as a static site, with search: `make docs`."""
