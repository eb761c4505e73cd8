"""The first page: what is due today, why, and what else may be done."""
