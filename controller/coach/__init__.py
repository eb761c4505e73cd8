"""What happens between sessions: who may begin, what is due, what comes next, and what was."""
