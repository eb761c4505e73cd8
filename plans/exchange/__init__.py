"""Plans for other programs: what can be said in their files, and what is lost on the way."""
