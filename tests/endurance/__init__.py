"""Hours of it: run by `make endurance`; a test sees only that the measuring and judging work."""
