"""The commands, and the only place where rooms are wired together."""
