"""How long things take: run by `make bench`; a test sees only that the measuring works."""
