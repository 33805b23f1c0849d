"""Sweeps: claims on a family of instances or mechanisms, case by case. Read `spec` first, then `member`."""
