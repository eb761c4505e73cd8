"""Questions as pages: one a screen, and what follows from the answers."""
