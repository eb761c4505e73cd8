"""Months of one virtual runner: her days with the very coach, her body, and what is told of it."""
