"""A session's screen as lines: one body for each phase, and what they share."""
