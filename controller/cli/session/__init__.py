"""``reprise run``, ``walk`` and ``probe``: a session on a treadmill, from the door to its end."""
