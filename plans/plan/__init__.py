"""A plan file becomes a `Plan`, a `Plan` a file again, and one level a session's program."""
