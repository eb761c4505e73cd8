"""``reprise completion``: what the TAB key writes, in a shell."""
