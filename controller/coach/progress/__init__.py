"""What comes next: what there was to note, and which rows of the policy hold."""
