"""The screen: draws a View and posts intents. Knows no treadmill."""
