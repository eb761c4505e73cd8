"""What is due today, and why."""
