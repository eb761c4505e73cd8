"""``make fresh``: Reprise as somebody gets it who has no checkout."""
