"""The brain: what a session does next, as pure functions of what happened and when.

No clock, no input or output, no asyncio and no pydantic: `step.step` takes the state, one event
and the moment, and returns the next state, the commands, and when it wants to be called even if
nothing happens.
"""
