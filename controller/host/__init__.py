"""The computer itself: sleep, screen lock, battery, and time that jumped."""
