"""Files that people write for the simulators: found, read with their places, and checked."""
