"""One case is played, and what it came to is judged."""
