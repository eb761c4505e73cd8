"""What a person writes for a time, a distance, a speed or a count: read, and printed."""
