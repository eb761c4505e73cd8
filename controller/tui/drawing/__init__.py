"""What every screen is drawn with: ink, large letters, and the one widget that shows lines."""
