"""Body work: routines listed, shown and played, by the keys of a terminal and by sound."""
