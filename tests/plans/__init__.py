"""Plans and policies: what a file means, and what is said when it means nothing."""
