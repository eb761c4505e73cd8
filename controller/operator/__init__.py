"""Supervision for every front end: spawn, lease, watch, successor, intents."""
