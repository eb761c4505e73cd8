"""What is heard: chosen by pure functions of Views, made by a process of its own.

Nothing here is on the way of a stop. Whoever draws the screen hands a sound over without waiting;
what becomes of it, nobody depends on.
"""
