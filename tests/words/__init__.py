"""The texts for other languages: gathered, and found where one was forgotten."""
