"""Whole days: one process on two platforms, with all that people do, and crashes in between."""
