"""The page that finds the treadmill."""
