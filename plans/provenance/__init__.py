"""Where a file's numbers come from, and who signed it: what files of every kind may say."""
