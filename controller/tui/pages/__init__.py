"""What is shown between sessions: pages on a stack, plain values that draw and take keys."""
