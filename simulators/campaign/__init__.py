"""Many sessions at random, each made again from its seed, and what must hold in all of them."""
