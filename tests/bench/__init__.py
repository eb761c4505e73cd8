"""How long things take: run by `make bench`, never by a test."""
