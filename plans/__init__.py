"""Plans and symptom policies: a stranger's YAML becomes a checked, frozen timeline or table."""
