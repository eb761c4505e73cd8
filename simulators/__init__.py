"""The world: treadmills that behave, and misbehave, like real ones."""
