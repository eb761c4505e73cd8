"""A treadmill that others watch and drive: a screen, a control, and other people's tests."""
