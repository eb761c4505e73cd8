"""What is heard, and what makes it."""
