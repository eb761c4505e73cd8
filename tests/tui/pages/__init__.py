"""Tests of the pages between sessions."""
