"""On the PYTHONPATH of the processes that are watched, and of nothing else."""
