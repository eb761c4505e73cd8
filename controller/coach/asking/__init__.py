"""What is asked between sessions, and what the answers are kept as."""
