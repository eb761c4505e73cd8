"""A session as other programs know one: laps, and a sample for each second."""
