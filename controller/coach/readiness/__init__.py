"""Who may begin today, gate by gate, and what decides it."""
