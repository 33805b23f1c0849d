"""Theorem 4 with groups of any size: sellers, a single price, (10). Read `sellers_take_prices` first."""
