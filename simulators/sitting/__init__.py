"""Whole sessions in virtual time: a room, who is on the belt, and what goes wrong."""
