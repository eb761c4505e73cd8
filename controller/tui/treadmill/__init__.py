"""The screen of a simulated treadmill."""
