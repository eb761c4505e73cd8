"""Help for whoever writes a plan: a file to begin with, an editor's schema, one form."""
