"""What needs no treadmill: sessions, months, campaigns, fleets, and a treadmill to connect to."""
