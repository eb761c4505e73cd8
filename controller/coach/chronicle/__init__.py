"""What was, for people to read."""
