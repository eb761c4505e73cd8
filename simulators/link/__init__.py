"""The radio, up to bleak: a treadmill on a clock, the links to it, and what is in the way."""
