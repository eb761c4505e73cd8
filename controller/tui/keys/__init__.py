"""What each key means, and how the stop key gets ahead of all others."""
