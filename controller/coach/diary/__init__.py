"""What was told and what was done, in one file that never leaves the machine."""
