"""Tests of the coach's room of the same name."""
