"""Treadmills and sensors: what is in the air, what is remembered, and which one is taken."""
