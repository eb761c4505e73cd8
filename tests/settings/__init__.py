"""The settings: values, their file, and what a speed is shown as."""
