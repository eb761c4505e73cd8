"""``reprise plan``: plan files listed, shown, checked, made, signed and put into use."""
