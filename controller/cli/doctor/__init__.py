"""``reprise doctor``: what of this computer works, and what to do about the rest."""
