"""Body work and tests as pages, and while they run."""
