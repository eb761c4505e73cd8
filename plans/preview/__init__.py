"""A plan gone through before anybody walks it: on a belt, in numbers, as text and as a picture."""
