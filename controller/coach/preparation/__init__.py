"""Body work and tests: what suits a day, how it is played, and what is kept of it."""
