"""Warnings of what a valid plan may do and perhaps should not, each with its reason."""
