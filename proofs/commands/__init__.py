"""One file a command, and what a person sees. Read `main` first."""
