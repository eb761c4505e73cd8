"""Many virtual runners through months of one plan: the very core and coach, without the bytes."""
