"""``reprise settings``: how one person has it look and sound."""
