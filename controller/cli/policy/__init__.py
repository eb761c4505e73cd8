"""``reprise policy`` and ``reprise readiness``: what decides about a session, shown and checked."""
