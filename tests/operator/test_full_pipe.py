"""Keys for a controller that does not read yet: a stop overtakes them, and loses no referral."""

from __future__ import annotations

import os
import threading

from controller.operator.process import _KeyPipe, _Sender
from controller.records.intents import Intent, Renewal, intent_line, read_line, renewal_line

STOP = Intent("stop", because="the stop key")
TOLD = [Intent("unwell"), Intent("symptom", "chest", 1), Intent("site", "shin", 0)]
SIGNS = Intent("signs", value=1)
RENEWAL = Renewal(7, moving=True)
HEADER = b'{"io":"head","kind":"session","timeline":"' + b"x" * 200_000 + b'"}\n'
"""More than a pipe takes at once: the end of it waits in the middle of a line."""


def read(keys_out: int) -> list[Intent | Renewal | None]:
    """Return what comes out of a pipe that is closed, behind the header."""
    with os.fdopen(keys_out, "rb") as file:
        lines = file.read().splitlines(keepends=True)
    assert lines[0] == HEADER
    return [read_line(line) for line in lines[1:]]


def press(pipe: _KeyPipe | _Sender) -> None:
    """Press keys of every sort, and the stop key twice among them."""
    write = pipe.write if isinstance(pipe, _KeyPipe) else pipe.send
    for intent in [Intent("start"), TOLD[0], Intent("walk"), TOLD[0], *TOLD[1:]]:
        write(renewal_line(RENEWAL), stop=False)
        write(intent_line(intent), stop=False)
    write(intent_line(STOP), stop=True)
    write(intent_line(SIGNS), stop=False)
    write(intent_line(Intent("pause")), stop=False)
    write(intent_line(STOP), stop=True)


def test_a_stop_overtakes_what_waits_but_loses_no_referral() -> None:
    """The line that was begun is ended, then comes the stop, then what she told of herself."""
    keys_out, keys = os.pipe()
    pipe = _KeyPipe(keys)
    pipe.write(HEADER, stop=False)
    press(pipe)
    drained: list[list[Intent | Renewal | None]] = []
    reader = threading.Thread(target=lambda: drained.append(read(keys_out)))
    reader.start()
    while pipe._waiting:  # the rest goes with the next line, as with a lease that is renewed
        pipe.write(b"", stop=False)
    pipe.close()
    reader.join(20)
    assert drained == [[STOP, *TOLD, SIGNS]]


def test_where_a_thread_waits_in_the_pipe_the_same_is_read() -> None:
    """On Windows a thread writes; a stop behind the closing does not undo it."""
    keys_out, keys = os.pipe()
    sender = _Sender(keys)
    sender.send(HEADER, stop=False)
    press(sender)
    sender.close()
    sender.send(intent_line(Intent("stop", because="too late")), stop=True)
    assert read(keys_out) == [STOP, *TOLD, SIGNS]
    sender._thread.join(20)
    assert not sender._thread.is_alive()
