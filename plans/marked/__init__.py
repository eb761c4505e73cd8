"""YAML as words that know their place, taken apart key by key, with a remedy for each mistake."""
