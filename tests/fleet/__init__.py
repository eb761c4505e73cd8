"""Fleets of virtual runners."""
