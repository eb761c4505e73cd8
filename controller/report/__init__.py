"""What a physiotherapist reads: one page with pictures, made of values. No disk, no clock."""
