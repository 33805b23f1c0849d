"""For people who test: claims as tests of pytest, an assertion, and hypothesis strategies."""
